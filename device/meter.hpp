#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/logbook/bookmark.hpp"
#include "core/values/log_entry.hpp"
#include "device/driver.hpp"

namespace device {

struct Identity {
  std::string model;  ///< what the meter calls itself
  std::string serial;
  core::GlucoseUnit display_unit = core::GlucoseUnit::mg_dl;
  bool simulated = false;
};

/// Told while a download runs; `total` is 0 while it is not known.
struct Progress {
  std::size_t done = 0;
  std::size_t total = 0;
};

struct DownloadOptions {
  std::optional<core::Bookmark> bookmark;  ///< nothing: read the whole memory
  bool read_once = false;                  ///< --fast: do not confirm each record
  std::function<void(const Progress&)> progress = [](const Progress&) {};
};

/// What a download has got so far. It is filled while the download runs, so that records that came before a
/// break are there when it throws; then `complete` is false and the bookmark must be left alone.
struct Downloaded {
  std::vector<core::LogEntry> entries;  ///< newest first
  bool complete = false;
  /// All newer than the bookmark. Where false, `entries` may hold known records: merge them as a whole
  /// memory.
  bool met_bookmark = false;
  core::Bookmark bookmark;  ///< to store, when complete; empty where there is none to be made
};

/// One meter on a wire: the conversation. Decoding lives in pure functions beside each driver.
/// Everything throws core::Failure.
class Meter {
 public:
  virtual ~Meter() = default;

  /// Wakes the meter and asks who it is. The first call of every conversation.
  virtual boost::asio::awaitable<Identity> identify() = 0;
  virtual boost::asio::awaitable<void> download(const DownloadOptions& options, Downloaded& result) = 0;

  // Capabilities a driver may declare.
  virtual boost::asio::awaitable<core::LocalSeconds> read_clock();
  virtual boost::asio::awaitable<void> set_clock(core::LocalSeconds time);

  /// Questions asked and answered so far.
  std::size_t exchanges() const { return exchanges_; }

 protected:
  std::size_t exchanges_ = 0;
};

}  // namespace device
