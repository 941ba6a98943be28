#pragma once

#include <array>
#include <map>
#include <random>

#include "core/logbook/logbook.hpp"
#include "tests/device/families.hpp"
#include "tests/temporary_folder.hpp"

// A random meter with random readings is read into a logbook over a line with random faults, then over a
// clean one; some memories are small and overflow, some downloads are undone. Beside it runs the simplest
// model there is: what was ever taken, each as often as it was, and what of it a download that ended well has
// seen and nobody has undone. The logbook holds no more than the one and no less than the other.
namespace random_sessions {

/// How a story with this seed went.
struct Story {
  std::string told;     ///< its steps
  std::string problem;  ///< empty where the logbook holds what the model holds
};

class Teller {
 public:
  explicit Teller(std::uint64_t seed) : seed_(seed), random_(seed) {}

  Story tell() {
    const std::vector<Family> all = families();
    family_ = all[below(all.size())];
    const auto& models = family_.simulated->models;
    model_ = models[below(models.size())].name;
    seen_ = exactness();
    Story story;
    story.told = fmt::format("seed {}: {}", seed_, model_);
    auto meter = simulated_meter(model_, first_readings(), {}, 1 + seed_ % 90'000);
    taken_ = meter.meter().state().memory;
    if (below(3) == 0) shrink(meter.meter().state(), 4 + below(30));
    story.told += fmt::format(" for {}", meter.meter().state().capacity);
    const std::size_t steps = 1 + below(3);
    for (std::size_t step = 0; step < steps && problem_.empty(); ++step) {
      if (step > 0 || below(2) == 0) live(meter);
      const bool spoils = below(4) > 0;
      const simulators::Faults faults = spoils ? random_faults() : simulators::Faults{};
      sync(meter, faults, story.told);
      check();
      if (problem_.empty() && last_.added > 0 && below(5) == 0) undo(story.told);
    }
    for (int syncs = 0; syncs < 2 && problem_.empty(); ++syncs) {
      const SessionResult result = sync(meter, {}, story.told);
      if (result.error) problem_ = "over a clean line: " + core::sentence(*result.error);
    }
    if (problem_.empty()) check();
    story.problem = problem_;
    return story;
  }

 private:
  std::uint64_t below(std::uint64_t end) { return random_() % end; }

  /// Within what all families can hold, as exactly as they all tell.
  core::LogEntry random_reading(core::LocalSeconds time) {
    core::LogEntry entry;
    entry.time.local = time;
    const auto value = core::mg_dl(static_cast<int>(20 + below(481)));
    entry.content = core::BloodGlucose{value, core::MealMarker{static_cast<std::uint8_t>(3 + below(6))}};
    const std::uint64_t kind = below(20);
    if (kind == 0) entry.content = core::ControlResult{core::mg_dl(104)};
    if (kind == 1) entry.content = core::BloodGlucose{core::above_range(core::mg_dl(0))};
    if (kind == 2) entry.content = core::BloodGlucose{core::below_range(core::mg_dl(0))};
    if (kind == 3) entry.content = core::Ketone{{static_cast<std::int32_t>(below(80)), 1}};
    if (kind == 4) entry.time.local.reset();
    return entry;
  }

  /// Up to forty, some minutes to days apart; now and then the same once more.
  simulators::Readings first_readings() {
    simulators::Readings readings;
    const std::uint64_t count = below(4) == 0 ? below(3) : below(40);
    core::LocalSeconds time = session_time() - std::chrono::hours(24 * 60);
    for (std::uint64_t i = 0; i < count; ++i) {
      time += std::chrono::seconds(1 + below(24 * 3600));
      readings.push_back(below(15) == 0 && !readings.empty() ? readings.back() : random_reading(time));
    }
    return readings;
  }

  static void shrink(simulators::MeterState& state, std::size_t capacity) {
    state.capacity = capacity;
    while (state.memory.size() > capacity) state.memory.erase(state.memory.begin());
  }

  /// What happens between two syncs: tests are taken, and the clock may be set before.
  void live(simulators::FaultyMeter& meter) {
    simulators::MeterState& state = meter.meter().state();
    constexpr std::array<int, 8> hours{0, 0, 0, 0, 1, -1, 25, -26'000};
    const int change = hours[below(hours.size())];
    if (change != 0) state.set_clock(std::chrono::hours(change), session_time());
    for (std::uint64_t tests = below(6); tests > 0; --tests) {
      now_ += std::chrono::seconds(below(3) == 0 ? 0 : 1 + below(20'000));
      const core::LogEntry taken = below(12) == 0 && !state.memory.empty()
                                       ? state.memory.back()
                                       : random_reading(session_time() + now_ + state.clock_difference);
      if (state.add(taken)) taken_.push_back(taken);
    }
  }

  simulators::Faults random_faults() {
    simulators::Faults faults;
    const std::uint64_t byte = 1 + below(below(2) == 0 ? 200 : 3000);
    const std::uint64_t answer = 1 + below(60);
    for (std::uint64_t more = 1 + below(3); more > 0; --more) {
      switch (below(10)) {
        case 0:
          faults.disconnect = {byte};
          break;
        case 1:
          faults.drop.push_back(1 + below(3000));
          break;
        case 2:
          faults.stall.push_back({byte, std::chrono::milliseconds(below(4000))});
          break;
        case 3:
          faults.stall.push_back({byte, std::nullopt});
          break;
        case 4:
          faults.corrupt.push_back({1 + below(3000), static_cast<unsigned>(below(8))});
          break;
        case 5:
          faults.deaf = 1 + below(3);
          break;
        case 6:
          faults.duplicate.push_back(answer | 1);  // no wire halves and doubles one answer
          break;
        case 7:
          faults.truncate.push_back(answer & ~std::uint64_t{1});
          break;
        case 8:
          for (std::uint64_t tests = 1 + below(3); tests > 0; --tests)
            faults.add_during.push_back(1 + below(45));
          break;
        default:
          faults.noise = 1e-6;
      }
    }
    return faults;
  }

  /// Bits that may arrive wrong are not for who reads only once.
  static bool alters(const simulators::Faults& faults) {
    return !faults.drop.empty() || !faults.corrupt.empty() || faults.noise > 0;
  }

  SessionResult sync(simulators::FaultyMeter& meter, const simulators::Faults& faults, std::string& told) {
    meter.change(faults);
    meter.replug(session_time());
    constexpr std::array passes{device::Passes::usual, device::Passes::usual, device::Passes::twice,
                                device::Passes::once};
    SessionOptions how;
    how.driver = family_.driver;
    how.passes = passes[below(alters(faults) ? 3 : 4)];
    const bool whole = below(5) == 0;
    told += fmt::format("; {} held, sync{}{}", meter.meter().state().memory.size(), whole ? " whole" : "",
                        how.passes == device::Passes::once    ? " --fast"
                        : how.passes == device::Passes::twice ? " --twice"
                                                              : "");
    for (const std::string& fault : simulators::format_faults(faults)) told += " " + fault;
    const auto source = logbook_.find_source(core::SourceKind::meter, std::string(family_.name()),
                                             meter.meter().state().serial);
    if (source && !whole) how.bookmark = logbook_.bookmark(*source);
    const simulators::Readings before = meter.meter().state().memory;
    const SessionResult result = run_session(meter, how);
    const std::size_t more = taken_since(before, meter.meter().state().memory);
    taken_.insert(taken_.end(), meter.meter().state().memory.end() - static_cast<std::ptrdiff_t>(more),
                  meter.meter().state().memory.end());
    told += result.error
                ? fmt::format(" -> {} read, {}", result.read.downloaded.entries.size(), result.error->what)
                : fmt::format(" -> {} read", result.read.downloaded.entries.size());
    last_ = store(result.read);
    required_before_ = required_;
    if (result.read.downloaded.complete) {  // what was taken or overwritten meanwhile may be in it or not
      const std::size_t kept = meter.meter().state().memory.size() - more;
      require({before.end() - static_cast<std::ptrdiff_t>(kept), before.end()});
    }
    return result;
  }

  /// How many of `after` were taken since the memory was `before`.
  static std::size_t taken_since(const simulators::Readings& before, const simulators::Readings& after) {
    for (std::size_t more = 0; more < after.size(); ++more) {
      const std::size_t kept = after.size() - more;
      if (kept <= before.size() &&
          std::equal(after.begin(), after.begin() + static_cast<std::ptrdiff_t>(kept),
                     before.end() - static_cast<std::ptrdiff_t>(kept)))
        return more;
    }
    return after.size();
  }

  std::map<std::string, int> counted(const simulators::Readings& readings) const {
    std::map<std::string, int> counts;
    for (const core::LogEntry& entry : readings) ++counts[seen_(entry)];
    return counts;
  }

  void require(const simulators::Readings& readings) {
    for (const auto& [entry, count] : counted(readings)) {
      int& least = required_[entry];
      least = std::max(least, count);
    }
  }

  /// The last download, which brought something, is taken back, and perhaps brought back.
  void undo(std::string& told) {
    has_undone_ = true;
    logbook_.undo(last_.operation, "log undo");
    std::swap(required_, required_before_);
    told += "; undone";
    check();
    if (below(2) == 0) return;
    logbook_.redo("log redo");
    std::swap(required_, required_before_);
    told += ", redone";
    check();
  }

  /// As `bgbingo sync` does it.
  core::Added store(const device::MeterRead& read) {
    if (read.identity.serial.empty()) return {};
    const core::Source source{core::SourceKind::meter, std::string(family_.name()), read.identity.serial,
                              read.identity.model, read.identity.simulated};
    auto intake = logbook_.begin(
        source, read.downloaded.met_bookmark ? core::Dump::since_bookmark : core::Dump::whole, "sync");
    for (const core::LogEntry& entry : read.downloaded.entries) intake.add(entry);
    if (read.clock) intake.add_clock_check(*read.clock);
    if (read.downloaded.complete) intake.set_bookmark(read.downloaded.bookmark);
    return intake.commit();
  }

  /// How exactly this model tells, from a meter that holds all kinds.
  Seen exactness() const {
    auto meter = simulated_meter(model_, mixed_readings(40));
    return seen_by(entries_of(run_session(meter, {.driver = family_.driver})));
  }

  void check() {
    std::map<std::string, int> held;
    core::Filter filter;
    filter.which = core::Filter::Which::all;
    logbook_.each(filter, [&](const core::StoredEntry& stored) {
      if (stored.state == core::State::active)
        ++held[seen_(stored.entry)];
      else if (!has_undone_ || stored.state != core::State::undone)
        problem_ += fmt::format("{} is {}; ", seen_(stored.entry), core::name(stored.state));
    });
    auto taken = counted(taken_);
    for (const auto& [entry, count] : held)
      if (count > taken[entry])
        problem_ += fmt::format("{} times too often: {}; ", count - taken[entry], entry);
    for (const auto& [entry, count] : required_)
      if (count > held[entry]) problem_ += fmt::format("{} times missing: {}; ", count - held[entry], entry);
  }

  std::uint64_t seed_;
  std::mt19937_64 random_;
  Family family_{};
  std::string_view model_;
  std::chrono::seconds now_{0};
  Seen seen_{};
  simulators::Readings taken_;                  ///< by the meter, ever
  std::map<std::string, int> required_;         ///< how many of each the logbook has to hold
  std::map<std::string, int> required_before_;  ///< the last download; or with what was undone
  core::Added last_;
  bool has_undone_ = false;
  TemporaryFolder folder_;
  core::Logbook logbook_{folder_ / "model.logbook", core::Logbook::Open::create};
  std::string problem_;
};

/// The same seed tells the same story.
inline Story tell(std::uint64_t seed) {
  return Teller(seed).tell();
}

}  // namespace random_sessions
