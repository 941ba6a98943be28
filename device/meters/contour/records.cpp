#include "device/meters/contour/records.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "device/value_text.hpp"

namespace device::contour {
namespace {

using core::GlucoseUnit;
using Fields = std::vector<std::string_view>;

constexpr std::size_t serial_fields = 12, usb_fields = 9;
constexpr std::chrono::minutes unset_until{10};
/// No Contour's range ends at 40 mmol/L, and none at less than 400 mg/dL.
constexpr int lowest_high_in_mg_dl = 400;

core::Error misfit(std::string what, std::string_view where) {
  return {core::Errc::protocol, std::move(what), std::string(where),
          "The line may be disturbed: try another cable or port."};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word_letter(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
bool are_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}
bool is_word(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_word_letter);
}

Fields split(std::string_view text, char between) {
  Fields fields;
  while (true) {
    const std::size_t end = text.find(between);
    fields.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return fields;
    text.remove_prefix(end + 1);
  }
}

/// Of digits only, at most six.
std::optional<int> number_of(std::string_view text) {
  if (text.size() > 6 || !are_digits(text)) return std::nullopt;
  return std::stoi(std::string(text));
}

/// YYYYMMDDHHMM, or with SS behind it; years 1970 to 2099.
std::optional<core::LocalSeconds> time_of(std::string_view text) {
  if ((text.size() != 12 && text.size() != 14) || !are_digits(text)) return std::nullopt;
  const auto part = [&](std::size_t at, std::size_t size) { return *number_of(text.substr(at, size)); };
  if (part(0, 4) < 1970 || part(0, 4) > 2099) return std::nullopt;
  return core::make_local(part(0, 4), part(4, 2), part(6, 2), part(8, 2), part(10, 2),
                          text.size() == 14 ? part(12, 2) : 0);
}

Range range_of_all(GlucoseUnit unit) {
  return unit == GlucoseUnit::mg_dl ? Range{core::mg_dl(10), core::mg_dl(600)}
                                    : Range{core::mmol_l_tenths(6), core::mmol_l_tenths(333)};
}

bool is_in(const Range& range, const core::Glucose& value) {
  return is_at_most(range.low, value) && is_at_most(value, range.high);
}

/// `06333` in tenths of mmol/L, `10600` in mg/dL; the latter a meter may say whatever its unit.
std::optional<Range> limits_of(std::string_view limits, GlucoseUnit unit) {
  if (limits.size() != 5 || !are_digits(limits)) return std::nullopt;
  const int low = *number_of(limits.substr(0, 2)), high = *number_of(limits.substr(2));
  if (low >= high) return std::nullopt;
  if (unit == GlucoseUnit::mmol_l && high < lowest_high_in_mg_dl)
    return Range{core::mmol_l_tenths(low), core::mmol_l_tenths(high)};
  return Range{core::converted(core::mg_dl(low), unit), core::converted(core::mg_dl(high), unit)};
}

/// `A=1^C=63^…`: U and V are of use. Another U or V that comes twice alike says nothing to us.
bool read_settings(std::string_view field, Header& header, Reading reading) {
  std::string_view limits, unit;
  for (const std::string_view setting : split(field, '^')) {
    if (setting.size() < 2 || setting[1] != '=') return false;
    if (setting[0] == 'V') limits = setting.substr(2);
    if (setting[0] == 'U') unit = setting.substr(2);
  }
  if (unit == "0") header.unit = GlucoseUnit::mg_dl;
  if (unit == "1") header.unit = GlucoseUnit::mmol_l;
  if (header.unit && !limits.empty()) header.range = limits_of(limits, *header.unit);
  const bool is_known = (unit.empty() || header.unit) && (limits.empty() || !header.unit || header.range);
  return is_known || reading == Reading::as_repeated;
}

/// What flags and marks say, in either form of a result.
struct Signs {
  core::Reach reach = core::Reach::number;
  core::MealMarker meal = core::MealMarker::none;
  bool control = false;
  std::vector<std::string> tags;
};

/// One of the signs both forms have.
bool take_sign(std::string_view sign, Signs& signs) {
  if (sign == ">" || sign == "<") {
    if (signs.reach != core::Reach::number) return false;
    signs.reach = sign == ">" ? core::Reach::hi : core::Reach::lo;
  } else if (sign == "B" || sign == "A") {
    if (signs.meal != core::MealMarker::none) return false;
    signs.meal = sign == "B" ? core::MealMarker::before_meal : core::MealMarker::after_meal;
  } else if (sign == "D") {
    signs.tags.emplace_back("logbook");
  } else {
    return false;
  }
  return true;
}

std::optional<Signs> serial_signs(std::string_view flag, std::string_view mark, std::string_view control,
                                  Reading reading) {
  constexpr std::array<std::string_view, 6> flags{"", ">", "<", "T", ">\\T", "<\\T"};
  if (std::find(flags.begin(), flags.end(), flag) == flags.end()) return std::nullopt;
  Signs signs;
  if (flag == ">" || flag == "<" || flag.size() == 3) take_sign(flag.substr(0, 1), signs);
  if (!flag.empty() && flag.back() == 'T') signs.tags.emplace_back("temperature");
  const bool is_known = mark.empty() || (mark != ">" && mark != "<" && take_sign(mark, signs));
  if (!is_known && (reading == Reading::as_known || !is_word(mark))) return std::nullopt;
  signs.control = control.find('E') != std::string_view::npos;
  return signs;
}

/// "I", "M0", "T1" or "3": what they say of a reading nobody has told.
bool is_ignored(std::string_view flag) {
  constexpr std::string_view letters = "ISXZ", numbered = "MT";
  if (flag.size() == 1 && letters.find(flag) != std::string_view::npos) return true;
  if (!flag.empty() && numbered.find(flag[0]) != std::string_view::npos) flag.remove_prefix(1);
  return are_digits(flag);
}

std::optional<Signs> usb_signs(std::string_view flags, Reading reading) {
  Signs signs;
  if (flags.empty()) return signs;
  for (const std::string_view flag : split(flags, '/')) {
    if (flag == "C") {
      signs.control = true;
      continue;
    }
    const bool is_known = take_sign(flag, signs) || is_ignored(flag);
    if (!is_known && (reading == Reading::as_known || !is_word(flag))) return std::nullopt;
  }
  return signs;
}

std::optional<Signs> signs_of(const Fields& fields, Reading reading) {
  const bool is_serial = fields.size() == serial_fields;
  if (is_serial && (fields[5].empty() || are_digits(fields[5])) && fields[9].empty() && fields[10].empty())
    return serial_signs(fields[6], fields[7], fields[8], reading);
  if (!is_serial && fields[5].empty() && fields[7].empty()) return usb_signs(fields[6], reading);
  return std::nullopt;
}

/// What stands behind the unit.
bool is_method(const Fields& kind, Reading reading) {
  constexpr std::array<std::string_view, 5> methods{"P", "B", "C", "D", ""};
  if (kind.size() == 2 && std::find(methods.begin(), methods.end(), kind[1]) != methods.end()) return true;
  return reading == Reading::as_repeated && std::all_of(kind.begin() + 1, kind.end(), is_word);
}

/// What stands behind n.
std::string_view without_number(std::string_view text) {
  for (int i = 0; i < 2; ++i) text.remove_prefix(std::min(text.find('|') + 1, text.size()));
  return text;
}

}  // namespace

core::Result<Header> decode_header(std::string_view text, Reading reading) {
  const core::Error problem = misfit("the meter does not say who it is as a Contour does", text);
  Fields fields = split(text, '|');
  if (fields.size() < 5 || fields.size() > 14) return problem;
  const bool has_version = fields.size() > 12;
  fields.resize(14);
  const Fields who = split(fields[4], '^');
  const bool is_empty_where_it_should =
      fields[2].empty() &&
      std::all_of(fields.begin() + 7, fields.begin() + 11, [](auto field) { return field.empty(); });
  if (fields[0] != "H" || fields[1] != "\\^&" || !is_empty_where_it_should || who.size() < 3 ||
      fields[3].find_first_of("\\^&") != std::string_view::npos ||
      (!fields[11].empty() && fields[11] != "P") || (has_version && fields[12] != "1"))
    return problem;

  Header header;
  for (const std::string_view maker : {"Bayer", "Contour"})
    if (who[0].substr(0, maker.size()) == maker) header.number = who[0].substr(maker.size());
  header.serial = who[2];
  const auto is_serial_letter = [](char c) { return is_word_letter(c) || c == '-'; };
  if (!number_of(header.number) || header.serial.empty() || header.serial.size() > 32 ||
      !std::all_of(header.serial.begin(), header.serial.end(), is_serial_letter))
    return problem;
  header.simulated = header.serial.size() == 12 && are_digits(header.serial.substr(0, 4)) &&
                     header.serial.substr(4, 4) == "-SIM" && are_digits(header.serial.substr(8));
  if (!fields[5].empty() && !read_settings(fields[5], header, reading)) return problem;
  if (!fields[6].empty()) {
    const auto results = number_of(fields[6]);
    if (!results) return problem;
    header.results = static_cast<std::size_t>(*results);
  }
  if (!fields[13].empty()) {
    header.clock = time_of(fields[13]);
    if (!header.clock && reading == Reading::as_known)
      return misfit("the meter's clock shows no calendar time", text);
    header.clock_resolution = std::chrono::seconds(fields[13].size() == 14 ? 1 : 60);
  }
  return header;
}

bool has_serial_form(std::string_view text) {
  return text.substr(0, 2) == "R|" && split(text, '|').size() == serial_fields;
}

bool orders_control(std::string_view text) {
  const Fields fields = split(text, '|');
  return fields[0] == "O" && fields.size() > 11 && fields[11] == "Q";
}

std::optional<std::size_t> result_number(std::string_view text) {
  const Fields fields = split(text, '|');
  const auto number = fields.size() > 1 ? number_of(fields[1]) : std::nullopt;
  if (!number) return std::nullopt;
  return static_cast<std::size_t>(*number);
}

core::Result<core::LogEntry> decode_result(std::string_view text, const std::optional<Range>& range,
                                           Reading reading, bool is_ordered_control) {
  const Fields fields = split(text, '|');
  if ((fields.size() != serial_fields && fields.size() != usb_fields) || fields[0] != "R" ||
      !number_of(fields[1]) || fields[2] != "^^^Glucose")
    return misfit("what came is no result of a Contour", text);
  const Fields kind = split(fields[4], '^');
  const bool is_mg_dl = kind[0] == "mg/dL";
  const GlucoseUnit unit = is_mg_dl ? GlucoseUnit::mg_dl : GlucoseUnit::mmol_l;
  const auto value = value_of(fields[3], unit);
  const auto signs = signs_of(fields, reading);
  const auto time = time_of(fields.back());
  if ((!is_mg_dl && kind[0] != "mmol/L") || !is_method(kind, reading) || !signs || !time)
    return misfit("a record of the meter has an impossible field", text);
  const bool is_narrower = range && range->low.unit == unit && signs->reach == core::Reach::number;
  if (!value || !is_in(range_of_all(unit), *value) || (is_narrower && !is_in(*range, *value)))
    return misfit("a record of the meter has an impossible value", text);

  core::LogEntry entry;
  core::Glucose glucose = *value;
  glucose.reach = signs->reach;
  entry.origin = fmt::format("{} {}", fields[3], kind[0]);
  if (signs->reach != core::Reach::number) entry.origin += signs->reach == core::Reach::hi ? " >" : " <";
  if (signs->control || is_ordered_control) {
    entry.content = core::ControlResult{glucose};
    entry.origin += " control";
  } else {
    entry.content = core::BloodGlucose{glucose, signs->meal};
  }
  entry.tags = signs->tags;
  const core::LocalSeconds never_set = *core::make_local(2000, 1, 1, 0, 0, 0);
  if (*time >= never_set && *time < never_set + unset_until)
    entry.origin += fmt::format(" {}", fields.back());
  else
    entry.time.local = *time;
  entry.raw = without_number(text);
  return entry;
}

core::LogEntry keep_unread(std::string_view text) {
  core::LogEntry entry;
  entry.content = core::UnreadRecord{};
  entry.origin = entry.raw = without_number(text);
  return entry;
}

core::Result<core::LocalSeconds> decode_clock(std::string_view date, std::string_view time) {
  const auto value_of = [](std::string_view answer, char name, std::size_t digits) {
    const Fields fields = split(answer, '|');
    const bool fits =
        fields.size() > 2 && !fields[0].empty() && fields[0].back() == name && fields[1].size() == digits;
    return fits ? fields[1] : std::string_view{};
  };
  const std::string day(value_of(date, 'D', 6));
  const std::string_view century = day.substr(0, 2) < "70" ? "20" : "19";
  const auto shown = time_of(std::string(century) + day + std::string(value_of(time, 'T', 4)));
  if (!shown) return misfit("the meter's clock shows no calendar time", "");
  return *shown;
}

std::array<std::string, 6> encode_set_clock(core::LocalSeconds time) {
  const auto day = date::floor<date::days>(time);
  const date::year_month_day ymd{day};
  const date::hh_mm_ss<std::chrono::seconds> clock{time - day};
  return {"W|",
          "D|",
          fmt::format("{:02}{:02}{:02}|\r", static_cast<int>(ymd.year()) % 100,
                      static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day())),
          "W|",
          "T|",
          fmt::format("{:02}{:02}|\r", clock.hours().count(), clock.minutes().count())};
}

}  // namespace device::contour
