#include <algorithm>
#include <set>

#include "tests/catch.hpp"
#include "tests/device/capture.hpp"
#include "tests/device/families.hpp"
#include "tests/device/meters/scripted_meter.hpp"

// Every byte that a captured meter said is flipped bit by bit, lost and doubled, once each.
namespace {

enum class What { nothing, flip, lose, twice };
struct Damage {
  What what = What::nothing;
  std::size_t byte = 0;  ///< of what the meter says in all, from 0
  unsigned bit = 0;
};

/// The meter's end of a capture for a host that may ask again: a question gets its recorded answer, the next
/// one in the order of the capture where several are alike, and any other nothing. One byte is damaged, the
/// first time it is said.
class DamagedPeer {
 public:
  DamagedPeer(const Capture& capture, Damage damage) : capture_(capture), damage_(damage) {}

  core::MemoryStream::Answer operator()(core::ByteView host) {
    heard_.insert(heard_.end(), host.begin(), host.end());
    const auto is_heard = [&](const Capture::Step& step) { return step.host == heard_; };
    auto step = std::find_if(capture_.steps.begin() + next_, capture_.steps.end(), is_heard);
    if (step == capture_.steps.end())
      step = std::find_if(capture_.steps.begin(), capture_.steps.end(), is_heard);
    if (step == capture_.steps.end()) {
      const bool is_begun =
          std::any_of(capture_.steps.begin(), capture_.steps.end(), [&](const Capture::Step& other) {
            return other.host.size() > heard_.size() &&
                   std::equal(heard_.begin(), heard_.end(), other.host.begin());
          });
      if (!is_begun) heard_.clear();
      return {};
    }
    heard_.clear();
    next_ = step - capture_.steps.begin() + 1;
    return {said(step->meter), false};
  }
  /// Bytes that the meter has said.
  std::size_t passed() const { return passed_; }

 private:
  core::Bytes said(core::Bytes bytes) {
    const bool here = damage_.byte >= passed_ && damage_.byte < passed_ + bytes.size();
    const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(here ? damage_.byte - passed_ : 0);
    passed_ += bytes.size();
    if (!here) return bytes;
    if (damage_.what == What::flip) *place = static_cast<std::uint8_t>(*place ^ 1u << damage_.bit);
    if (damage_.what == What::lose) bytes.erase(place);
    if (damage_.what == What::twice) bytes.insert(place, std::uint8_t{*place});
    return bytes;
  }

  const Capture& capture_;
  Damage damage_;
  std::ptrdiff_t next_ = 0;
  std::size_t passed_ = 0;
  core::Bytes heard_;
};

struct Heard {
  device::MeterRead read;
  bool is_complete = false;
  std::size_t passed = 0;
};

Heard hear(const Capture& capture, Damage damage) {
  DamagedPeer peer(capture, damage);
  ScriptedMeter bench(
      family_of(capture), [&peer](core::ByteView bytes, core::Deadline) { return peer(bytes); },
      speaker_of(capture));
  Heard heard;
  try {
    heard.read = bench.read();
    heard.is_complete = heard.read.downloaded.complete && !heard.read.broken;
  } catch (const core::Failure&) {
  }
  heard.passed = peer.passed();
  return heard;
}

/// Readings that the clean conversation has not; a record kept as one that nobody can read is no reading.
std::size_t wrong_of(const Heard& heard, const Heard& clean) {
  const auto& meant = clean.read.downloaded.entries;
  const auto& read = heard.read.downloaded.entries;
  return static_cast<std::size_t>(std::count_if(read.begin(), read.end(), [&](const core::LogEntry& entry) {
    if (std::holds_alternative<core::UnreadRecord>(entry.content)) return false;
    return std::none_of(meant.begin(), meant.end(), [&](const core::LogEntry& other) {
      return entry.time == other.time && entry.content == other.content && entry.tags == other.tags;
    });
  }));
}

}  // namespace

TEST_CASE("a captured byte that is flipped, lost or doubled makes no other reading of any family's meter") {
  std::set<std::string> damaged;
  for (const Capture& capture : captures()) {
    const Heard clean = hear(capture, {});
    if (clean.read.downloaded.entries.empty()) continue;  // a piece of a conversation only
    CHECK(wrong_of(clean, clean) == 0);
    damaged.insert(family_of(capture));
    constexpr std::uint64_t ways = 10;  // eight bits, lost, doubled
    for (std::uint64_t trial = 0; trial < clean.passed * ways; ++trial) {
      const std::uint64_t way = trial % ways;
      const Damage damage{way < 8    ? What::flip
                          : way == 8 ? What::lose
                                     : What::twice,
                          static_cast<std::size_t>(trial / ways), static_cast<unsigned>(way)};
      INFO(capture.path << ", byte " << damage.byte << ", way " << way);
      const Heard heard = hear(capture, damage);
      CHECK(wrong_of(heard, clean) == 0);
      if (heard.is_complete)
        CHECK(heard.read.downloaded.entries.size() == clean.read.downloaded.entries.size());
    }
  }
  for (const Family& family : families()) {
    INFO(family.name());
    CHECK(damaged.contains(std::string(family.name())));
  }
}
