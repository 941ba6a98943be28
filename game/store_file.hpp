#pragma once

#include <filesystem>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/error.hpp"

namespace game {

/// Opens game.sqlite in the folder, making both when missing (0600, 0700). Refuses a newer file, and one that
/// holds anything but our tables; nothing in the file can run. Throws core::Failure.
SQLite::Database open_store_file(const std::filesystem::path& folder);

/// SQLite's faults told as ours: busy, bad_data, access_denied, internal.
[[noreturn]] void throw_as_failure(const SQLite::Exception& fault);

template <class Work>
auto with_sqlite_faults(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const SQLite::Exception& fault) {
    throw_as_failure(fault);
  }
}

}  // namespace game
