#pragma once

#include <string>

#include "core/io/bytes.hpp"
#include "core/time/meter_time.hpp"

namespace game {

/// One series with its seasons, their secrets, its rounds and entries, as it travels to another machine. The
/// file is sealed in the archive of core/recording (magic, version, length, SHA-256). It is private: it tells
/// every number the season will ever draw from.
struct SeriesFile {
  std::string series;
  core::UtcSeconds made;
  bool handed_over = false;  ///< the store it comes from does not go on with the series
  core::Bytes image;         ///< an SQLite database with the tables of the games' file, of this series alone
};

constexpr std::size_t largest_series_file = 256u << 20;

core::Bytes encode_series_file(const SeriesFile& file);
/// Errc::refused for a newer version, bad_data for anything else that is wrong with the file; whether the
/// image holds together is looked at when it is taken.
[[nodiscard]] core::Result<SeriesFile> decode_series_file(core::ByteView bytes);

}  // namespace game
