#include "core/logbook/glucose_scan.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <new>
#include <vector>

#include <sqlite3.h>

#include "core/logbook/rows.hpp"

namespace core::rows {
namespace {

constexpr const char* function_name = "gather";
constexpr int columns = 6;

/// What the rows come to: as they stand in the file, so that each different value is decoded once.
class Gathered {
 public:
  void add(std::int64_t local, const std::array<std::int64_t, 4>& value, std::int64_t state) {
    static_assert(GlucoseUnit{} == GlucoseUnit::mg_dl && Reach{} == Reach::number);
    const auto [digits, decimals, unit, reach] = value;
    if ((decimals | unit | reach) == 0 && static_cast<std::size_t>(digits) < whole_mg_.size())
      ++whole_mg_[static_cast<std::size_t>(digits)];
    else
      ++other_[value];
    if (is_in_known_years(local))
      has_reading_[static_cast<std::size_t>(local / day_seconds)] = true;
    else if (local != schema::unset_time)
      foreign_time_ = local;
    if (state != 0) foreign_state_ = state;
  }

  std::int64_t visit(const std::function<void(const Glucose&, std::int64_t)>& visit) const {
    decode_time(foreign_time_);
    decode_state(foreign_state_);
    for (std::size_t i = 0; i < whole_mg_.size(); ++i)
      if (whole_mg_[i] > 0) visit(mg_dl(static_cast<std::int32_t>(i)), whole_mg_[i]);
    for (const auto& [value, count] : other_)
      visit(decode_glucose(value[0], value[1], value[2], value[3]), count);
    return std::count(has_reading_.begin(), has_reading_.end(), true);
  }

 private:
  static constexpr std::int64_t day_seconds = 86'400;

  std::array<std::int64_t, 1024> whole_mg_{};  ///< by whole mg/dL: the common values
  std::map<std::array<std::int64_t, 4>, std::int64_t> other_;
  std::vector<bool> has_reading_ = std::vector<bool>(days_of_all_years);  ///< by day since 1970
  std::int64_t foreign_time_ = schema::unset_time;
  std::int64_t foreign_state_ = 0;
};

void on_row(sqlite3_context* context, int, sqlite3_value** column) try {
  const auto number = [&](int i) { return sqlite3_value_int64(column[i]); };
  static_cast<Gathered*>(sqlite3_user_data(context))
      ->add(number(0), {number(1), number(2), number(3), number(4)}, number(5));
} catch (const std::bad_alloc&) {
  sqlite3_result_error_nomem(context);
}

void on_end(sqlite3_context*) {}

/// The function, for as long as this lives.
class Registration {
 public:
  Registration(sqlite3* database, Gathered& gathered) : database_(database) {
    if (sqlite3_create_function_v2(database_, function_name, columns, SQLITE_UTF8 | SQLITE_DIRECTONLY,
                                   &gathered, nullptr, on_row, on_end, nullptr) != SQLITE_OK)
      throw SQLite::Exception(database_);
  }
  ~Registration() {
    sqlite3_create_function_v2(database_, function_name, columns, SQLITE_UTF8, nullptr, nullptr, nullptr,
                               nullptr, nullptr);
  }
  Registration(const Registration&) = delete;
  Registration& operator=(const Registration&) = delete;

 private:
  sqlite3* database_;
};

}  // namespace

std::int64_t scan_glucose(SQLite::Database& database, const std::string& where,
                          const std::function<void(const Glucose&, std::int64_t)>& visit) {
  Gathered gathered;
  {
    const Registration registration(database.getHandle(), gathered);
    database.execAndGet(std::string("SELECT ") + function_name +
                        "(local, digits, decimals, unit, reach, state) FROM entry" + where + " AND kind = 0");
  }
  return gathered.visit(visit);
}

}  // namespace core::rows
