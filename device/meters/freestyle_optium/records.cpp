#include "device/meters/freestyle_optium/records.hpp"

#include <fmt/format.h>

#include "device/text_form.hpp"

namespace device::freestyle_optium {
namespace {

constexpr int highest_ketone = 180;  // on the wire: 10.0 mmol/L
constexpr core::Decimal ketone_limit{80, 1};
constexpr int control = 1, time_lost = 2;

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::string_view without_echo(std::string_view answer, std::string_view question) {
  return answer.substr(0, question.size()) == question ? answer.substr(question.size()) : answer;
}

/// What stands behind the name of a line, "Ver:" TAB "0.22" TAB "MMOL"; empty for another line.
std::string_view value_of(std::string_view line, std::string_view name) {
  if (line.substr(0, name.size()) != name || line.substr(name.size(), 1) != "\t") return {};
  return line.substr(name.size() + 1);
}

core::LogEntry unread(std::string_view line, bool is_time_lost) {
  core::LogEntry entry = unread_freestyle_record(line);
  if (is_time_lost) entry.time.local.reset();
  return entry;
}

std::optional<core::Ketone> ketone_of(std::string_view text) {
  if (text == "HI ") return core::Ketone{ketone_limit, core::Reach::hi};
  if (!fits(text, "ddd")) return std::nullopt;
  const int number = digits_at(text, 0, 3);
  if (number > highest_ketone) return core::Ketone{ketone_limit, core::Reach::hi};
  return core::Ketone{{(number * 10 + 9) / 18, 1}};  // rounded half up
}

std::optional<core::Content> content_of(std::string_view value, char type, bool is_control) {
  if (type == 'K') {
    const auto ketone = ketone_of(value);
    if (!ketone) return std::nullopt;
    if (is_control) return core::KetoneControl{ketone->mmol_l, ketone->reach};
    return *ketone;
  }
  const auto glucose = type == 'G' ? freestyle_glucose(value) : std::nullopt;
  if (!glucose) return std::nullopt;
  if (is_control) return core::ControlResult{*glucose};
  return core::BloodGlucose{*glucose};
}

}  // namespace

core::Result<Info> decode_info(std::string_view answer) {
  std::string_view rest = without_echo(answer, "$colq\r\n");
  if (rest == "CMD Fail!\r\n")
    return core::Error{core::Errc::protocol, "the meter refuses to say who it is", "CMD Fail!",
                       "Wait until it has finished what it does, and try again."};
  Info info;
  std::string_view unit;
  std::string_view line = take_line(rest);
  for (; !line.empty() && line != "CMD OK"; line = take_line(rest)) {
    if (const auto serial = value_of(line, "S/N:"); is_freestyle_serial(serial)) info.serial = serial;
    if (const auto clock = decode_clock(line)) info.clock = *clock;
    if (const auto version = value_of(line, "Ver:"); !version.empty()) {
      const std::size_t end = std::min(version.find('\t'), version.size());
      info.version = version.substr(0, end);
      unit = version.substr(std::min(end + 1, version.size()));
    }
  }
  if (line != "CMD OK" || !rest.empty() || info.serial.empty() || !is_freestyle_version(info.version))
    return misfit("the meter does not say who it is", answer.substr(0, answer.find('\r')));
  info.unit = unit == "MMOL" ? core::GlucoseUnit::mmol_l : core::GlucoseUnit::mg_dl;
  return info;
}

core::Result<core::LocalSeconds> decode_clock(std::string_view line) {
  std::string written(value_of(line, "Clock:"));
  if (!fits(written, "***  dd dddd\tdd:dd:dd"))
    return misfit("the meter's clock shows no calendar time", line);
  written[12] = ' ';
  // Here the month has three letters always, in a dump four in June and July.
  if (written.substr(0, 3) == "Jun") written[3] = 'e';
  if (written.substr(0, 3) == "Jul") written[3] = 'y';
  const auto time = freestyle_time(written);
  if (!time) return misfit("the meter's clock shows no calendar time", line);
  return *time;
}

core::Result<core::LogEntry> decode_record(std::string_view line) {
  if (!fits(line, "***  **** dd dddd dd:dd * 0xhh") && !fits(line, "***  **** dd dddd dd:dd:dd * 0xhh"))
    return unknown_freestyle_record(line, 30);
  const std::string_view time = line.substr(5, freestyle_time_size(line));
  const char type = line[line.size() - 6];
  const int flags = hex_at(line, line.size() - 2, 2);
  const bool is_control = (flags & control) != 0;
  const bool is_lost = (flags & time_lost) != 0;
  const auto content = content_of(line.substr(0, 3), type, is_control);
  if (!content || (!is_lost && !freestyle_time(time)) || flags > (control | time_lost))
    return unread(line, is_lost);

  core::LogEntry entry;
  entry.content = *content;
  entry.origin = fmt::format("{} {}{}", without_blanks(line.substr(0, 3)), type, is_control ? " c" : "");
  put_freestyle_time(entry, time, is_lost);
  entry.raw = line;
  return entry;
}

core::Result<FreestyleDump> decode_dump(std::string_view answer) {
  return decode_freestyle_dump(without_echo(answer, "$xmem\r\n"), decode_record);
}

bool is_answer_over(std::string_view answer) {
  return is_freestyle_dump_over(answer) || ends_with(answer, "CMD OK\r\n") ||
         ends_with(answer, "CMD Fail!\r\n");
}

bool holds_info(std::string_view heard) {
  constexpr std::string_view end = "CMD OK\r\n";
  for (std::size_t begin = heard.find("S/N:"); begin != std::string_view::npos;
       begin = heard.find("S/N:", begin + 1)) {
    const std::size_t size = heard.substr(begin).find(end);
    if (size != std::string_view::npos && decode_info(heard.substr(begin, size + end.size()))) return true;
  }
  return false;
}

}  // namespace device::freestyle_optium
