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
  /// mg/dL in a family that has no word for it, nothing where one that has does not say it.
  std::optional<core::GlucoseUnit> display_unit = core::GlucoseUnit::mg_dl;
  bool simulated = false;
};

/// Told while a download runs; `total` is 0 while it is not known.
struct Progress {
  std::size_t done = 0;
  std::size_t total = 0;
};

/// How often a record is read before it is believed.
enum class Passes : std::uint8_t {
  usual,  ///< as the family's wire needs it: twice where it has no checksum, once where it has one
  once,   ///< --fast: what would need a second reading is marked
  twice,  ///< --twice: whole dumps, too, until two agree
};

struct DownloadOptions {
  std::optional<core::Bookmark> bookmark;  ///< nothing: read the whole memory
  Passes passes = Passes::usual;
  std::function<void(const Progress&)> progress = [](const Progress&) {};
};

/// What a download has got so far. It is filled while the download runs, so that records that came before a
/// break are there when it throws; then `complete` is false and the bookmark must be left alone.
struct Downloaded {
  std::vector<core::LogEntry> entries;  ///< in the meter's order; read_meter puts the newest first
  bool complete = false;
  /// All newer than the bookmark. Where false, `entries` may hold known records: merge them as a whole
  /// memory.
  bool met_bookmark = false;
  core::Bookmark bookmark;  ///< to store, when complete; empty where there is none to be made
};

/// A look at the meter's clock.
struct ClockLook {
  core::LocalSeconds shown;
  core::Deadline at;                        ///< when it showed that, on the link's clock
  std::chrono::milliseconds round_trip{0};  ///< how long the question and its answer took
  std::chrono::seconds resolution{1};       ///< 60 s for a meter that says no seconds
};

/// Tells the person's wall clock at each call.
using WallClock = std::function<core::LocalSeconds()>;

/// One meter at the end of its link: the conversation. Decoding lives in pure functions beside each driver.
/// Everything throws core::Failure.
class Meter {
 public:
  virtual ~Meter() = default;

  /// The link's own clock; virtual in tests.
  virtual core::Deadline now() const = 0;
  /// Wakes the meter and asks who it is. The first call of every conversation.
  virtual boost::asio::awaitable<Identity> identify() = 0;
  /// Fills `result` while it runs. A family that gives its whole memory at once may have asked for it already
  /// in identify.
  virtual boost::asio::awaitable<void> download(const DownloadOptions& options, Downloaded& result) = 0;

  // What not every family can; the others throw Errc::unsupported.
  /// After identify, before download.
  virtual boost::asio::awaitable<ClockLook> read_clock();
  /// Sets the clock to what `wall_clock` says when the words are sent, and makes sure of it where the meter
  /// lets itself be asked. A meter that knows no seconds is set when a minute begins, up to a minute's wait,
  /// or to the nearest minute.
  virtual boost::asio::awaitable<void> set_clock(WallClock wall_clock);
  /// Erases all readings, and makes sure of it. Only through erase_verified (device/erase.hpp).
  virtual boost::asio::awaitable<void> erase();

  /// Called with a sentence when the person has to do something at the meter ("Turn the meter on now.").
  std::function<void(std::string_view)> request = [](std::string_view) {};

  /// Questions asked and answered so far.
  std::size_t exchanges() const { return exchanges_; }

 protected:
  std::size_t exchanges_ = 0;
};

}  // namespace device
