#include "device/meters/onetouch_verio_iq/annotate.hpp"

#include "device/lifescan_annotation.hpp"
#include "device/meters/onetouch_verio_iq/frame.hpp"
#include "device/meters/onetouch_verio_iq/records.hpp"

namespace device::onetouch_verio_iq {
namespace {

const core::LocalSeconds epoch = *core::make_local(2000, 1, 1, 0, 0, 0);

/// Whether a question begins as this one does.
bool is(core::ByteView question, const core::Bytes& like, std::size_t size) {
  return core::as_text(question).substr(0, size) == core::as_text(like).substr(0, size);
}

std::string name_of(core::ByteView question) {
  if (is(question, encode_read_model(), 2)) return "read model";
  if (is(question, {0x03, 0x0b}, 2)) return "read serial number";
  if (is(question, {0x03, 0x0d}, 2)) return "read version";
  if (is(question, encode_read_clock(), 3)) return "read clock";
  if (is(question, encode_set_clock(epoch), 3)) return "set clock";
  if (is(question, encode_read_unit(), 4)) return "read unit";
  if (is(question, encode_read_count(), 3)) return "read count";
  if (is(question, encode_read_record(0), 2)) return "read record";
  if (is(question, encode_erase(), 2)) return "erase";
  return "";
}

void take_question(core::ByteView message, core::ByteView, core::Cutter& cut) {
  const std::string name = name_of(message);
  if (name.empty()) return;
  if (name == "set clock" && message.size() == 7) {
    cut.take(3, "command", name);
    lifescan::take_seconds(cut, "time", epoch);
  } else if (name == "read record" && message.size() == 4) {
    cut.take(2, "command", name);
    cut.take(2, "index", std::to_string(message[2] + message[3] * 256));
  } else {
    cut.take(message.size(), "command", name);
  }
}

void take_answer(core::ByteView message, core::ByteView question, core::Cutter& cut) {
  const std::string name = name_of(question);
  if (is_refused(message) || message.size() == 2)
    return cut.take(message.size(), "status", is_refused(message) ? "refused" : "done");
  cut.take(2, "status", "done");
  if (const auto entry = decode_record(message); entry && name == "read record") {
    lifescan::take_seconds(cut, "time", epoch);
    cut.take(2, "value", meaning_of(entry->content));
    cut.take(1, "control", message[8] == 1 ? "control solution" : "blood");
    cut.take(1, "meal byte", "not believed");
    cut.take(2, "unknown", "", core::Blank{});
  } else if (const auto serial = decode_serial(message); serial && name == "read serial number") {
    cut.text(serial->size(), "serial number", serial_masked_as(core::as_bytes(*serial), "SIM000000"));
    cut.take(1, "text ends");
  } else if (const auto model = decode_model(message); model && name == "read model") {
    cut.text(model->size(), "model");
    cut.take(1, "text ends");
  } else if (decode_clock(message) && (name == "read clock" || name == "set clock")) {
    lifescan::take_seconds(cut, "clock", epoch);
  } else if (decode_unit(message) && name == "read unit") {
    cut.take(4, "unit", std::string(core::name(*decode_unit(message))));
  } else if (const auto count = decode_count(message); count && name == "read count") {
    cut.take(2, "count", std::to_string(*count));
  }
}

}  // namespace

void annotate(const core::Run& run, core::Cutter& cut) {
  lifescan::annotate(run, cut, look_at_frame, take_question, take_answer);
}

}  // namespace device::onetouch_verio_iq
