#include "core/logbook/bookmark_rows.hpp"

#include <sstream>

#include "core/logbook/rows.hpp"

namespace core::rows {
namespace {

constexpr std::string_view erased = "erased ";  // in place of the newest records

std::optional<StoredBookmark> first_row(SQLite::Database& database, const char* query, std::int64_t source) {
  SQLite::Statement find(database, query);
  find.bind(1, source);
  if (!find.executeStep()) return std::nullopt;
  return StoredBookmark{find.getColumn(0).getInt64(), parse_bookmark(find.getColumn(1).getString())};
}

}  // namespace

std::string format_bookmark(const Bookmark& bookmark) {
  if (bookmark.erased) return std::string(erased) + std::to_string(encode_time({bookmark.erased}));
  std::string text;
  for (const Bookmark::Identity& identity : bookmark.newest)
    text += std::to_string(encode_time(identity.time)) + "\t" + identity.origin + "\n";
  return text;
}

Bookmark parse_bookmark(const std::string& text) {
  if (text.starts_with(erased)) return {{}, decode_time(parse_whole(text.substr(erased.size()))).local};
  Bookmark bookmark;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) throw foreign("the bookmark \"" + line + "\"");
    bookmark.newest.push_back({decode_time(parse_whole(line.substr(0, tab))), line.substr(tab + 1)});
  }
  return bookmark;
}

/// Its own download is not undone, and neither is an earlier one that it built upon (undone after it was
/// made): what that one had read must be read again.
std::optional<StoredBookmark> find_bookmark(SQLite::Database& database, std::int64_t source) {
  return first_row(
      database,
      "SELECT bookmark.operation, newest FROM bookmark JOIN operation ON operation.id = bookmark.operation "
      "WHERE bookmark.source = ? AND undone_by IS NULL AND NOT EXISTS (SELECT 1 FROM operation AS gone WHERE "
      "gone.source = bookmark.source AND gone.id < bookmark.operation AND gone.undone_by > "
      "bookmark.operation) ORDER BY bookmark.operation DESC LIMIT 1",
      source);
}

std::optional<StoredBookmark> find_erasure(SQLite::Database& database, std::int64_t source) {
  return first_row(database,
                   "SELECT operation, newest FROM bookmark WHERE source = ? AND newest LIKE 'erased %' "
                   "ORDER BY operation DESC LIMIT 1",
                   source);
}

}  // namespace core::rows
