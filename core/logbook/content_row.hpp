#pragma once

#include <string>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/values/log_entry.hpp"

namespace core {

/// A LogEntry's content as the six integer columns of the entry table (docs/logbook-format.md):
///   kind      index of the variant Content
///   digits    the value's or amount's digits; a meter error's code
///   decimals  0-3
///   unit      GlucoseUnit, of glucose kinds
///   reach     Reach, of glucose and ketone kinds
///   detail    MealMarker, InsulinKind, Size, SymptomKind or Analyte
struct ContentRow {
  std::int64_t kind = 0, digits = 0, decimals = 0, unit = 0, reach = 0, detail = 0;
  bool operator==(const ContentRow&) const = default;
};

ContentRow encode_content(const Content& content);
/// Refuses what no version of this program writes (bad_data): a database is input too.
Result<Content> decode_content(const ContentRow& row);

/// "0 64 1 1 0 3": the six columns in one text, as changes keep them.
std::string format_content_row(const ContentRow& row);
Result<ContentRow> parse_content_row(const std::string& text);

/// Reads the six columns from `first` on.
ContentRow read_content_row(SQLite::Statement& statement, int first);

std::string format_tags(const std::vector<std::string>& tags);  ///< "one\ntwo"
std::vector<std::string> parse_tags(const std::string& text);

}  // namespace core
