#include "device/indexed_download.hpp"

#include <algorithm>
#include <set>

#include "device/agreement.hpp"
#include "device/memory_places.hpp"
#include "device/record_order.hpp"

namespace device {
namespace {

using boost::asio::awaitable;
using core::LogEntry;
using Name = core::Bookmark::Identity;  // what a record is called in a bookmark

/// How often the memory may move before the download is given up, and by how many tests at a time: more is
/// another memory.
constexpr int max_moves = 8;
constexpr std::size_t most_new_at_once = 16;

std::vector<Name> names_of(const std::vector<LogEntry>& entries) {
  std::vector<Name> names;
  for (const LogEntry& entry : entries) names.push_back(identity_of(entry));
  return names;
}

/// The newest two records of `newest`, further until two differ; empty where no two do.
core::Bookmark make_bookmark(const std::vector<Name>& newest) {
  const auto other =
      std::find_if(newest.begin(), newest.end(), [&](const Name& i) { return i != newest[0]; });
  if (other == newest.end()) return {};
  return {{newest.begin(), other + 1}};
}

/// The place of the first name that stands before, too; the size where there is none.
std::size_t first_repeat(const std::vector<Name>& names, std::size_t from = 0) {
  for (std::size_t i = from; i < names.size(); ++i)
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
        names.begin() + static_cast<std::ptrdiff_t>(i))
      return i;
  return names.size();
}

/// What is handed out as read: every confirmed record once.
class Kept {
 public:
  explicit Kept(std::vector<LogEntry>& entries) : entries_(entries) {}

  void add(const LogEntry& entry) {
    if (names_.emplace(entry.time, entry.origin).second) entries_.push_back(entry);
  }
  /// It was damaged.
  void take_back(const LogEntry& entry) {
    if (names_.erase({entry.time, entry.origin}) > 0) std::erase(entries_, entry);
  }
  /// What the memory held, with what stood in it once behind that.
  void complete(std::vector<LogEntry> in_memory) {
    for (const LogEntry& entry : in_memory) names_.erase({entry.time, entry.origin});
    for (LogEntry& entry : entries_)
      if (names_.contains({entry.time, entry.origin})) in_memory.push_back(std::move(entry));
    entries_ = std::move(in_memory);
  }

 private:
  std::vector<LogEntry>& entries_;
  std::set<std::pair<core::MeterTime, std::string>> names_;
};

/// The memory's records, from the newest on: found() is what stands at places 0, 1, 2, … of it.
///
/// A test taken while they are read moves all places on by one: the record read last comes once more, and
/// what follows stands one place too early in found(). So it is with two, and nothing is passed over. Record
/// 0 shows it at the end: then the new ones are put in front, and what came doubled is told from what stands
/// there twice by asking for its place once more.
class Walk {
 public:
  Walk(IndexedMemory& memory, const DownloadOptions& options, const std::vector<Name>& bookmark, Kept& kept)
      : memory_(memory),
        options_(options),
        bookmark_(bookmark),
        kept_(kept),
        places_(memory, options.passes) {}

  /// Goes on from what was found before, and keeps each new record once it is confirmed. False when the
  /// memory moved meanwhile: to be called again.
  awaitable<bool> run() {
    count_ = co_await memory_.read_count();
    if (found_.empty()) met_ = false;
    if (!found_.empty()) {
      const bool is_aligned = co_await read_front();
      if (!is_aligned) {
        co_await take_back_damaged_front();
        start_over();
      }
    }
    const bool is_there = co_await read_on();
    if (!is_there) {
      start_over();
      co_return false;
    }
    co_return co_await stood_still();
  }

  const std::vector<LogEntry>& found() const { return found_; }
  bool met_bookmark() const { return met_; }

 private:
  void start_over() {
    found_.clear();
    met_ = false;
    places_.forget();
  }

  /// Whether what was found last stands in front of a record of this time with good reason: where it is older
  /// than what comes behind it, one more answer has to say so. Else it is taken back.
  awaitable<bool> is_last_sure(const core::MeterTime& behind) {
    if (!places_.asks_twice() || found_.empty() || is_in_order(found_.back().time, behind)) co_return true;
    const std::optional<LogEntry> again = co_await memory_.read_record(found_.size() - 1);
    if (again == found_.back()) co_return true;
    kept_.take_back(found_.back());
    co_return false;
  }

  /// The record that comes behind found(), asked for once more where it is younger than what stands in front
  /// of it; nothing where there is none, or another now.
  awaitable<std::optional<LogEntry>> next_record() {
    const std::size_t i = found_.size();
    const std::optional<LogEntry> next = co_await places_.record(i);
    if (!next || !places_.asks_twice() || i == 0 || is_in_order(found_.back().time, next->time))
      co_return next;
    const std::optional<LogEntry> again = co_await memory_.read_record(i);
    co_return again == next ? next : std::nullopt;
  }

  /// From the end of what was found on, to the bookmark or the memory's end. False when a record is not
  /// there, or was another.
  awaitable<bool> read_on() {
    const std::size_t total = bookmark_.empty() ? count_ : 0;
    for (std::size_t i = found_.size(); i < count_ && !met_; ++i) {
      met_ = co_await places_.begins_at(i, bookmark_, count_);
      if (met_) co_return co_await is_last_sure(bookmark_.front().time);
      const std::optional<LogEntry> next = co_await next_record();
      if (!next) co_return false;
      const bool is_sure = co_await is_last_sure(next->time);
      if (!is_sure) co_return false;
      found_.push_back(*next);
      places_.forget(i);
      kept_.add(*next);
      options_.progress({found_.size(), total});
    }
    if (!met_ && found_.size() > count_) found_.resize(count_);  // the oldest have fallen out
    co_return true;
  }

  /// What is new before found(). False when that cannot be told: what was found is not there any more, begins
  /// with equal records, or moves again.
  awaitable<bool> read_front() {
    std::vector<Name> start = names_of(found_);
    if (met_) start.insert(start.end(), bookmark_.begin(), bookmark_.end());
    start.resize(std::min<std::size_t>(start.size(), 2));
    if (start.front() == start.back()) co_return false;
    std::vector<LogEntry> records;
    while (true) {
      const bool is_start = co_await places_.begins_at(records.size(), start, count_);
      if (is_start) break;
      if (records.size() == most_new_at_once) co_return false;
      const std::optional<LogEntry> next = co_await places_.record(records.size());
      if (!next) co_return false;
      records.push_back(*next);
      kept_.add(*next);
    }
    records.insert(records.end(), found_.begin(), found_.end());
    const bool is_sure = co_await drop_doubled(records);
    if (is_sure) found_ = std::move(records);
    co_return is_sure;
  }

  /// Another record 0 is no new test where record 1 has not moved: then the one that was found was damaged.
  awaitable<void> take_back_damaged_front() {
    if (!places_.asks_twice() || found_.size() < 2 || identity_of(found_[0]) == identity_of(found_[1]))
      co_return;
    const std::optional<LogEntry> newest = co_await places_.look(0);
    const std::optional<LogEntry> second = co_await places_.look(1);
    if (newest != found_[0] && second == found_[1]) kept_.take_back(found_[0]);
  }

  /// Of what stands in `records` twice, the second is asked for at its place. What stands in the bookmark,
  /// too, may be its beginning. False when the memory moves.
  awaitable<bool> drop_doubled(std::vector<LogEntry>& records) {
    std::vector<Name> names = names_of(records);
    std::size_t at = first_repeat(names);
    if (met_) names.insert(names.end(), bookmark_.begin(), bookmark_.end());
    if (first_repeat(names) == names.size()) co_return true;
    while (at < records.size()) {
      std::optional<LogEntry> there;
      if (at < count_) there = co_await places_.confirmed(at);
      const bool stands_twice = there && identity_of(*there) == identity_of(records[at]);
      if (!stands_twice) records.erase(records.begin() + static_cast<std::ptrdiff_t>(at));
      at = first_repeat(names_of(records), stands_twice ? at + 1 : at);
    }
    if (met_) {
      const bool is_whole = co_await places_.begins_at(records.size(), bookmark_, count_);
      if (!is_whole) co_return false;
    }
    const std::optional<LogEntry> newest = co_await memory_.read_record(0);
    const std::size_t count = co_await memory_.read_count();
    co_return newest.has_value() && identity_of(*newest) == identity_of(records.front()) && count == count_;
  }

  /// Record 0 is the same still. So is the count, where it matters: a wrong one would hide the memory's end,
  /// and where records are equal the new record 0 may be, too; then the equal ones are looked at again. So
  /// are a record that stands in the bookmark, where that was seen once, and the bookmark behind it.
  awaitable<bool> stood_still() {
    places_.forget();
    if (count_ > 0) {
      const Name newest = found_.empty() ? bookmark_.front() : identity_of(found_.front());
      const auto is_newest = [&](const std::optional<LogEntry>& r) { return r && identity_of(*r) == newest; };
      auto again = co_await memory_.read_record(0);
      if (!is_newest(again) && !memory_.has_checksum())
        again = co_await ask_until_two_agree(
            again, [this] { return memory_.read_record(0); }, "its newest record");
      if (!is_newest(again)) {
        if (again) places_.know(0, *again, true);
        co_return false;
      }
      places_.know(0, *again, false);
    }
    const std::vector<Name> names = names_of(found_);
    const auto known = std::find_first_of(names.begin(), names.end(), bookmark_.begin(), bookmark_.end());
    if (met_ && known != names.end() && (!places_.asks_twice() || memory_.is_disturbed())) {
      const auto place = static_cast<std::size_t>(known - names.begin());
      const bool is_there = co_await places_.is(place, *known, {});
      if (!is_there) co_return false;
      const bool is_behind = co_await places_.begins_at(names.size(), bookmark_, count_);
      if (!is_behind) co_return false;
    }
    const bool has_repeats = first_repeat(names) < names.size();
    if (met_ && !has_repeats) co_return true;
    std::size_t again = co_await memory_.read_count();
    const auto ask_count = [this] { return memory_.read_count(); };
    if (again != count_ && !memory_.has_checksum())
      again = co_await ask_until_two_agree(again, ask_count, "how many readings it holds");
    if (again != count_) co_return false;
    if (!has_repeats) co_return true;
    co_return co_await stand_twice();
  }

  /// Whether what is twice in found() stands there twice: a test like the newest one, in a full memory, moves
  /// the places without showing at record 0 or in the count.
  awaitable<bool> stand_twice() {
    const std::vector<Name> names = names_of(found_);
    const std::vector<Name> none;
    for (std::size_t i = first_repeat(names); i < names.size(); i = first_repeat(names, i + 1)) {
      const auto before = std::find(names.rend() - static_cast<std::ptrdiff_t>(i), names.rend(), names[i]);
      for (const std::size_t place : {static_cast<std::size_t>(names.rend() - before) - 1, i}) {
        const bool stands = co_await places_.is(place, names[i], none);
        if (!stands) co_return false;
      }
    }
    co_return true;
  }

  IndexedMemory& memory_;
  const DownloadOptions& options_;
  const std::vector<Name>& bookmark_;
  Kept& kept_;
  MemoryPlaces places_;
  std::size_t count_ = 0;
  std::vector<LogEntry> found_;
  bool met_ = false;
};

}  // namespace

awaitable<void> download_indexed(IndexedMemory& memory, const DownloadOptions& options, Downloaded& result) {
  std::vector<Name> bookmark;
  if (options.bookmark) bookmark = make_bookmark(options.bookmark->newest).newest;

  result = {};
  Kept kept(result.entries);
  Walk walk(memory, options, bookmark, kept);
  for (int moves = 0; moves <= max_moves; ++moves) {
    const bool stood_still = co_await walk.run();
    if (!stood_still) continue;

    std::vector<Name> newest = names_of(walk.found());
    if (walk.met_bookmark()) {
      newest.insert(newest.end(), bookmark.begin(), bookmark.end());
      result.entries = walk.found();
    } else {
      kept.complete(walk.found());
    }
    result.met_bookmark = walk.met_bookmark();
    // In a memory that may come oldest first, what is new stands behind the bookmark.
    const bool is_newest_first = walk.met_bookmark() || order_of(walk.found()) == MemoryOrder::newest_first;
    if (is_newest_first) result.bookmark = make_bookmark(newest);
    result.complete = true;
    options.progress({result.entries.size(), result.entries.size()});
    co_return;
  }
}

}  // namespace device
