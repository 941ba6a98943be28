#include "device/freestyle_dump.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "core/io/checksum.hpp"
#include "device/text_form.hpp"

namespace device {
namespace {

constexpr int lowest = 20, highest = 500;  // mg/dL
constexpr std::size_t longest_line = 128, most_lines = 1000;
constexpr std::string_view clock_form = "**** dd dddd dd:dd:dd";

core::Error damaged(std::string what, std::string_view line) {
  return misfit("the meter's memory did not come whole: " + std::move(what), line);
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::string_view line = take_line(text); !line.empty() && lines.size() <= most_lines;
       line = take_line(text))
    lines.push_back(line);
  return lines;
}

/// "0xCCCC  END", with the sum of everything before its line.
bool is_sum_right(std::string_view answer, std::string_view last_line) {
  const auto summed = static_cast<std::size_t>(last_line.data() - answer.data());
  return last_line == fmt::format("0x{:04X}  END", core::sum16(core::as_bytes(answer.substr(0, summed))));
}

bool was_clock_set(core::LocalSeconds time) {
  return time >= *core::make_local(2000, 1, 1, 0, 10, 0);
}

/// Whether the lines behind the clock's say that the memory is empty, and nothing else.
bool is_empty_memory(std::string_view answer, std::span<const std::string_view> lines) {
  if (!is_freestyle_empty(lines[0])) return false;
  const bool has_ended = lines[0].substr(lines[0].size() - 3) == "END";
  return lines.size() == 1 ||
         (lines.size() == 2 && !has_ended && (lines[1] == "END" || is_sum_right(answer, lines[1])));
}

}  // namespace

core::Result<FreestyleDump> decode_freestyle_dump(std::string_view answer,
                                                  FreestyleRecordDecoder decode_record) {
  const std::vector<std::string_view> lines = lines_of(answer);
  if (lines.size() == 1 && lines[0] == "CMD Fail!")
    return core::Error{core::Errc::protocol, "the meter refuses to show its memory", std::string(lines[0]),
                       "Wait until it has finished what it does, and try again."};
  if (lines.size() < 4 || answer.substr(0, 2) != "\r\n" || answer.back() != '\n')
    return damaged("it is too short", "");
  for (const std::string_view line : lines)
    if (line.size() > longest_line || !fits(line, std::string(line.size(), '*')))
      return damaged("a line is garbled", line);
  FreestyleDump dump;
  dump.serial = lines[0];
  dump.version = without_blanks(lines[1]);
  if (!is_freestyle_serial(dump.serial) || !is_freestyle_version(dump.version) || !fits(lines[2], clock_form))
    return damaged("it does not say which meter it is", lines[0]);
  dump.clock = freestyle_time(lines[2]);
  if (is_empty_memory(answer, std::span(lines).subspan(3))) {
    dump.needs_second = true;
    return dump;
  }
  if (!fits(lines[3], "ddd") || !is_sum_right(answer, lines.back()))
    return damaged("its sum is wrong", lines.back());
  const std::span<const std::string_view> records = std::span(lines).subspan(4, lines.size() - 5);
  if (records.size() != static_cast<std::size_t>(digits_at(lines[3], 0, 3)))
    return damaged(fmt::format("{} records came", records.size()), lines[3]);
  for (const std::string_view line : records) {
    auto entry = decode_record(line);
    if (entry.has_error()) return entry.error();
    dump.needs_second |= std::holds_alternative<core::UnreadRecord>(entry->content);
    dump.entries.push_back(std::move(*entry));
  }
  return dump;
}

bool is_freestyle_dump_over(std::string_view answer) {
  constexpr std::string_view end = freestyle_dump_end;
  return answer.size() >= end.size() && answer.substr(answer.size() - end.size()) == end;
}

std::string_view behind_earlier_dump(std::string_view heard) {
  const std::size_t end = std::min(heard.find(freestyle_dump_end), heard.size());
  const std::string_view behind = heard.substr(std::min(end + freestyle_dump_end.size(), heard.size()));
  return behind.find_first_not_of("\r\n") == std::string_view::npos ? heard : behind;
}

std::optional<std::string_view> behind_freestyle_clock(std::string_view heard) {
  std::size_t begin = heard.find("\r\n");
  // Empty lines are passed over at once: in a flood of them each would cost a look at all that follow.
  while ((begin = heard.find_first_not_of("\r\n", begin)) != std::string_view::npos) {
    std::string_view rest = heard.substr(begin);
    if (is_freestyle_serial(take_line(rest)) && is_freestyle_version(without_blanks(take_line(rest))) &&
        fits(take_line(rest), clock_form))
      return rest;
    begin = heard.find("\r\n", begin);
  }
  return std::nullopt;
}

bool is_freestyle_empty(std::string_view line) {
  return line == "Log Empty END" || line == "Log Empty" || line == "Log Not Found END" ||
         line == "Log Not Found" || line == "END";
}

bool is_freestyle_serial(std::string_view text) {
  if (fits(text, "nnnnnnn-nnnnn")) return true;
  if (fits(text, "n-nnnn-nnnnn")) return !fits(text.substr(0, 1), "d");
  const bool begins_so = fits(text.substr(0, 3), "XnG") || fits(text.substr(0, 3), "XnM") ||
                         fits(text.substr(0, 3), "CnG") || fits(text.substr(0, 3), "CnM");
  return begins_so && fits(text, "nnnnnnnnnnn") && !fits(text.substr(1, 1), "d");
}

std::string masked_freestyle_serial(std::string_view serial) {
  if (serial.size() == 13) return std::string(serial.substr(0, 1)) + "SIM000-SIM00";
  if (serial.size() == 12) return std::string(serial.substr(0, 1)) + "-SIM0-SIM00";
  return std::string(serial.substr(0, 3)) + "SIMSIM00";
}

bool is_simulated_freestyle_serial(std::string_view serial) {
  const bool fits_one =
      fits(serial, "nSIMddd-SIMdd") || fits(serial, "n-SIMd-SIMdd") || fits(serial, "nnnSIMSIMdd");
  return fits_one && !fits(serial.substr(0, 1), "d");
}

bool is_freestyle_version(std::string_view line) {
  return fits(line.substr(0, 3), "d.d") || fits(line.substr(0, 4), "dd.d");
}

std::optional<core::LocalSeconds> freestyle_time(std::string_view text) {
  if (!fits(text, clock_form) && !fits(text, clock_form.substr(0, 18))) return std::nullopt;
  const auto* const month = std::find(freestyle_months.begin(), freestyle_months.end(), text.substr(0, 4));
  const int year = digits_at(text, 8, 4);
  if (month == freestyle_months.end() || year < 2000 || year > 2099) return std::nullopt;
  const int seconds = text.size() > 18 ? digits_at(text, 19, 2) : 0;
  return core::make_local(year, static_cast<int>(month - freestyle_months.begin()) + 1, digits_at(text, 5, 2),
                          digits_at(text, 13, 2), digits_at(text, 16, 2), seconds);
}

std::optional<core::Glucose> freestyle_glucose(std::string_view text) {
  const core::Glucose hi = core::above_range(core::mg_dl(highest));
  const core::Glucose lo = core::below_range(core::mg_dl(lowest));
  if (text == "HI ") return hi;
  if (text == "LO ") return lo;
  if (!fits(text, "ddd")) return std::nullopt;
  const int number = digits_at(text, 0, 3);
  return number > highest ? hi : number < lowest ? lo : core::mg_dl(number);
}

void put_freestyle_time(core::LogEntry& entry, std::string_view written, bool is_lost) {
  const auto time = freestyle_time(written);
  if (is_lost || !time || !was_clock_set(*time))
    entry.origin += fmt::format(" at {}", written);
  else
    entry.time.local = *time;
}

core::LogEntry unread_freestyle_record(std::string_view line) {
  core::LogEntry entry;
  entry.content = core::UnreadRecord{};
  entry.origin = entry.raw = line;
  const auto time = freestyle_time(line.substr(5, freestyle_time_size(line)));
  if (time && was_clock_set(*time)) entry.time.local = *time;
  return entry;
}

core::Result<core::LogEntry> unknown_freestyle_record(std::string_view line, std::size_t usual_size) {
  const std::size_t end = line.size() - std::min<std::size_t>(line.size(), 5);
  const bool is_one = fits(line.substr(0, 23), "***  **** dd dddd dd:dd") && fits(line.substr(end), " 0xhh");
  if (!is_one || end < 23 || line.size() == usual_size || line.size() == usual_size + 3)
    return misfit("what came is not a record of a FreeStyle", line);
  return unread_freestyle_record(line);
}

std::size_t freestyle_time_size(std::string_view line) {
  constexpr std::size_t to_the_minute = 18, to_the_second = 21;
  return fits(line.substr(23, 3), ":dd") ? to_the_second : to_the_minute;
}

std::string encode_freestyle_set_clock(core::LocalSeconds time) {
  const auto day = date::floor<date::days>(time);
  const date::year_month_day ymd{day};
  const date::hh_mm_ss<std::chrono::seconds> clock{time - day};
  return fmt::format("$tim,{:02},{:02},{:02},{:02},{:02}\r\n", static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()), static_cast<int>(ymd.year()) % 100,
                     clock.hours().count(), clock.minutes().count());
}

}  // namespace device
