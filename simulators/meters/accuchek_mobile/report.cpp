#include "simulators/meters/accuchek_mobile/report.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace simulators::accuchek_mobile {
namespace {

using core::GlucoseUnit;

constexpr std::string_view folder = "ACCU-CHEK Mobile/Reports";
constexpr std::size_t blanks_of_last_column = 197;
constexpr std::string_view set = "X";

std::string encode_value(const core::Glucose& glucose, GlucoseUnit unit) {
  const bool is_mg_dl = unit == GlucoseUnit::mg_dl;
  const core::Glucose shown = core::converted(glucose, unit);
  if (shown.reach == core::Reach::number && shown.digits > (is_mg_dl ? 600 : 333)) return "HI";
  if (shown.reach == core::Reach::number && shown.digits < (is_mg_dl ? 10 : 6)) return "LO";
  return core::format_number(shown);
}

/// "18.11.2026;21:03"; an impossible one is 30 February.
std::string encode_time(core::LocalSeconds time, bool is_impossible = false) {
  const auto midnight = date::floor<date::days>(time);
  const date::year_month_day day(midnight);
  const date::hh_mm_ss clock(time - midnight);
  const std::string date = is_impossible ? "30.02"
                                         : fmt::format("{:02}.{:02}", static_cast<unsigned>(day.day()),
                                                       static_cast<unsigned>(day.month()));
  return fmt::format("{}.{};{:02}:{:02}", date, static_cast<int>(day.year()), clock.hours().count(),
                     clock.minutes().count());
}

std::string_view mark(bool is_set) {
  return is_set ? set : "";
}

}  // namespace

std::optional<std::string> encode_record(const core::LogEntry& entry, GlucoseUnit unit) {
  const auto* reading = std::get_if<core::BloodGlucose>(&entry.content);
  const auto* control = std::get_if<core::ControlResult>(&entry.content);
  const bool is_unread = std::holds_alternative<core::UnreadRecord>(entry.content);
  if (!reading && !control && !is_unread) return std::nullopt;

  const core::LocalSeconds time = entry.time.local.value_or(*core::make_local(2000, 1, 1, 0, 3, 0));
  const date::year year = date::year_month_day(date::floor<date::days>(time)).year();
  if (year < date::year(1970) || year > date::year(2099)) return std::nullopt;

  const auto has_tag = [&](std::string_view tag) {
    return std::find(entry.tags.begin(), entry.tags.end(), tag) != entry.tags.end();
  };
  const core::Glucose value = reading ? reading->value : control ? control->value : core::mg_dl(100);
  const std::string_view meal = reading ? core::name(reading->meal) : "";
  return fmt::format("{};{};{};{};{};{};{};{};{}\r\n", encode_time(time, is_unread),
                     encode_value(value, unit), unit == GlucoseUnit::mg_dl ? "mg/dl" : "mmol/l",
                     mark(has_tag("temperature")), mark(reading && core::band(value) != core::Band::in_range),
                     mark(has_tag("other")), mark(meal.starts_with("before_")),
                     mark(meal.starts_with("after_")), mark(control));
}

MeterFile make_report(const MeterState& state, core::LocalSeconds wall_clock) {
  std::string text = "Serial number;Report date;Report time;;;;;;;\r\n";
  text += fmt::format("{};{};;;;;;;\r\n", state.serial, encode_time(wall_clock + state.clock_difference));
  text += fmt::format(
      "Date;Time;Result;Unit;Temperature warning;Out of target range;Other;Before meal;After meal;"
      "Control test{}\r\n",
      std::string(blanks_of_last_column, ' '));
  std::for_each(state.memory.rbegin(), state.memory.rend(), [&](const core::LogEntry& entry) {
    text += encode_record(entry, state.display_unit).value_or("");
  });
  return {std::filesystem::path(folder) / (state.serial + ".csv"), std::move(text)};
}

}  // namespace simulators::accuchek_mobile
