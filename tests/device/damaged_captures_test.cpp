#include <algorithm>
#include <set>

#include "tests/catch.hpp"
#include "tests/device/capture.hpp"
#include "tests/device/families.hpp"

// Every byte of a captured conversation, whoever said it, is flipped bit by bit, lost and doubled, once each.
namespace {

using What = TamperedCable::What;

/// The meter's end of a capture for a host that may ask again: a question gets its recorded answer, the next
/// one in the order of the capture where several are alike, and any other nothing.
class PatientPeer {
 public:
  explicit PatientPeer(const Capture& capture) : steps_(capture.steps) {}

  core::MemoryStream::Answer operator()(core::ByteView host) {
    heard_.insert(heard_.end(), host.begin(), host.end());
    const auto is_heard = [&](const Capture::Step& step) { return step.host == heard_; };
    const auto is_begun = [&](const Capture::Step& step) {
      return step.host.size() > heard_.size() && std::equal(heard_.begin(), heard_.end(), step.host.begin());
    };
    auto step = std::find_if(steps_.begin() + next_, steps_.end(), is_heard);
    if (step == steps_.end()) step = std::find_if(steps_.begin(), steps_.end(), is_heard);
    if (step == steps_.end()) {
      if (std::none_of(steps_.begin(), steps_.end(), is_begun)) heard_.clear();
      return {};
    }
    heard_.clear();
    next_ = step - steps_.begin() + 1;
    return {step->meter, false};
  }

 private:
  const std::vector<Capture::Step>& steps_;
  std::ptrdiff_t next_ = 0;
  core::Bytes heard_;
};

struct Heard {
  SessionResult session;
  std::uint64_t passed = 0;  ///< bytes, both directions

  const std::vector<core::LogEntry>& entries() const { return session.read.downloaded.entries; }
  bool is_complete() const { return !session.error && session.read.downloaded.complete; }
};

Heard hear(const Capture& capture, TamperedCable::Plan plan) {
  TamperedCable cable(
      [peer = PatientPeer(capture)](core::ByteView bytes, core::Deadline) mutable { return peer(bytes); },
      speaker_of(capture), plan);
  core::MemoryStream wire = cable.stream();
  Heard heard{run_session(wire, {.driver = device::find_driver(family_of(capture))})};
  heard.passed = cable.passed();
  return heard;
}

/// Readings that the clean conversation has not; a record kept as one that nobody can read is no reading.
std::size_t wrong_of(const Heard& heard, const Heard& clean) {
  const auto& meant = clean.entries();
  const auto& read = heard.entries();
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
    if (clean.entries().empty()) continue;  // a piece of a conversation only
    CHECK(wrong_of(clean, clean) == 0);
    damaged.insert(family_of(capture));
    constexpr std::uint64_t ways = 10;  // eight bits, lost, doubled
    for (std::uint64_t trial = 0; trial < clean.passed * ways; ++trial) {
      const std::uint64_t way = trial % ways;
      const What what = way < 8 ? What::flip : way == 8 ? What::drop : What::twice;
      INFO(capture.path << ", byte " << trial / ways << ", way " << way);
      const Heard heard = hear(capture, {what, trial / ways, static_cast<unsigned>(way)});
      CHECK(wrong_of(heard, clean) == 0);
      if (heard.is_complete()) CHECK(heard.entries().size() == clean.entries().size());
    }
  }
  for (const Family& family : families()) {
    INFO(family.name());
    CHECK(damaged.contains(std::string(family.name())));
  }
}
