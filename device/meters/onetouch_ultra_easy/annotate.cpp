#include "device/meters/onetouch_ultra_easy/annotate.hpp"

#include "device/lifescan_annotation.hpp"
#include "device/meters/onetouch_ultra_easy/frame.hpp"
#include "device/meters/onetouch_ultra_easy/records.hpp"

namespace device::onetouch_ultra_easy {
namespace {

const core::LocalSeconds epoch = *core::make_local(1970, 1, 1, 0, 0, 0);

/// Whether a question begins as this one does.
bool is(core::ByteView question, const core::Bytes& like, std::size_t size) {
  return core::as_text(question).substr(0, size) == core::as_text(like).substr(0, size);
}

std::string name_of(core::ByteView question) {
  if (is(question, encode_read_version(), 3)) return "read version";
  if (is(question, encode_read_serial(), 3)) return "read serial number";
  if (is(question, encode_read_clock(), 3)) return "read clock";
  if (is(question, encode_set_clock(epoch), 3)) return "set clock";
  if (is(question, encode_read_unit(), 4)) return "read unit";
  if (is(question, encode_read_count(), 4)) return "read count";
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
  } else if (name == "read serial number") {
    cut.take(3, "command", name);
    cut.take(message.size() - 3, "anything", "", core::Blank{});
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
    cut.take(4, "value", meaning_of(entry->content));
  } else if (decode_serial(message) && name == "read serial number") {
    cut.text(9, "serial number", serial_masked_as(message.subspan(2), "SIM00000X"));
  } else if (decode_version(message) && name == "read version") {
    cut.take(1, "length of text", std::to_string(message[2]));
    cut.text(message.size() - 3, "version");
  } else if (decode_clock(message) && (name == "read clock" || name == "set clock")) {
    lifescan::take_seconds(cut, "clock", epoch);
  } else if (const auto unit = decode_unit(message); unit && name == "read unit") {
    cut.take(4, "unit", std::string(core::name(*unit)));
  } else if (const auto count = decode_count(message); count && name == "read count") {
    cut.take(2, "count", std::to_string(*count));
  }
}

}  // namespace

void annotate(const core::Run& run, core::Cutter& cut) {
  lifescan::annotate(run, cut, look_at_frame, take_question, take_answer);
}

}  // namespace device::onetouch_ultra_easy
