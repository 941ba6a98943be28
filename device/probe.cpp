#include "device/probe.hpp"

#include <algorithm>
#include <array>

#include "core/error.hpp"
#include "device/language.hpp"
#include "device/silence.hpp"

namespace device {
namespace {

using boost::asio::awaitable;
using namespace std::chrono_literals;

constexpr std::chrono::milliseconds short_wait = 300ms;
constexpr std::size_t most_heard = 8192;

struct Effort {
  int tries;
  std::chrono::milliseconds wait;
};

/// The candidate whose language stands in what was heard on a line of these settings.
const Driver* recognised(core::ByteView heard, const SerialSettings& settings,
                         const std::vector<const Driver*>& candidates) {
  for (const Driver* driver : candidates)
    if (const SerialLink& link = serial_link(*driver); link.settings == settings && link.speaks(heard))
      return driver;
  return nullptr;
}

/// Reads until somebody is recognised or the time is over.
awaitable<const Driver*> listen(core::ByteStream& wire, const SerialSettings& settings,
                                const std::vector<const Driver*>& candidates, core::Deadline until,
                                core::Bytes& heard) {
  std::array<std::uint8_t, 512> piece;
  while (heard.size() < most_heard) {
    try {
      const std::size_t count = co_await wire.read_some(piece, until);
      heard.insert(heard.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
    } catch (const core::Failure& failure) {
      if (failure.error().kind != core::Errc::timeout) throw;
      co_return nullptr;
    }
    if (const Driver* driver = recognised(heard, settings, candidates)) co_return driver;
  }
  co_return nullptr;
}

awaitable<const Driver*> probe(const Driver& asked, const std::vector<const Driver*>& candidates,
                               const OpenWire& open, Effort effort, bool& heard_any) {
  const SerialLink& link = serial_link(asked);
  const std::shared_ptr<core::ByteStream> wire = open(link.settings);
  core::Bytes heard;
  const Driver* found = nullptr;
  for (int tries = 0; tries < effort.tries && !found; ++tries) {
    if (!link.probe.question.empty())
      co_await wire->write(core::as_bytes(link.probe.question), wire->now() + 1s);
    found = co_await listen(*wire, link.settings, candidates, wire->now() + effort.wait, heard);
  }
  heard_any = heard_any || !heard.empty();
  if (!found) co_return nullptr;
  const Probe& answered = serial_link(*found).probe;
  if (!answered.farewell.empty()) {
    co_await wire->write(core::as_bytes(answered.farewell), wire->now() + 1s);
    co_await wait_for_silence(*wire, 100ms);
  }
  if (answered.rest > 0ms) co_await wait_for_silence(*wire, 300ms, answered.rest);
  co_return found;
}

using Steps = std::vector<std::pair<const Driver*, Effort>>;

awaitable<void> ask_in_turn(const Steps& steps, const std::vector<const Driver*>& candidates,
                            const OpenWire& open, Probed& result) {
  for (const auto& [driver, effort] : steps) {
    result.driver = co_await probe(*driver, candidates, open, effort, result.heard);
    if (result.driver) co_return;
  }
}

std::chrono::milliseconds time_of(const Steps& steps) {
  std::chrono::milliseconds time{0};
  for (const auto& [driver, effort] : steps) time += effort.tries * effort.wait;
  return time;
}

}  // namespace

awaitable<Probed> probe_families(std::vector<const Driver*> candidates, OpenWire open, ProbeOptions options) {
  std::sort(candidates.begin(), candidates.end(), [](const Driver* a, const Driver* b) {
    return serial_link(*a).probe.place < serial_link(*b).probe.place;
  });
  Steps steps, listening, full;
  for (const Driver* driver : candidates) {
    const Probe& how = serial_link(*driver).probe;
    if (how.question.empty()) {
      listening.emplace_back(driver, Effort{1, how.wait});
    } else {
      steps.emplace_back(driver, Effort{1, std::min(how.wait, short_wait)});
      full.emplace_back(driver, Effort{how.tries, how.wait});
    }
  }
  std::stable_partition(steps.begin(), steps.end(),
                        [&](const auto& step) { return options.expected(*step.first); });
  steps.insert(options.is_pseudo_terminal ? steps.end() : steps.begin(), listening.begin(), listening.end());

  Probed result;
  co_await ask_in_turn(steps, candidates, open, result);
  if (result.driver || options.is_quick) co_return result;
  options.patience(std::chrono::ceil<std::chrono::seconds>(time_of(full)));
  co_await ask_in_turn(full, candidates, open, result);
  co_return result;
}

}  // namespace device
