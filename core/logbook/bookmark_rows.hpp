#pragma once

// Inside the logbook room: how the bookmarks of the meters are kept.

#include <optional>
#include <string>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/logbook/bookmark.hpp"

namespace core::rows {

/// A bookmark as text: a line "local TAB origin" a record. In its place "erased local": the memory was
/// erased.
std::string format_bookmark(const Bookmark& bookmark);
Bookmark parse_bookmark(const std::string& text);

/// A bookmark and the operation that made it.
struct StoredBookmark {
  std::int64_t operation;
  Bookmark bookmark;
};
/// The bookmark in force of a source.
std::optional<StoredBookmark> find_bookmark(SQLite::Database& database, std::int64_t source);
/// What is told of the source's last erasure, whatever was read since.
std::optional<StoredBookmark> find_erasure(SQLite::Database& database, std::int64_t source);

}  // namespace core::rows
