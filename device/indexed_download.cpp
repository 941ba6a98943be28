#include "device/indexed_download.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "device/agreement.hpp"

namespace device {
namespace {

using boost::asio::awaitable;
using core::LogEntry;
using Name = core::Bookmark::Identity;  // what a record is called in a bookmark

constexpr int max_restarts = 3;

/// One walk through the memory, from the newest record to the bookmark or the end.
class Walk {
 public:
  Walk(IndexedMemory& memory, const DownloadOptions& options, const std::vector<Name>& bookmark)
      : memory_(memory), options_(options), bookmark_(bookmark) {}

  /// Hands each new record to `keep` once it is confirmed. False when the memory moved meanwhile: start over.
  template <class Keep>
  awaitable<bool> run(Keep keep) {
    count_ = co_await memory_.read_count();
    const std::size_t total = bookmark_.empty() ? count_ : 0;
    for (std::size_t i = 0; i < count_; ++i) {
      met_ = co_await bookmark_begins_at(i);
      if (met_) break;
      if (!options_.read_once) co_await confirm(i);
      const std::optional<LogEntry>& record = co_await look(i);
      if (!record) co_return false;
      found_.push_back(*record);
      found_.back().read_once = options_.read_once;
      seen_.erase(i);
      keep(found_.back());
      options_.progress({found_.size(), total});
    }
    co_return co_await stood_still();
  }

  const std::vector<LogEntry>& found() const { return found_; }
  bool met_bookmark() const { return met_; }

 private:
  struct Seen {
    std::optional<LogEntry> record;
    bool confirmed = false;
  };

  auto ask(std::size_t i) {
    return [this, i] { return memory_.read_record(i); };
  }

  /// The first answer about record i, or the confirmed one where there is one.
  awaitable<std::optional<LogEntry>> look(std::size_t i) {
    if (const auto known = seen_.find(i); known != seen_.end()) co_return known->second.record;
    std::optional<LogEntry> answer = co_await memory_.read_record(i);
    seen_[i] = {answer, false};
    co_return answer;
  }

  awaitable<void> confirm(std::size_t i) {
    const std::optional<LogEntry> first = co_await look(i);
    if (seen_[i].confirmed) co_return;
    const auto agreed = co_await ask_until_two_agree(first, ask(i), fmt::format("record {}", i));
    seen_[i] = {agreed, true};
  }

  awaitable<bool> bookmark_begins_at(std::size_t i) {
    if (bookmark_.empty() || i + bookmark_.size() > count_) co_return false;
    for (std::size_t j = 0; j < bookmark_.size(); ++j) {
      const bool fits = co_await is(i + j, bookmark_[j]);
      if (!fits) co_return false;
    }
    co_return true;
  }

  /// Whether record i is the wanted one. Before it is held to be another, a second answer is asked for: a
  /// flipped bit must not hide the bookmark. (No bit turns one record of the bookmark into another.)
  awaitable<bool> is(std::size_t i, const Name& wanted) {
    const std::optional<LogEntry> first = co_await look(i);
    if (first && identity_of(*first) == wanted) co_return true;
    const bool in_bookmark =
        first && std::find(bookmark_.begin(), bookmark_.end(), identity_of(*first)) != bookmark_.end();
    if (in_bookmark || options_.read_once) co_return false;
    co_await confirm(i);
    const std::optional<LogEntry> sure = co_await look(i);
    co_return sure&& identity_of(*sure) == wanted;
  }

  awaitable<bool> stood_still() {
    if (count_ > 0) {
      const Name newest = found_.empty() ? bookmark_.front() : identity_of(found_.front());
      const auto is_newest = [&](const std::optional<LogEntry>& r) { return r && identity_of(*r) == newest; };
      auto again = co_await memory_.read_record(0);
      if (!is_newest(again)) again = co_await ask_until_two_agree(again, ask(0), "its newest record");
      if (!is_newest(again)) co_return false;
    }
    std::size_t again = co_await memory_.read_count();
    const auto ask_count = [this] { return memory_.read_count(); };
    if (again != count_) again = co_await ask_until_two_agree(again, ask_count, "how many readings it holds");
    co_return again == count_;
  }

  IndexedMemory& memory_;
  const DownloadOptions& options_;
  const std::vector<Name>& bookmark_;
  std::size_t count_ = 0;
  std::map<std::size_t, Seen> seen_;  ///< from the walk's place on: looked at, not yet used
  std::vector<LogEntry> found_;
  bool met_ = false;
};

}  // namespace

core::Bookmark::Identity identity_of(const LogEntry& entry) {
  return {entry.time, entry.origin};
}

core::Bookmark make_bookmark(const std::vector<Name>& newest) {
  const auto other =
      std::find_if(newest.begin(), newest.end(), [&](const Name& i) { return i != newest[0]; });
  if (other == newest.end()) return {};
  return {{newest.begin(), other + 1}};
}

awaitable<void> download_indexed(IndexedMemory& memory, const DownloadOptions& options, Downloaded& result) {
  std::vector<Name> bookmark;
  if (options.bookmark) bookmark = make_bookmark(options.bookmark->newest).newest;

  result = {};
  std::set<std::pair<core::MeterTime, std::string>> kept;
  const auto keep = [&](const LogEntry& entry) {
    if (kept.emplace(entry.time, entry.origin).second) result.entries.push_back(entry);
  };

  for (int walks = 0; walks <= max_restarts; ++walks) {
    Walk walk(memory, options, bookmark);
    const bool stood_still = co_await walk.run(keep);
    if (!stood_still) continue;

    std::vector<Name> newest;
    for (const LogEntry& entry : walk.found()) newest.push_back(identity_of(entry));
    std::vector<LogEntry> entries = walk.found();
    if (walk.met_bookmark()) {
      newest.insert(newest.end(), bookmark.begin(), bookmark.end());
    } else {
      for (const Name& identity : newest) kept.erase({identity.time, identity.origin});
      for (const LogEntry& entry : result.entries)
        if (kept.contains({entry.time, entry.origin})) entries.push_back(entry);
    }
    result.entries = std::move(entries);
    result.met_bookmark = walk.met_bookmark();
    result.bookmark = make_bookmark(newest);
    result.complete = true;
    options.progress({result.entries.size(), result.entries.size()});
    co_return;
  }
}

}  // namespace device
