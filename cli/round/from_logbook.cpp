#include "cli/round/from_logbook.hpp"

#include <map>
#include <vector>

namespace cli {
namespace {

/// A round is of today.
constexpr int newest_looked_at = 1'000;

struct Origin {
  core::Timeline timeline;
  bool is_a_real_meter = false;
};

std::optional<core::Glucose> glucose_of(const core::LogEntry& entry) {
  if (const auto* blood = std::get_if<core::BloodGlucose>(&entry.content)) return blood->value;
  if (const auto* sensor = std::get_if<core::SensorGlucose>(&entry.content)) return sensor->value;
  return std::nullopt;
}

}  // namespace

game::TakenReading counting_reading_of_logbook(Context& context, const game::Announcement& announcement) {
  const core::Logbook logbook = open_logbook(context, core::Logbook::Open::read_only);
  std::map<std::int64_t, Origin> origins;
  for (const auto& [id, source] : logbook.sources())
    origins.try_emplace(
        id, Origin{core::Timeline({{core::LocalSeconds{}, zone_name(context)}}, logbook.clock_checks(id)),
                   source.kind == core::SourceKind::meter && !source.simulated});
  std::vector<game::TakenReading> readings;
  core::Filter filter;
  filter.newest_first = true;
  filter.limit = newest_looked_at;
  logbook.each(filter, [&](const core::StoredEntry& stored) {
    const auto value = glucose_of(stored.entry);
    const Origin& origin = origins.at(stored.source);
    const core::PlacedTime placed = core::place(origin.timeline, stored);
    if (!value || !placed.utc) return;
    const bool is_meters_word = origin.is_a_real_meter && !stored.recorded;
    readings.push_back({*value, *placed.utc, is_meters_word ? game::Evidence::log : game::Evidence::typed});
  });
  if (const auto found = game::counting_reading(readings, announcement.opened, context.now())) return *found;
  throw core::Failure({core::Errc::not_found, "the logbook has no reading of this round's time", "",
                       "Read the meter first (bgbingo sync), or type the value."});
}

}  // namespace cli
