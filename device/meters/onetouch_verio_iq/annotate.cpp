#include "device/meters/onetouch_verio_iq/annotate.hpp"

#include <array>

#include "device/lifescan_annotation.hpp"
#include "device/meters/onetouch_verio_iq/frame.hpp"
#include "device/meters/onetouch_verio_iq/records.hpp"

namespace device::onetouch_verio_iq {
namespace {

std::span<const lifescan::Question> questions() {
  static const std::array<lifescan::Question, 9> all{{{encode_read_model(), "read model"},
                                                      {encode_read_serial(), "read serial number"},
                                                      {{0x03, 0x0d, 0x01}, "read version"},
                                                      {encode_read_clock(), "read clock"},
                                                      {{0x03, 0x20, 0x01}, "set clock"},
                                                      {encode_read_unit(), "read unit"},
                                                      {encode_read_count(), "read count"},
                                                      {{0x03, 0x21}, "read record"},
                                                      {encode_erase(), "erase"}}};
  return all;
}

/// A serial number may stand behind the question for the model, which is asked when an answer is late.
bool names_meter(std::string_view asked) {
  return asked == "read serial number" || asked == "read model";
}

void take_answer(core::ByteView message, std::string_view asked, core::Cutter& cut) {
  if (is_refused(message) || message.size() == 2)
    return cut.take(message.size(), "status", is_refused(message) ? "refused" : "done");
  cut.take(2, "status", "done");
  if (const auto entry = decode_record(message); entry && asked == "read record") {
    lifescan::take_seconds(cut, "time", epoch);
    cut.take(2, "value", meaning_of(entry->content));
    cut.take(1, "control", message[8] == 1 ? "control solution" : "blood");
    cut.take(1, "meal byte", "not believed");
    cut.take(2, "unknown", "", core::Blank{});
  } else if (const auto serial = decode_serial(message); serial && names_meter(asked)) {
    cut.text(serial->size(), "serial number", serial_masked_as("SIM000000"));
    cut.take(1, "text ends");
  } else if (const auto model = decode_model(message); model && asked == "read model") {
    cut.text(model->size(), "model");
    cut.take(1, "text ends");
  } else if (decode_clock(message) && (asked == "read clock" || asked == "set clock")) {
    lifescan::take_seconds(cut, "clock", epoch);
  } else if (decode_unit(message) && asked == "read unit") {
    cut.take(4, "unit", std::string(core::name(*decode_unit(message))));
  } else if (const auto count = decode_count(message); count && asked == "read count") {
    cut.take(2, "count", std::to_string(*count));
  }
}

}  // namespace

void annotate(const core::Run& run, core::Cutter& cut) {
  lifescan::annotate(run, cut, {look_at_frame, epoch, questions(), take_answer});
}

}  // namespace device::onetouch_verio_iq
