#include "simulators/scenario.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

#include <fmt/format.h>

#include "core/interchange/uci.hpp"
#include "core/io/private_file.hpp"
#include "core/text/printable.hpp"

namespace simulators {
namespace {

constexpr std::string_view unset_time = "time unknown";
core::Error cannot_be(std::string what, std::string_view where) {
  return {core::Errc::bad_data, std::move(what), std::string(where),
          "A record looks like: 113 mg/dL before_breakfast"};
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool take_word(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word) || (text.size() > word.size() && text[word.size()] != ' ')) return false;
  text = trimmed(text.substr(word.size()));
  return true;
}

/// "1.5", "1.5 mmol/L", "HI"
core::Result<core::Content> parse_ketone(std::string_view text, bool is_control) {
  core::Ketone ketone;
  std::string_view number = text;
  if (number.ends_with(" mmol/L")) number = trimmed(number.substr(0, number.size() - 7));
  const auto amount = core::parse_decimal(number);
  if (!amount && text != "HI") return cannot_be("this is no ketone value", text);
  ketone = amount ? core::Ketone{*amount} : core::Ketone{{}, core::Reach::hi};
  if (is_control) return core::Content(core::KetoneControl{ketone.mmol_l, ketone.reach});
  return core::Content(ketone);
}

/// Words that begin with # at the end of a line: the record's tags.
void take_tags(std::string_view& text, std::vector<std::string>& tags) {
  while (true) {
    const std::size_t space = text.rfind(' ');
    const std::string_view word = space == std::string_view::npos ? "" : text.substr(space + 1);
    if (word.size() < 2 || word.front() != '#') return;
    tags.insert(tags.begin(), std::string(word.substr(1)));
    text = trimmed(text.substr(0, space));
  }
}

core::Result<core::LogEntry> parse_line(std::string_view line) {
  std::optional<core::LocalSeconds> time;
  std::string_view rest = line;
  if (!take_word(rest, unset_time)) {
    const std::size_t length = rest.size() > 16 && rest[16] == ' ' ? 16 : 19;  // without and with seconds
    time = core::parse_local(rest.substr(0, length));
    if (!time || rest.size() <= length || rest[length] != ' ')
      return cannot_be("this line does not begin with a time", line);
    rest = rest.substr(length);
  }
  core::Result<core::LogEntry> entry = parse_record(rest);
  if (entry) entry->time.local = time;
  return entry;
}

/// "113 mg/dL before_breakfast", "6.4"
core::Result<core::BloodGlucose> parse_blood_glucose(std::string_view text) {
  core::BloodGlucose blood;
  if (const std::size_t space = text.rfind(' '); space != std::string_view::npos)
    if (const auto marker = core::parse_meal_marker(text.substr(space + 1))) {
      blood.meal = *marker;
      text = trimmed(text.substr(0, space));
    }
  const core::Result<core::Glucose> value = core::parse_glucose(text);
  if (!value) return value.error();
  blood.value = *value;
  return blood;
}

/// A value is followed by this word, which may be a mistyped marker.
core::Error no_such_marker(std::string_view word) {
  std::vector<std::string_view> markers;
  for (int marker = 1; marker <= static_cast<int>(core::MealMarker::bedtime); ++marker)
    markers.push_back(core::name(static_cast<core::MealMarker>(marker)));
  return cannot_be(
      fmt::format("{} is neither a unit nor one of the meal markers {}", word, fmt::join(markers, ", ")), "");
}

/// MM-DD-YYYY and a tab.
bool looks_like_uci(std::string_view line) {
  return line.size() > 10 && line[2] == '-' && line[5] == '-' && line.find('\t') != std::string_view::npos;
}

Scenario parse_uci(std::string_view text) {
  Scenario scenario;
  std::istringstream in{std::string(text)};
  core::read_uci(
      in, [&](core::LogEntry&& entry) { scenario.readings.push_back(std::move(entry)); },
      [&](std::int64_t line, std::string_view written, std::string_view reason) {
        scenario.rejected.push_back(
            {static_cast<std::size_t>(line), core::printable(written), std::string(reason)});
      });
  return scenario;
}

}  // namespace

core::Result<core::Content> parse_measurement(std::string_view text) {
  std::string_view rest = trimmed(text);
  if (take_word(rest, "error")) {
    std::int32_t code = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), code);
    if (error != std::errc() || end != rest.data() + rest.size() || code < 1)
      return cannot_be("an error has a number from 1", text);
    return core::Content(core::MeterError{code});
  }
  if (rest == "unreadable") return core::Content(core::UnreadRecord{});
  const bool is_control = take_word(rest, "control");
  if (take_word(rest, "ketone")) return parse_ketone(rest, is_control);
  if (const std::size_t space = rest.find(' '); !is_control && space != std::string_view::npos)
    if (const auto analyte = core::parse_analyte(rest.substr(0, space))) {
      const auto amount = core::parse_decimal(trimmed(rest.substr(space)));
      if (!amount) return cannot_be("this is no amount", text);
      return core::Content(core::OtherMeasurement{*analyte, *amount});
    }
  if (is_control) {
    const core::Result<core::Glucose> value = core::parse_glucose(rest);
    if (!value) return value.error();
    return core::Content(core::ControlResult{*value});
  }
  const core::Result<core::BloodGlucose> blood = parse_blood_glucose(rest);
  if (blood) return core::Content(*blood);
  const std::size_t space = std::min(rest.rfind(' '), rest.size());
  const std::string_view word = rest.substr(std::min(space + 1, rest.size()));
  if (!word.empty() && !core::parse_glucose_unit(word) && parse_blood_glucose(rest.substr(0, space)))
    return no_such_marker(word);
  return blood.error();
}

core::Result<core::LogEntry> parse_record(std::string_view text) {
  core::LogEntry entry;
  text = trimmed(text);
  take_tags(text, entry.tags);
  core::Result<core::Content> content = parse_measurement(text);
  if (!content) return content.error();
  entry.content = std::move(*content);
  return entry;
}

Scenario parse_scenario(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  Scenario scenario;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, end));
    if (scenario.readings.empty() && scenario.rejected.empty() && looks_like_uci(line)) {
      Scenario uci = parse_uci(text);
      for (RejectedLine& rejected : uci.rejected) rejected.line += number - 1;
      return uci;
    }
    if (!line.empty() && line.front() != '#') {
      core::Result<core::LogEntry> entry = parse_line(line);
      if (entry)
        scenario.readings.push_back(std::move(*entry));
      else
        scenario.rejected.push_back({number, core::printable(line), entry.error().what});
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return scenario;
}

Scenario read_scenario(const std::filesystem::path& path) {
  constexpr std::size_t largest_file = 256u << 20;
  const std::optional<core::Bytes> bytes = core::read_whole_file(path, largest_file, "file of readings");
  if (!bytes) throw core::Failure({core::Errc::bad_data, "this is no file of readings", path.string(), ""});
  return parse_scenario(core::as_text(*bytes));
}

}  // namespace simulators
