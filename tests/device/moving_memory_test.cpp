#include <map>
#include <random>
#include <set>

#include <fmt/format.h>

#include "tests/catch.hpp"
#include "tests/device/indexed_memory.hpp"

TEST_CASE("a test taken during the download, at any moment, is got and doubles nothing") {
  for (const std::size_t capacity : {1000u, 5u}) {
    const Memory memory = memory_of(5);
    for (std::size_t at = 2; at <= 12; ++at) {
      Memory used = memory;
      used.capacity = capacity;
      used.before = [&used, at](std::size_t now) {
        if (now == at) used.take(reading(1000, 200));
      };
      const Downloaded result = download(used);
      INFO("capacity " << capacity << ", test before exchange " << at);
      CHECK(result.complete);
      // With a full memory what was confirmed before it was overwritten comes last.
      REQUIRE(result.entries.size() >= used.records.size());
      CHECK(std::vector(result.entries.begin(),
                        result.entries.begin() + static_cast<int>(used.records.size())) == used.records);
      for (std::size_t i = used.records.size(); i < result.entries.size(); ++i)
        CHECK(result.entries[i] == memory.records.back());
      CHECK(result.entries.size() <= used.records.size() + 1);
      CHECK(origins(result.bookmark) == Origins{"200", "104"});
    }
  }
}

TEST_CASE("a test taken after the last look at record 0 is left for the next download") {
  Memory memory = memory_of(5);
  memory.capacity = 5;
  const auto before = memory.records;
  memory.before = [&memory](std::size_t now) {
    if (now == 13) memory.take(reading(1000, 200));
  };
  const Downloaded result = download(memory);
  CHECK(result.complete);
  CHECK(result.entries == before);
  memory.before = [](std::size_t) {};
  CHECK(origins(download_since(memory, result.bookmark).entries) == Origins{"200"});
}

TEST_CASE("a test taken while a bookmark of equal records is looked for doubles nothing") {
  for (const int equal : {2, 3}) {
    for (const bool is_checked : {false, true}) {
      Memory memory = memory_of(5);
      memory.checked = is_checked;
      for (int i = 0; i < equal; ++i) memory.take(reading(800, 180));
      const auto bookmark = download(memory).bookmark;
      memory.take(reading(900, 190));
      memory.take(reading(901, 191));
      for (std::size_t at = 1; at <= 20; ++at) {
        Memory used = memory;
        used.before = [&used, at](std::size_t now) {
          if (now == at) used.take(reading(1000, 200));
        };
        const Downloaded result = download_since(used, bookmark);
        INFO(equal << " equal, test before exchange " << at);
        CHECK(result.complete);
        CHECK(result.met_bookmark);
        const auto read = origins(result.entries);
        CHECK((read == Origins{"200", "191", "190"} || read == Origins{"191", "190"}));
      }
    }
  }
}

TEST_CASE("a test taken while the bookmark is looked for loses nothing") {
  Memory memory = memory_of(5);
  const auto bookmark = download(memory).bookmark;
  memory.take(reading(900, 190));
  for (std::size_t at = 1; at <= 6; ++at) {
    Memory used = memory;
    used.before = [&used, at](std::size_t now) {
      if (now == at) used.take(reading(1000, 200));
    };
    const Downloaded result = download_since(used, bookmark);
    INFO("test before exchange " << at);
    CHECK(result.complete);
    CHECK(result.met_bookmark);
    CHECK(origins(result.entries) == Origins{"200", "190"});
  }
}

TEST_CASE("a test taken in the middle of a long download costs a dozen questions, not a second download") {
  for (const std::size_t at : {3u, 100u, 101u, 299u, 600u})
    for (const std::size_t capacity : {300u, 1000u}) {
      Memory memory = memory_of(300);
      memory.capacity = capacity;
      memory.before = [&memory, at](std::size_t now) {
        if (now == at) memory.take(reading(1000, 900));
      };
      const Downloaded result = download(memory);
      INFO("test before exchange " << at << ", capacity " << capacity);
      CHECK(result.complete);
      CHECK(result.entries.size() >= memory.records.size());
      CHECK(std::equal(memory.records.begin(), memory.records.end(), result.entries.begin()));
      CHECK(memory.exchanges <= 2 * 301 + 3 + 12);
    }
}

TEST_CASE("whatever tests are taken during downloads, equal ones too, all are had once after the next ones") {
  using Bag = std::map<std::string, std::size_t>;
  const auto bag = [](const std::vector<core::LogEntry>& entries) {
    Bag counts;
    for (const auto& entry : entries) ++counts[entry.raw];
    return counts;
  };
  const auto raws = [](const std::vector<core::LogEntry>& entries) {
    std::vector<std::string> all;
    for (const auto& entry : entries) all.push_back(entry.raw);
    return all;
  };
  for (unsigned seed = 0; seed < 20000; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const auto below = [&random](std::size_t bound) { return random() % bound; };
    Memory memory;
    int minute = 0, value = 100;
    const auto take = [&] {
      if (below(3) > 0) {  // else equal to the one before
        ++minute;
        value = 100 + static_cast<int>(below(2));
      }
      memory.take(reading(minute, value));
    };
    for (std::size_t count = below(9); count > 0; --count) take();

    std::string story = "before: " + fmt::format("{}", fmt::join(raws(memory.records), ", "));
    Bag kept;
    core::Bookmark bookmark;
    for (int downloads = 0; downloads < 5; ++downloads) {
      std::set<std::size_t> moments;
      if (downloads < 3)
        for (std::size_t tests = below(4); tests > 0; --tests) moments.insert(1 + below(30));
      memory.before = [&](std::size_t now) {
        if (moments.contains(now)) take();
      };
      const Downloaded result = download_since(memory, bookmark);
      REQUIRE(result.complete);
      for (const auto& [raw, count] : bag(result.entries))
        kept[raw] = result.met_bookmark ? kept[raw] + count : std::max(kept[raw], count);
      bookmark = result.bookmark;
      story += fmt::format("\ndownload {}: tests before exchanges {}; {} {} of {}", downloads,
                           fmt::join(moments, " "), result.met_bookmark ? "new" : "all",
                           fmt::join(raws(result.entries), ", "), fmt::join(raws(memory.records), ", "));
    }
    INFO(story);
    CHECK(kept == bag(memory.records));
  }
}

TEST_CASE("tests taken during the download of a full memory, like the newest one or not, double nothing") {
  for (const bool is_checked : {false, true})
    for (const int equal : {0, 1, 2})
      for (std::size_t first = 2; first <= 14; ++first)
        for (std::size_t second = first; second <= 16; ++second) {
          INFO(equal << " taken before, tests before exchanges " << first << " and " << second);
          Memory memory = memory_of(6);
          memory.capacity = 6;
          memory.checked = is_checked;
          for (int i = 0; i < equal; ++i) memory.take(reading(1000, 200));
          std::map<std::string, int> taken;
          for (const core::LogEntry& entry : memory.records) ++taken[entry.raw];
          memory.before = [&](std::size_t now) {
            for (const std::size_t at : {first, second})
              if (now == at) {
                memory.take(reading(1000, 200));
                ++taken[memory.records.front().raw];
              }
          };
          const Downloaded result = download(memory);
          CHECK(result.complete);
          for (const core::LogEntry& entry : result.entries)
            if (--taken[entry.raw] < 0) FAIL_CHECK("doubled: " << entry.raw);
        }
}

TEST_CASE("a break after a test was taken doubles nothing") {
  const Memory memory = memory_of(5);
  for (std::size_t test = 2; test <= 12; ++test)
    for (std::size_t cut = test; cut <= 12; ++cut) {
      Memory used = memory;
      used.before = [&used, test, cut](std::size_t now) {
        if (now == test) used.take(reading(1000, 200));
        if (now == cut) throw core::Failure({core::Errc::disconnected, "the meter was unplugged", "", ""});
      };
      Downloaded result;
      boost::asio::io_context io;
      CHECK_THROWS_AS(core::run(io, device::download_indexed(used, {}, result)), core::Failure);
      for (std::size_t i = 1; i < result.entries.size(); ++i)
        CHECK(result.entries[i] != result.entries[i - 1]);
    }
}

TEST_CASE("a memory that never stands still is given up, keeping what was confirmed") {
  Memory memory = memory_of(3);
  memory.before = [&memory, minute = 1000](std::size_t now) mutable {
    if (now % 5 == 0) memory.take(reading(minute, 200));
    ++minute;
  };
  const Downloaded result = download(memory);
  CHECK_FALSE(result.complete);
  CHECK(result.bookmark.newest.empty());
  CHECK(result.entries.size() >= 3);
}

TEST_CASE("a memory erased during the download ends with what is left and what was confirmed") {
  Memory memory = memory_of(4);
  const auto before = memory.records;
  memory.before = [&memory](std::size_t now) {
    if (now == 6) memory.records.clear();
  };
  const Downloaded result = download(memory);
  CHECK(result.complete);
  CHECK(result.entries == std::vector(before.begin(), before.begin() + 2));
  CHECK(result.bookmark.newest.empty());
}

TEST_CASE("a wrong count, first or last, loses nothing") {
  const Memory memory = memory_of(4);
  for (const std::size_t wrong : {0u, 2u, 9u}) {
    Memory first = memory;
    first.tamper_count = [wrong](std::size_t now, std::size_t count) { return now == 1 ? wrong : count; };
    CHECK(download(first).entries == memory.records);

    Memory last = memory;
    last.tamper_count = [wrong](std::size_t now, std::size_t count) { return now == 11 ? wrong : count; };
    const Downloaded result = download(last);
    CHECK(result.entries == memory.records);
    CHECK(last.exchanges == 1 + 2 * 4 + 2 + 2);
  }
}
