#include "device/meters/codefree/records.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace device::codefree {
namespace {

constexpr int lowest = 20, highest = 600;  // mg/dL
constexpr std::size_t record_size = 17, count_size = 22;
constexpr std::chrono::minutes unset_until{10};

core::Error misfit(std::string what, core::ByteView message) {
  return {core::Errc::protocol, std::move(what), core::format_hex(message, " "),
          "The line may be disturbed: try another cable or port."};
}

bool is(core::ByteView message, std::uint8_t first, std::uint8_t second) {
  return message.size() == 2 && message[0] == first && message[1] == second;
}

int number_at(core::ByteView message, std::size_t at) {
  return message[at] * 256 + message[at + 1];
}

std::optional<core::MealMarker> meal_of(std::uint8_t byte) {
  if (byte == 0x00) return core::MealMarker::none;
  if (byte == 0x10) return core::MealMarker::before_meal;
  if (byte == 0x20) return core::MealMarker::after_meal;
  return std::nullopt;
}

std::optional<core::LocalSeconds> time_of(core::ByteView date) {
  if (date[0] > 99) return std::nullopt;
  return core::make_local(2000 + date[0], date[1], date[2], date[3], date[4], 0);
}

std::optional<std::uint32_t> mark_of(core::ByteView unknown) {
  constexpr std::array<std::uint8_t, 3> sim{'S', 'I', 'M'};
  if (!std::equal(sim.begin(), sim.end(), unknown.begin())) return std::nullopt;
  std::uint32_t number = 0;
  for (const std::uint8_t byte : unknown.subspan(sim.size())) number = number << 8 | byte;
  return number;
}

}  // namespace

bool is_challenge(core::ByteView message) {
  return is(message, 0x10, 0x30);
}
bool is_bye(core::ByteView message) {
  return is(message, 0x10, 0x70);
}
bool is_clock_set(core::ByteView message) {
  return is(message, 0x10, 0x10);
}

core::Bytes answer() {
  return {0x10, 0x40};
}
core::Bytes fetch() {
  return {0x10, 0x60};
}
core::Bytes set_clock(core::LocalSeconds time) {
  const std::string shown = core::format_local(time);  // "2026-11-18 21:10:00"
  std::string message = "ADATE";
  std::copy_if(shown.begin(), shown.begin() + 16, std::back_inserter(message),
               [](char c) { return c >= '0' && c <= '9'; });
  return {message.begin(), message.end()};
}

core::Result<std::size_t> decode_count(core::ByteView message) {
  const auto is_filler = [](std::uint8_t byte) { return byte == 0xaa; };
  if (message.size() != count_size || message[0] != 0x30 ||
      !std::all_of(message.begin() + 3, message.end(), is_filler))
    return misfit("the meter does not say how many readings it holds", message);
  return static_cast<std::size_t>(number_at(message, 1));
}

core::Result<Record> decode_record(core::ByteView message) {
  if (message.size() != record_size) return misfit("what came is not a CodeFree's record", message);
  const core::ByteView date = message.subspan(2, 5);
  const auto time = time_of(date);
  const auto meal = meal_of(message[9]);
  const int value = number_at(message, 7);
  Record record;
  record.simulated = mark_of(message.subspan(10));
  record.head = number_at(message, 0);
  core::LogEntry& entry = record.entry;
  entry.raw = core::format_hex(message.subspan(2, 8), " ");
  if (!time || !meal) {
    entry.content = core::UnreadRecord{};
    entry.origin = entry.raw;
    return record;
  }
  const core::Glucose glucose = value > highest  ? core::above_range(core::mg_dl(highest))
                                : value < lowest ? core::below_range(core::mg_dl(lowest))
                                                 : core::mg_dl(value);
  entry.content = core::BloodGlucose{glucose, *meal};
  entry.origin = fmt::format("{}", value);
  if (*time < *core::make_local(2000, 1, 1, 0, 0, 0) + unset_until)
    entry.origin += " " + core::format_hex(date, " ");
  else
    entry.time.local = *time;
  return record;
}

}  // namespace device::codefree
