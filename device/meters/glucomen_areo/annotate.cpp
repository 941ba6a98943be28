#include "device/meters/glucomen_areo/annotate.hpp"

#include <fmt/format.h>

#include "core/io/checksum.hpp"
#include "device/annotation.hpp"
#include "device/meters/glucomen_areo/records.hpp"
#include "device/text_form.hpp"

namespace device::glucomen_areo {
namespace {

core::Bytes make_crc(core::ByteView message, std::size_t place) {
  return bytes_of(fmt::format("{:02X}", core::crc8(message.first(place))));
}

/// "YYMMDD": the time of day does not change with the week.
std::optional<core::Bytes> encode_day(core::LocalSeconds time) {
  if (!is_in_this_century(time)) return std::nullopt;
  return bytes_of(std::string_view(encode_set_clock(time)).substr(5, 6));
}

/// `n,n,n,  SERIAL, VERSION`
void take_who(std::string_view line, const Who& who, core::Cutter& cut) {
  const std::size_t serial = line.find(who.serial, line.find(',', line.find(',', line.find(',') + 1) + 1));
  cut.text(serial, "unknown", core::Blank{});
  cut.text(who.serial.size(), "serial number", serial_masked_as("SIM0000000"));
  cut.text(line.size() - serial - who.serial.size(), "version");
}

/// `TYPE,VALUE,UNIT,MARK,YYMMDD,hhmm`
void take_record(std::string_view line, core::Cutter& cut) {
  const auto entry = decode_record(line);
  if (!entry) return cut.text(line.size(), "record", core::Private{});
  const std::size_t time = line.size() - 11;
  cut.take(time, "value", meaning_of(entry->content));
  take_record_day(cut, 6, *entry, encode_day);
  cut.text(5, "time of day");
}

/// The time that the clock is set to.
void take_time(std::string_view line, core::Cutter& cut) {
  if (!fits(line, "dddddddddd")) return;
  const auto time = core::make_local(2000 + digits_at(line, 0, 2), digits_at(line, 2, 2),
                                     digits_at(line, 4, 2), digits_at(line, 6, 2), digits_at(line, 8, 2), 0);
  if (!time) return;
  take_day(cut, 6, "day", *time, encode_day);
  cut.text(4, "time of day");
}

void take_block(std::string_view block, bool is_to_meter, core::Cutter& cut) {
  const auto who = decode_who(block);
  const auto lines = decode_block(block);
  cut.take(3, "block begins");
  for (const std::string_view line : *lines) {
    const std::size_t after = cut.rest().size() - line.size();
    if (is_to_meter)
      take_time(line, cut);
    else if (who)
      take_who(line, *who, cut);
    else
      take_record(line, cut);
    cut.take(cut.rest().size() - after, "unknown", "", core::Blank{});
    cut.take(2, "line end");
  }
  cut.text(2, "checksum", core::Derived{make_crc});
  cut.take(2, "line end");
  cut.take(3, "block ends");
  cut.end_message();
}

/// Up to the end of a block: what is no block before it, and the block if it is right.
void take_up_to(std::size_t end, bool is_to_meter, core::Cutter& cut) {
  constexpr std::string_view empty_memory = "[\r\n\x90=\r\n]\r\n";
  const std::string_view text = core::as_text(cut.rest()).substr(0, end);
  const std::size_t begin = text.rfind("[\r\n");
  if (begin == std::string_view::npos) return cut.skip(end);
  if (begin > 0) cut.skip(begin);
  const std::string_view block = text.substr(begin);
  if (block == empty_memory) {
    cut.take(block.size(), "block", "the memory is empty");
    cut.end_message();
  } else if (decode_block(block)) {
    take_block(block, is_to_meter, cut);
  } else {
    cut.skip(block.size());
  }
}

/// One or two bytes that stand alone; false where none stand here.
bool take_alone(bool is_to_meter, core::Cutter& cut) {
  const std::string_view text = core::as_text(cut.rest());
  const auto take = [&](std::size_t size, std::string name, std::string meaning) {
    cut.take(size, std::move(name), std::move(meaning));
    cut.end_message();
    return true;
  };
  if (is_to_meter && text[0] == '\xa2') return take(1, "command", "who is it");
  if (is_to_meter && text[0] == '\x80') return take(1, "command", "readings");
  if (is_to_meter && text.substr(0, 2) == "\xc2\xa1") return take(2, "command", "set clock");
  if (!is_to_meter && text == "P") return take(1, "answer", "done");
  if (!is_to_meter && text == "F") return take(1, "answer", "refused");
  return false;
}

}  // namespace

void annotate(const core::Run& run, core::Cutter& cut) {
  constexpr std::string_view block_end = "\n]\r\n";
  const bool is_to_meter = run.direction == core::Direction::to_meter;
  while (!cut.rest().empty()) {
    if (take_alone(is_to_meter, cut)) continue;
    const std::size_t end = core::as_text(cut.rest()).find(block_end);
    if (end == std::string_view::npos) return;
    take_up_to(end + block_end.size(), is_to_meter, cut);
  }
}

}  // namespace device::glucomen_areo
