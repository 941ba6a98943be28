#include "device/meters/td42xx/records.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace device::td42xx {
namespace {

using core::MealMarker;
using std::chrono::minutes;

constexpr int lowest = 20, highest = 600;  // mg/dL
constexpr int highest_ketone = 240;        // 8.0 mmol/L
constexpr minutes unset_until{10};
constexpr std::uint8_t control_mark = 3;

struct OtherKind {
  std::uint8_t kind;
  core::Analyte analyte;
};
constexpr std::uint8_t glucose_kind = 0x0, ketone_kind = 0x7;
constexpr std::array<OtherKind, 6> other_kinds{{{0x6, core::Analyte::hematocrit},
                                                {0x8, core::Analyte::uric_acid},
                                                {0x9, core::Analyte::cholesterol},
                                                {0xb, core::Analyte::hemoglobin},
                                                {0xc, core::Analyte::lactate},
                                                {0xd, core::Analyte::triglycerides}}};

int u16(Data data) {
  return data[0] | data[1] << 8;
}

core::Error misfit(std::string what, Data data) {
  return {core::Errc::protocol, std::move(what), core::format_hex(data, " "),
          "The line may be disturbed: try another cable or port."};
}

std::optional<core::LocalSeconds> time_of(Data data) {
  const int day = u16(data);
  const int year = 2000 + (day >> 9);
  if (year > 2099) return std::nullopt;
  return core::make_local(year, day >> 5 & 0xf, day & 0x1f, data[3], data[2], 0);
}

core::Glucose glucose_of(int value) {
  if (value < lowest) return core::below_range(core::mg_dl(lowest));
  if (value > highest) return core::above_range(core::mg_dl(highest));
  return core::mg_dl(value);
}

MealMarker meal_of(std::uint8_t mark) {
  if (mark == 1) return MealMarker::before_meal;
  return mark == 2 ? MealMarker::after_meal : MealMarker::none;
}

/// A ketone or a ketone strip's control: thirtieths of mmol/L, given in tenths.
template <class Kind>
Kind ketone_of(int value) {
  const bool is_hi = value > highest_ketone;
  const int thirtieths = std::min(value, highest_ketone);
  return {core::Decimal{(thirtieths + 1) / 3, 1}, is_hi ? core::Reach::hi : core::Reach::number};
}

const OtherKind* find_other(std::uint8_t kind) {
  const auto found = std::find_if(other_kinds.begin(), other_kinds.end(),
                                  [&](const OtherKind& other) { return other.kind == kind; });
  return found == other_kinds.end() ? nullptr : &*found;
}

/// Content and origin for the value; false for a kind that nobody knows.
bool take_value(Data data, core::LogEntry& entry) {
  const int value = u16(data);
  const std::uint8_t mark = data[3] >> 6;
  const std::uint8_t kind = data[3] >> 2 & 0xf;
  const bool is_control = mark == control_mark;
  entry.origin = std::to_string(value);
  if (kind == glucose_kind) {
    if (is_control)
      entry.content = core::ControlResult{glucose_of(value)};
    else
      entry.content = core::BloodGlucose{glucose_of(value), meal_of(mark)};
  } else if (kind == ketone_kind) {
    if (is_control)
      entry.content = ketone_of<core::KetoneControl>(value);
    else
      entry.content = ketone_of<core::Ketone>(value);
    entry.origin = "ketone " + entry.origin;
  } else if (const OtherKind* const other = find_other(kind)) {
    entry.content = core::OtherMeasurement{other->analyte, core::Decimal{value, 0}};
    entry.origin = fmt::format("{} {}", core::name(other->analyte), value);
    if (is_control) entry.note = "control solution";
  } else {
    return false;
  }
  if (is_control) entry.origin += " c";
  return true;
}

}  // namespace

core::Result<std::string> decode_model(Data data) {
  std::string number = core::format_hex(std::array{data[1], data[0]});
  const bool is_decimal = std::all_of(number.begin(), number.end(), [](char c) { return c <= '9'; });
  if (!is_decimal) return misfit("the meter does not say which model it is", data);
  return number;
}

std::string decode_serial(Data begin, Data end) {
  std::string serial;
  for (const Data& part : {begin, end})
    for (std::size_t i = part.size(); i-- > 0;) serial += fmt::format("{:02X}", part.at(i));
  return serial;
}

bool is_simulated(std::string_view serial) {
  return serial.substr(0, 12) == "53494D53494D";  // SIMSIM
}

core::Result<core::LocalSeconds> decode_clock(Data data) {
  const auto time = time_of(data);
  if (!time) return misfit("the meter's clock shows no calendar time", data);
  return *time;
}

std::size_t decode_count(Data data) {
  return static_cast<std::size_t>(u16(data));
}

core::LogEntry decode_record(Data time_data, Data value_data) {
  const auto time = time_of(time_data);
  const core::LocalSeconds clock_set = *core::make_local(2000, 1, 1, 0, 0, 0) + unset_until;
  core::LogEntry entry;
  entry.raw = core::format_hex(time_data, " ") + " " + core::format_hex(value_data, " ");
  const bool is_known = take_value(value_data, entry);
  if (!time || !is_known) {
    entry.content = core::UnreadRecord{};
    entry.origin = entry.raw;
    entry.note.clear();
    if (time && *time >= clock_set) entry.time.local = *time;
    return entry;
  }
  if (*time < clock_set)
    entry.origin += fmt::format(" at 00:{:02}", time_data[2]);
  else
    entry.time.local = *time;
  return entry;
}

bool is_usual(const core::LogEntry& record) {
  const std::string_view unknown_and_mark = std::string_view(record.raw).substr(18);
  const auto* blood = std::get_if<core::BloodGlucose>(&record.content);
  return blood && blood->value.reach == core::Reach::number &&
         (unknown_and_mark == "00 00" || unknown_and_mark == "00 40" || unknown_and_mark == "00 80");
}

Data encode_index(std::size_t index) {
  return {static_cast<std::uint8_t>(index & 0xff), static_cast<std::uint8_t>(index >> 8 & 0xff), 0, 0};
}

Data encode_time(core::LocalSeconds time) {
  const auto day = date::floor<date::days>(time);
  const date::year_month_day ymd{day};
  const date::hh_mm_ss<std::chrono::seconds> clock{time - day};
  const unsigned packed = static_cast<unsigned>(static_cast<int>(ymd.year()) - 2000) << 9 |
                          static_cast<unsigned>(ymd.month()) << 5 | static_cast<unsigned>(ymd.day());
  return {static_cast<std::uint8_t>(packed & 0xff), static_cast<std::uint8_t>(packed >> 8),
          static_cast<std::uint8_t>(clock.minutes().count()),
          static_cast<std::uint8_t>(clock.hours().count())};
}

}  // namespace device::td42xx
