#include "device/annotation.hpp"

#include <utility>

namespace device {

std::string meaning_of(const core::Content& content) {
  if (const auto* blood = std::get_if<core::BloodGlucose>(&content)) {
    std::string text = core::format_glucose(blood->value);
    if (blood->meal != core::MealMarker::none) text += " " + std::string(core::name(blood->meal));
    return text;
  }
  std::string text(core::kind_name(content));
  const auto number = [](const core::Decimal& decimal, core::Reach reach) {
    return reach == core::Reach::hi ? " HI" : " " + core::format_decimal(decimal);
  };
  if (const auto* control = std::get_if<core::ControlResult>(&content))
    return text + " " + core::format_glucose(control->value);
  if (const auto* ketone = std::get_if<core::Ketone>(&content))
    return text + number(ketone->mmol_l, ketone->reach);
  if (const auto* ketone = std::get_if<core::KetoneControl>(&content))
    return text + number(ketone->mmol_l, ketone->reach);
  if (const auto* other = std::get_if<core::OtherMeasurement>(&content))
    return text + " " + std::string(core::name(other->analyte)) + " " + core::format_decimal(other->value);
  return text;
}

void take_day(core::Cutter& cut, std::size_t size, std::string name, core::LocalSeconds time,
              std::function<std::optional<core::Bytes>(core::LocalSeconds)> encode) {
  cut.take(size, std::move(name), core::format_local(time), core::Day{time, std::move(encode)});
}

void take_record_day(core::Cutter& cut, std::size_t size, const core::LogEntry& entry,
                     std::function<std::optional<core::Bytes>(core::LocalSeconds)> encode) {
  if (entry.time.local)
    take_day(cut, size, "time", *entry.time.local, std::move(encode));
  else if (std::holds_alternative<core::UnreadRecord>(entry.content))
    cut.take(size, "time", "no calendar time", core::Private{});
  else
    cut.take(size, "time", "time unknown");
}

bool is_in_this_century(core::LocalSeconds time) {
  const date::year year = date::year_month_day{date::floor<date::days>(time)}.year();
  return year >= date::year{2000} && year <= date::year{2099};
}

}  // namespace device
