#pragma once

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "tests/device/simulated_session.hpp"

// Every family with a wire, and what a person would compare of what was put in and what was read.

struct Family {
  const device::Driver* driver;
  const simulators::SimulatedFamily* simulated;

  std::string_view name() const { return driver->family; }
  std::string_view model() const { return simulated->models.front().name; }
};

/// Those with a serial link.
inline std::vector<Family> families() {
  std::vector<Family> all;
  for (const simulators::SimulatedFamily* family : simulators::families())
    if (const device::Driver* driver = device::find_driver(family->family);
        driver && std::holds_alternative<device::SerialLink>(driver->link))
      all.push_back({driver, family});
  return all;
}

/// Readings of all kinds; a meter leaves out what it cannot hold.
inline simulators::Readings mixed_readings(int count) {
  simulators::Readings readings = plain_readings(count);
  const auto put = [&](std::size_t place, core::Content content) {
    if (place < readings.size()) readings[place].content = std::move(content);
  };
  put(1, core::BloodGlucose{core::above_range(core::mg_dl(0)), core::MealMarker::after_lunch});
  put(2, core::BloodGlucose{core::below_range(core::mg_dl(0)), core::MealMarker::none});
  put(3, core::ControlResult{core::mg_dl(104)});
  put(4, core::Ketone{{15, 1}});
  put(5, core::Ketone{{80, 1}, core::Reach::hi});
  put(6, core::KetoneControl{{11, 1}});
  put(7, core::OtherMeasurement{core::Analyte::hematocrit, {42, 0}});
  put(8, core::UnreadRecord{});
  put(9, core::Insulin{{9, 0}});
  if (readings.size() > 10) readings[10].time.local.reset();
  if (readings.size() > 12) readings[12] = readings[11];
  return readings;
}

inline std::string value_of(const core::Glucose& glucose) {
  return core::format_number(core::converted(glucose, core::GlucoseUnit::mg_dl));
}

/// What a person would compare, as exactly as the family can tell it: minutes only where its wire has no
/// seconds, and "before" for before_lunch.
struct Seen {
  std::chrono::seconds resolution;
  bool has_meals;

  std::string meal(core::MealMarker marker) const {
    const std::string name(core::name(marker));
    return has_meals ? name.substr(0, name.find('_')) : "";
  }
  std::string content(const core::Content& content) const {
    const std::string kind(core::kind_name(content));
    if (const auto* blood = std::get_if<core::BloodGlucose>(&content))
      return fmt::format("{} {} {}", kind, value_of(blood->value), meal(blood->meal));
    if (const auto* control = std::get_if<core::ControlResult>(&content))
      return kind + " " + value_of(control->value);
    if (const auto* ketone = std::get_if<core::Ketone>(&content))
      return kind + (ketone->reach == core::Reach::hi ? " HI" : " " + core::format_decimal(ketone->mmol_l));
    if (const auto* ketone = std::get_if<core::KetoneControl>(&content))
      return kind + " " + core::format_decimal(ketone->mmol_l);
    if (const auto* other = std::get_if<core::OtherMeasurement>(&content))
      return fmt::format("{} {} {}", kind, core::name(other->analyte), core::format_decimal(other->value));
    return kind;
  }
  std::string operator()(const core::LogEntry& entry) const {
    if (std::holds_alternative<core::UnreadRecord>(entry.content)) return content(entry.content);
    core::MeterTime time = entry.time;
    if (time.local) *time.local -= time.local->time_since_epoch() % resolution;
    return core::format_time(time) + " " + content(entry.content);
  }
  std::vector<std::string> operator()(const std::vector<core::LogEntry>& entries) const {
    std::vector<std::string> all;
    for (const core::LogEntry& entry : entries) all.push_back((*this)(entry));
    std::sort(all.begin(), all.end());
    return all;
  }
};

inline bool is_meal_marked(const core::LogEntry& entry) {
  const auto* blood = std::get_if<core::BloodGlucose>(&entry.content);
  return blood && blood->meal != core::MealMarker::none;
}

/// How exactly a family tells, from what was read: a meter that gives a marker for one meal gives all.
inline Seen seen_by(const std::vector<core::LogEntry>& read) {
  const bool has_seconds = std::any_of(read.begin(), read.end(), [](const core::LogEntry& entry) {
    return entry.time.local &&
           entry.time.local->time_since_epoch() % std::chrono::minutes(1) != std::chrono::seconds(0);
  });
  return {has_seconds ? std::chrono::seconds(1) : std::chrono::seconds(60),
          std::any_of(read.begin(), read.end(), is_meal_marked)};
}

inline std::vector<core::LogEntry> entries_of(const SessionResult& result) {
  return result.read.downloaded.entries;
}

/// All of an entry that came over the wire.
inline std::string wire_key(const core::LogEntry& entry) {
  std::string key = core::format_time(entry.time) + "|" + entry.origin + "|" + entry.raw + "|";
  key += core::kind_name(entry.content);
  for (const std::string& tag : entry.tags) key += "|" + tag;
  return key;
}

/// Entries that are not among the true ones, or oftener than there.
inline std::size_t wrong_entries(const std::vector<core::LogEntry>& read,
                                 const std::vector<core::LogEntry>& truth) {
  std::unordered_map<std::string, int> left;
  for (const core::LogEntry& entry : truth) ++left[wire_key(entry)];
  return static_cast<std::size_t>(std::count_if(
      read.begin(), read.end(), [&](const core::LogEntry& entry) { return --left[wire_key(entry)] < 0; }));
}
