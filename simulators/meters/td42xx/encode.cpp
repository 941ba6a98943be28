#include "simulators/meters/td42xx/encode.hpp"

#include <algorithm>

#include "core/io/checksum.hpp"

namespace simulators::td42xx {
namespace {

constexpr std::int32_t lowest = 20;           ///< mg/dL
constexpr std::int32_t highest = 600;         ///< mg/dL
constexpr std::int64_t highest_ketone = 240;  ///< thirtieths of mmol/L
constexpr std::int64_t all_percent = 100;

enum class Mark : std::uint8_t { none, before_meal, after_meal, control };
enum class Kind : std::uint8_t { glucose = 0, hematocrit = 6, ketone = 7 };

/// The date that never was and the minute and hour of a record that cannot be read.
constexpr Data unreadable_time{0x5e, 0x34, 0x00, 0x0c};
constexpr Data unset_time{0x21, 0x00, 0x03, 0x00};

constexpr core::LocalSeconds first_time = date::local_days{date::year{2000} / date::January / 1};
constexpr core::LocalSeconds first_impossible_time = date::local_days{date::year{2100} / date::January / 1};

Data encode_value(std::int64_t number, Kind kind, Mark mark) {
  return {static_cast<std::uint8_t>(number), static_cast<std::uint8_t>(number >> 8), 0,
          static_cast<std::uint8_t>(static_cast<int>(mark) << 6 | static_cast<int>(kind) << 2)};
}

std::int32_t encode_glucose(const core::Glucose& glucose) {
  if (glucose.reach == core::Reach::hi) return highest + 1;
  if (glucose.reach == core::Reach::lo) return lowest - 1;
  const std::int32_t shown = core::converted(glucose, core::GlucoseUnit::mg_dl).digits;
  return std::clamp(shown, lowest - 1, highest + 1);
}

/// The number times `factor`, rounded half up; it is not negative.
std::int64_t rounded(const core::Decimal& number, std::int64_t factor) {
  const std::int64_t one = core::power_of_ten(number.decimals);
  return (2 * number.digits * factor + one) / (2 * one);
}

std::optional<Data> encode_ketone(const core::Decimal& mmol_l, core::Reach reach, Mark mark) {
  if (reach == core::Reach::lo) return std::nullopt;
  const std::int64_t thirtieths = reach == core::Reach::hi ? highest_ketone + 1 : rounded(mmol_l, 30);
  return encode_value(std::min(thirtieths, highest_ketone + 1), Kind::ketone, mark);
}

Mark encode_meal(core::MealMarker meal) {
  switch (meal) {
    case core::MealMarker::before_meal:
    case core::MealMarker::before_breakfast:
    case core::MealMarker::before_lunch:
    case core::MealMarker::before_dinner:
    case core::MealMarker::before_snack:
      return Mark::before_meal;
    case core::MealMarker::after_meal:
    case core::MealMarker::after_breakfast:
    case core::MealMarker::after_lunch:
    case core::MealMarker::after_dinner:
      return Mark::after_meal;
    default:
      return Mark::none;
  }
}

std::optional<Data> encode_content(const core::Content& content) {
  if (const auto* reading = std::get_if<core::BloodGlucose>(&content))
    return encode_value(encode_glucose(reading->value), Kind::glucose, encode_meal(reading->meal));
  if (const auto* control = std::get_if<core::ControlResult>(&content))
    return encode_value(encode_glucose(control->value), Kind::glucose, Mark::control);
  if (const auto* ketone = std::get_if<core::Ketone>(&content))
    return encode_ketone(ketone->mmol_l, ketone->reach, Mark::none);
  if (const auto* control = std::get_if<core::KetoneControl>(&content))
    return encode_ketone(control->mmol_l, control->reach, Mark::control);
  if (const auto* other = std::get_if<core::OtherMeasurement>(&content);
      other && other->analyte == core::Analyte::hematocrit && rounded(other->value, 1) <= all_percent)
    return encode_value(rounded(other->value, 1), Kind::hematocrit, Mark::none);
  return std::nullopt;
}

}  // namespace

core::Bytes encode_packet(std::uint8_t command, const Data& data) {
  core::Bytes packet;
  core::ByteWriter out(packet);
  out.u8(0x51);
  out.u8(command);
  out.bytes(data);
  out.u8(0xa5);
  out.u8(core::sum8(packet));
  return packet;
}

Data encode_time(core::LocalSeconds time) {
  time = std::max(time, first_time);
  const auto midnight = date::floor<date::days>(time);
  const date::year_month_day day(midnight);
  const date::hh_mm_ss clock(time - midnight);
  const auto years = static_cast<unsigned>(static_cast<int>(day.year()) - 2000);
  const unsigned bits =
      years << 9 | static_cast<unsigned>(day.month()) << 5 | static_cast<unsigned>(day.day());
  return {static_cast<std::uint8_t>(bits), static_cast<std::uint8_t>(bits >> 8),
          static_cast<std::uint8_t>(clock.minutes().count()),
          static_cast<std::uint8_t>(clock.hours().count())};
}

std::optional<core::LocalSeconds> decode_time(const Data& data) {
  const int bits = data[0] | data[1] << 8;
  const auto time = core::make_local(2000 + (bits >> 9), bits >> 5 & 15, bits & 31, data[3], data[2], 0);
  return time && *time < first_impossible_time ? time : std::nullopt;
}

std::optional<Record> encode_record(const core::LogEntry& entry) {
  if (std::holds_alternative<core::UnreadRecord>(entry.content))
    return Record{unreadable_time, encode_value(100, Kind::glucose, Mark::none)};
  const std::optional<Data> value = encode_content(entry.content);
  if (!value) return std::nullopt;
  if (!entry.time.local) return Record{unset_time, *value};
  if (*entry.time.local < first_time || *entry.time.local >= first_impossible_time) return std::nullopt;
  return Record{encode_time(*entry.time.local), *value};
}

Data encode_count(std::size_t count) {
  const std::uint8_t unknown = count == 0 ? 0xff : 0x00;
  return {static_cast<std::uint8_t>(count), static_cast<std::uint8_t>(count >> 8), unknown, unknown};
}

Data encode_model(std::uint16_t digits_as_hex) {
  return {static_cast<std::uint8_t>(digits_as_hex), static_cast<std::uint8_t>(digits_as_hex >> 8), 0, 0};
}

Data encode_serial(std::string_view serial, int part) {
  Data data{};
  const core::Bytes bytes = core::parse_hex(serial.substr(part == 1 ? 8 : 0, 8)).value_or(core::Bytes(4));
  std::reverse_copy(bytes.begin(), bytes.end(), data.begin());
  return data;
}

}  // namespace simulators::td42xx
