#include "device/freestyle_annotation.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/io/checksum.hpp"
#include "device/text_form.hpp"

namespace device {
namespace {

constexpr std::string_view clock_set = "$tim,";

/// "Nov  18 2026": the time of day behind it does not change with the week.
std::optional<core::Bytes> encode_day(core::LocalSeconds time) {
  if (!is_in_this_century(time)) return std::nullopt;
  const date::year_month_day day{date::floor<date::days>(time)};
  return bytes_of(fmt::format("{} {:02} {}", freestyle_months.at(static_cast<unsigned>(day.month()) - 1),
                              static_cast<unsigned>(day.day()), static_cast<int>(day.year())));
}

std::optional<core::Bytes> encode_set_day(core::LocalSeconds time) {
  if (!is_in_this_century(time)) return std::nullopt;
  return bytes_of(std::string_view(encode_freestyle_set_clock(time)).substr(clock_set.size(), 8));
}

core::Bytes make_sum(core::ByteView message, std::size_t place) {
  return bytes_of(fmt::format("0x{:04X}", core::sum16(message.first(place))));
}

bool take_question(std::string_view line, core::Cutter& cut) {
  const auto is_plain = [&](std::string_view words) { return line == words; };
  if (is_plain("$mem") || is_plain("$xmem") || is_plain("$colq")) {
    cut.text(line.size(), "command");
    return true;
  }
  if (!fits(line, "$tim,dd,dd,dd,dd,dd")) return false;
  const auto time =
      core::make_local(2000 + digits_at(line, 11, 2), digits_at(line, 5, 2), digits_at(line, 8, 2), 0, 0, 0);
  if (!time) return false;
  cut.text(clock_set.size(), "command");
  take_day(cut, 8, "day", *time, encode_set_day);
  cut.text(6, "time of day");
  return true;
}

/// A written time up to its minute or second; `is_kept` where it says nothing.
void take_time(std::string_view written, bool is_kept, core::Cutter& cut) {
  constexpr std::size_t day_size = 12;
  const auto time = freestyle_time(written);
  if (is_kept)
    cut.take(day_size, "time", "time unknown");
  else if (time)
    take_day(cut, day_size, "time", *time, encode_day);
  else
    cut.take(day_size, "time", "no calendar time", core::Private{});
  cut.text(written.size() - day_size, "time of day");
}

/// `VVV  MMMM DD YYYY HH:MM` and what follows it; the flags are the last five characters.
void take_record(std::string_view line, const FreestyleWords& words, core::Cutter& cut) {
  constexpr std::size_t flags_size = 5;
  const auto entry = words.decode_record(line);
  const std::string_view written = line.substr(5, freestyle_time_size(line));
  const std::string_view tail = line.substr(5 + written.size());
  const bool is_unread = !entry || std::holds_alternative<core::UnreadRecord>(entry->content);
  const auto time = freestyle_time(written);
  const bool was_never_set = time && *time < *core::make_local(2001, 1, 1, 0, 0, 0);
  cut.take(5, "value", entry ? meaning_of(entry->content) : "");
  take_time(written, !is_unread && !entry->time.local && (!time || was_never_set), cut);
  if (tail.size() > flags_size)
    cut.text(tail.size() - flags_size, "type", is_unread ? core::Rewrite{core::Blank{}} : words.type);
  cut.text(flags_size, "flags");
}

/// One line of a dump, which is known to be right.
void take_line_of_dump(std::string_view line, std::size_t place, const FreestyleWords& words,
                       core::Cutter& cut) {
  constexpr std::size_t sum_size = 6;
  if (place == 0) {
    cut.text(line.size(), "serial number", serial_masked_as(words.masked_serial(line)));
  } else if (place == 1) {
    cut.text(line.size(), "version");
  } else if (place == 2) {
    take_time(line, false, cut);
  } else if (place == 3 || is_freestyle_empty(line)) {
    cut.text(line.size(), "count");
  } else if (fits(line.substr(0, sum_size), "0xhhhh")) {
    cut.text(sum_size, "checksum", core::Derived{make_sum});
    cut.text(line.size() - sum_size, "end");
  } else {
    take_record(line, words, cut);
  }
}

void take_dump(std::string_view dump, const FreestyleWords& words, core::Cutter& cut) {
  for (std::size_t place = 0; !dump.empty();) {
    std::size_t size = std::min(dump.find('\n'), dump.size() - 1);
    const std::size_t end = size > 0 && dump[size - 1] == '\r' ? 2 : 1;
    size = size + 1 - end;
    if (size > 0) take_line_of_dump(dump.substr(0, size), place++, words, cut);
    cut.take(end, "line end");
    dump.remove_prefix(size + end);
  }
  cut.end_message();
}

std::string_view line_at(std::string_view text, std::size_t begin) {
  return text.substr(begin, std::min(text.find("\r\n", begin), text.size()) - begin);
}

/// Where the last dump in the text begins: CR LF before a serial number.
std::size_t begin_of_dump(std::string_view text) {
  std::size_t begin = text.rfind("\r\n");
  for (; begin != std::string_view::npos && begin > 0; begin = text.rfind("\r\n", begin - 1)) {
    if (is_freestyle_serial(line_at(text, begin + 2))) return begin;
  }
  return begin == 0 && is_freestyle_serial(line_at(text, 2)) ? 0 : std::string_view::npos;
}

}  // namespace

void annotate_freestyle(const core::Run& run, core::Cutter& cut, const FreestyleWords& words) {
  if (run.direction == core::Direction::to_meter)
    return cut_lines(cut, [&](std::string_view line) { return take_question(line, cut); });
  const auto take_other = [&](std::string_view line) {
    if (line != "CMD OK" && line != "CMD Fail!")
      return take_question(line, cut) || words.take_line(line, cut);  // an echo
    cut.text(line.size(), "answer");
    return true;
  };
  while (!cut.rest().empty()) {
    const std::string_view text = core::as_text(cut.rest());
    const std::size_t end = text.find(freestyle_dump_end);
    if (end == std::string_view::npos) return cut_lines(cut, take_other);
    const std::string_view answer = text.substr(0, end + freestyle_dump_end.size());
    const std::size_t begin = std::min(begin_of_dump(answer), answer.size());
    cut_lines(cut, take_other, begin);
    cut.skip(begin - (text.size() - cut.rest().size()));
    if (begin == answer.size()) continue;
    const std::string_view dump = answer.substr(begin);
    if (words.decode_dump(dump))
      take_dump(dump, words, cut);
    else
      cut.skip(dump.size());
  }
}

}  // namespace device
