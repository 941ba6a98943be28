#pragma once

// Inside the logbook room: one reading that came on two ways.

#include <cstdint>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

namespace core::rows {

/// The same reading twice: from a meter, which leads, and from a file or by hand.
struct Twin {
  std::int64_t copy;
  std::int64_t leader;
};
/// Which of the entries that `news_are` names (a condition of SQL: all of meters, or none) have a twin of the
/// other rank.
std::vector<Twin> find_twins(SQLite::Database& database, const std::string& news_are);
/// Links the twins of what an operation added or changed, but for those that the person has parted. The
/// copy that was linked last, or 0.
std::int64_t link_twins(SQLite::Database& database, std::int64_t operation);

}  // namespace core::rows
