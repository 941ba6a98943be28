#include "device/meters/onetouch_ultra_easy/annotate.hpp"

#include <array>

#include "device/lifescan_annotation.hpp"
#include "device/meters/onetouch_ultra_easy/frame.hpp"
#include "device/meters/onetouch_ultra_easy/records.hpp"

namespace device::onetouch_ultra_easy {
namespace {

std::span<const lifescan::Question> questions() {
  static const std::array<lifescan::Question, 8> all{{{encode_read_version(), "read version"},
                                                      {{0x05, 0x0b, 0x02}, "read serial number"},
                                                      {encode_read_clock(), "read clock"},
                                                      {{0x05, 0x20, 0x01}, "set clock"},
                                                      {encode_read_unit(), "read unit"},
                                                      {encode_read_count(), "read count"},
                                                      {{0x05, 0x1f}, "read record"},
                                                      {encode_erase(), "erase"}}};
  return all;
}

void take_answer(core::ByteView message, std::string_view asked, core::Cutter& cut) {
  if (is_refused(message) || message.size() == 2)
    return cut.take(message.size(), "status", is_refused(message) ? "refused" : "done");
  cut.take(2, "status", "done");
  if (const auto entry = decode_record(message); entry && asked == "read record") {
    lifescan::take_seconds(cut, "time", epoch);
    cut.take(4, "value", meaning_of(entry->content));
  } else if (decode_serial(message) && asked == "read serial number") {
    std::string masked = "SIM00000X";
    masked.resize(message.size() - 2, '\0');  // padded as the meter's own
    cut.text(masked.size(), "serial number", serial_masked_as(masked));
  } else if (decode_version(message) && asked == "read version") {
    cut.take(1, "length of text", std::to_string(message[2]));
    cut.text(message.size() - 3, "version");
  } else if (decode_clock(message) && (asked == "read clock" || asked == "set clock")) {
    lifescan::take_seconds(cut, "clock", epoch);
  } else if (const auto unit = decode_unit(message); unit && asked == "read unit") {
    cut.take(4, "unit", std::string(core::name(*unit)));
  } else if (const auto count = decode_count(message); count && asked == "read count") {
    cut.take(2, "count", std::to_string(*count));
  }
}

}  // namespace

void annotate(const core::Run& run, core::Cutter& cut) {
  lifescan::annotate(run, cut, {look_at_frame, epoch, questions(), take_answer});
}

}  // namespace device::onetouch_ultra_easy
