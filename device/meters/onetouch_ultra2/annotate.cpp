#include "device/meters/onetouch_ultra2/annotate.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/io/checksum.hpp"
#include "device/annotation.hpp"
#include "device/meters/onetouch_ultra2/records.hpp"
#include "device/text_form.hpp"

namespace device::onetouch_ultra2 {
namespace {

/// "MM/DD/YY": the weekday before it and the time behind it do not change with the week.
std::optional<core::Bytes> encode_day(core::LocalSeconds time) {
  if (!is_in_this_century(time)) return std::nullopt;
  return bytes_of(std::string_view(encode_set_clock(time)).substr(5, 8));
}

core::Bytes make_sum(core::ByteView message, std::size_t place) {
  return bytes_of(fmt::format(" {:04X}", core::sum16(message.first(place))));
}

/// Of a record that cannot be read, where it has one.
std::optional<core::LocalSeconds> time_in(std::string_view record) {
  const std::string text = "F " + std::string(record.substr(2, 30));
  const auto time = decode_clock(text + fmt::format(" {:04X}", core::sum16(core::as_bytes(text))));
  return time ? std::optional(*time) : std::nullopt;
}

core::Serial masked(std::string_view serial) {
  return serial_masked_as(serial.back() == 'Y' ? "SIM00000Y" : "SIM00000T");
}

/// `"DAY","MM/DD/YY","HH:MM:SS   "`
void take_time(std::optional<core::LocalSeconds> time, core::Cutter& cut) {
  cut.text(7, "weekday");
  if (time)
    take_day(cut, 8, "time", *time, encode_day);
  else
    cut.text(8, "time");
  cut.text(15, "time of day");
}

void take_text(std::string_view line, std::string_view text, core::Cutter& cut) {
  auto clock = decode_clock(line);
  if (!clock) clock = decode_new_clock(line);
  if (clock) {
    cut.text(2, "answer");
    take_time(*clock, cut);
  } else if (const auto serial = decode_serial(line)) {
    cut.text(3, "answer");
    cut.text(9, "serial number", masked(*serial));
    cut.text(1, "text ends");
  } else if (const auto header = decode_header(line)) {
    cut.text(7, "count");
    cut.text(9, "serial number", masked(header->serial));
    cut.text(text.size() - 16, "unit");
  } else if (const auto entry = decode_record(line)) {
    const bool is_unread = std::holds_alternative<core::UnreadRecord>(entry->content);
    cut.text(2, "record");
    take_time(is_unread ? time_in(text) : entry->time.local, cut);
    cut.take(10, "value", meaning_of(entry->content));
    cut.text(text.size() - 42, "meal and comment");
  } else if (keep_unread(line)) {
    cut.text(2, "record");
    cut.text(text.size() - 2, "record", core::Private{});
  } else if (decode_version(line) || decode_unit(line) || is_erased(line)) {
    cut.text(text.size(), "answer");
  } else {
    cut.take(text.size(), "unknown", "", core::Blank{});
  }
}

bool explain_line(std::string_view line, core::Cutter& cut) {
  const auto text = decode_text(line);
  if (!text) return false;
  take_text(line, *text, cut);
  cut.text(5, "checksum", core::Derived{make_sum});
  return true;
}

/// Every command begins with 11 0D; one with an argument ends with CR.
void annotate_questions(core::Cutter& cut) {
  constexpr std::array<std::string_view, 6> questions{"DM?", "DM@", "DMF", "DMSU?", "DMP", "DMZ"};
  constexpr std::string_view clock_form = "DMTdd/dd/dd dd:dd:dd\r";
  while (!cut.rest().empty()) {
    const std::string_view text = core::as_text(cut.rest());
    const std::string_view letters = text.substr(std::min<std::size_t>(text.size(), 2));
    const auto* const found = std::find_if(questions.begin(), questions.end(),
                                           [&](auto q) { return letters.substr(0, q.size()) == q; });
    const bool begins = text.substr(0, 2) == "\x11\r";
    if (begins && found != questions.end()) {
      cut.take(2, "attention");
      cut.text(found->size(), "command");
    } else if (begins && fits(letters.substr(0, clock_form.size()), clock_form)) {
      const auto time = core::make_local(2000 + digits_at(letters, 9, 2), digits_at(letters, 3, 2),
                                         digits_at(letters, 6, 2), 0, 0, 0);
      cut.take(2, "attention");
      cut.text(3, "command");
      if (time)
        take_day(cut, 8, "day", *time, encode_day);
      else
        cut.text(8, "day", core::Private{});
      cut.text(9, "time of day");
      cut.take(1, "line end");
    } else {
      cut.skip(1);
      continue;
    }
    cut.end_message();
  }
}

}  // namespace

void annotate(const core::Run& run, core::Cutter& cut) {
  if (run.direction == core::Direction::to_meter) return annotate_questions(cut);
  if (!cut.rest().empty() && cut.rest()[0] == 0) {
    cut.take(1, "answer", "not in its cable, or not off before");
    cut.end_message();
  }
  cut_lines(cut, [&](std::string_view line) { return explain_line(line, cut); });
}

}  // namespace device::onetouch_ultra2
