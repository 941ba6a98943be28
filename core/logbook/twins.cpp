#include "core/logbook/twins.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "core/logbook/rows.hpp"

namespace core::rows {
namespace {

constexpr std::int64_t hour = 3600;
constexpr std::int64_t tolerance = 60;       ///< seconds between the two copies of one reading
constexpr std::int64_t furthest_shift = 14;  ///< hours; no two zones are further apart

constexpr int for_good = std::numeric_limits<int>::max();

/// A reading and the trial that has taken it last: 0 for none, for_good once it is linked.
struct Reading {
  std::int64_t id;
  std::int64_t local;
  Glucose value;
  int taken_by = 0;

  bool is_free(int trial) const { return taken_by != for_good && taken_by != trial; }
};

/// Equal as a person sees them; across units as the mmol/L one shows.
bool is_same_as_shown(const Glucose& a, const Glucose& b) {
  if (a.reach != b.reach) return false;
  if (a.reach != Reach::number) return true;
  if (a.unit == b.unit) return millionths_mg_dl(a) == millionths_mg_dl(b);
  return converted(a, GlucoseUnit::mmol_l) == converted(b, GlucoseUnit::mmol_l);
}

/// Blood glucose entries that are active, have no twin, and whose source is (or is not) a meter.
std::vector<Reading> read_readings(SQLite::Database& database, bool of_meters, const std::string& condition) {
  std::vector<Reading> readings;
  SQLite::Statement find(
      database,
      std::string("SELECT entry.id, local, digits, decimals, unit, reach FROM entry JOIN source ON "
                  "source.id = entry.source WHERE entry.kind = 0 AND state = 0 AND twin_of IS NULL AND "
                  "source.kind ") +
          (of_meters ? "= 1" : "<> 1") + " AND local > " + std::to_string(schema::unset_time) + " AND " +
          condition + " ORDER BY local");
  const auto number = [&](int column) { return find.getColumn(column).getInt64(); };
  while (find.executeStep())
    readings.push_back({number(0), rows::encode_time(rows::decode_time(number(1))),
                        rows::decode_glucose(number(2), number(3), number(4), number(5))});
  return readings;
}

/// Takes each free reading of `news` with the nearest free equal one of `others` that lies `shift` seconds
/// later, within the tolerance, and calls `link(a, b)`. Both are sorted by time. `trial` is a number not used
/// before, which leaves nothing behind for other trials, or for_good.
template <class Link>
void match(std::vector<Reading>& news, std::vector<Reading>& others, std::int64_t shift, int trial,
           Link&& link) {
  for (Reading& one : news) {
    if (!one.is_free(trial)) continue;
    const std::int64_t wanted = one.local + shift;
    auto candidate = std::lower_bound(others.begin(), others.end(), wanted - tolerance,
                                      [](const Reading& r, std::int64_t time) { return r.local < time; });
    Reading* nearest = nullptr;
    for (; candidate != others.end() && candidate->local <= wanted + tolerance; ++candidate)
      if (candidate->is_free(trial) && is_same_as_shown(one.value, candidate->value) &&
          (!nearest || std::abs(candidate->local - wanted) < std::abs(nearest->local - wanted)))
        nearest = &*candidate;
    if (!nearest) continue;
    one.taken_by = nearest->taken_by = trial;
    link(one, *nearest);
  }
}

/// The whole-hour shift that explains the most of what is left. One hour (summer time) needs no more proof;
/// a larger one (a file in another zone) must explain at least three and half of what is left, or equal
/// values that merely lie hours apart would be taken for one reading.
std::int64_t best_shift(std::vector<Reading>& news, std::vector<Reading>& others) {
  std::int64_t best = 0;
  std::size_t most = 0;
  const auto left = static_cast<std::size_t>(
      std::count_if(news.begin(), news.end(), [](const Reading& r) { return r.taken_by != for_good; }));
  int trial = 0;
  for (std::int64_t hours = 1; hours <= furthest_shift; ++hours) {
    for (const std::int64_t shift : {hours * hour, -hours * hour}) {
      std::size_t count = 0;
      match(news, others, shift, ++trial, [&](const Reading&, const Reading&) { ++count; });
      const bool is_proven = hours == 1 || (count >= 3 && 2 * count >= left);
      if (is_proven && count > most) {
        best = shift;
        most = count;
      }
    }
  }
  return best;
}

/// A copy and what it is the copy of, which the person has parted.
std::set<std::pair<std::int64_t, std::int64_t>> parted(SQLite::Database& database) {
  std::set<std::pair<std::int64_t, std::int64_t>> pairs;
  SQLite::Statement find(database,
                         "SELECT entry, before, after FROM change JOIN operation ON operation.id = "
                         "change.operation WHERE field = 'twin_of' AND undone_by IS NULL ORDER BY change.id");
  while (find.executeStep()) {
    const std::int64_t copy = find.getColumn(0).getInt64();
    pairs.emplace(copy, parse_whole(find.getColumn(1).getString()));
    pairs.erase({copy, parse_whole(find.getColumn(2).getString())});
  }
  return pairs;
}

}  // namespace

std::vector<Twin> find_twins(SQLite::Database& database, const std::string& news_are) {
  const auto has_source = [&](const char* condition) {
    return database.execAndGet(std::string("SELECT count(*) FROM source WHERE kind ") + condition)
               .getInt64() > 0;
  };
  std::vector<Twin> twins;
  if (!has_source("= 1") || !has_source("<> 1")) return twins;

  SQLite::Statement span(
      database,
      "SELECT source.kind = 1, min(local), max(local) FROM entry JOIN source ON source.id = "
      "entry.source WHERE " +
          news_are + " AND local > " + std::to_string(schema::unset_time));
  if (!span.executeStep() || span.getColumn(1).isNull()) return twins;
  const bool news_are_of_meter = span.getColumn(0).getInt() != 0;
  const std::int64_t margin = furthest_shift * hour + tolerance;
  const auto time = [&](int column) { return encode_time(decode_time(span.getColumn(column).getInt64())); };
  const std::string near =
      "local BETWEEN " + std::to_string(time(1) - margin) + " AND " + std::to_string(time(2) + margin);

  std::vector<Reading> news = read_readings(database, news_are_of_meter, news_are);
  std::vector<Reading> others = read_readings(database, !news_are_of_meter, near);
  const auto link = [&](const Reading& one, const Reading& other) {  // the meter's leads
    twins.push_back(news_are_of_meter ? Twin{other.id, one.id} : Twin{one.id, other.id});
  };
  match(news, others, 0, for_good, link);
  if (const std::int64_t shift = best_shift(news, others)) match(news, others, shift, for_good, link);
  return twins;
}

std::int64_t link_twins(SQLite::Database& database, std::int64_t operation) {
  const std::string number = std::to_string(operation);
  const std::string news = "(entry.operation = " + number +
                           " OR entry.id IN (SELECT entry FROM change WHERE operation = " + number + "))";
  const auto apart = parted(database);
  SQLite::Statement link(database, "UPDATE entry SET twin_of = ? WHERE id = ?");
  std::int64_t last = 0;
  for (const char* kind : {" AND source.kind = 1", " AND source.kind <> 1"})
    for (const Twin& twin : find_twins(database, news + kind)) {
      if (apart.contains({twin.copy, twin.leader})) continue;
      link.reset();
      link.bind(1, twin.leader);
      link.bind(2, twin.copy);
      link.exec();
      last = twin.copy;
    }
  return last;
}

}  // namespace core::rows
