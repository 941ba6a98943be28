#include <algorithm>

#include <fmt/format.h>

#include "core/recording/mask.hpp"
#include "core/recording/recording_stream.hpp"
#include "core/text/printable.hpp"
#include "device/annotation.hpp"
#include "tests/catch.hpp"
#include "tests/device/simulated_session.hpp"

// What holds for the recordings of every family: each byte explained, and what is shared says the same
// readings at other days.
namespace {

using core::Direction;
using core::LogEntry;

const device::Driver& driver_of(const simulators::SimulatedFamily& family) {
  return *device::find_driver(family.family);
}

std::vector<const simulators::SimulatedFamily*> serial_families() {
  std::vector<const simulators::SimulatedFamily*> all;
  for (const simulators::SimulatedFamily* family : simulators::families())
    if (const device::Driver* driver = device::find_driver(family->family);
        driver && std::holds_alternative<device::SerialLink>(driver->link))
      all.push_back(family);
  return all;
}

/// Of every kind; a meter leaves out what it cannot hold.
simulators::Readings mixed_readings() {
  simulators::Readings readings = plain_readings(16);
  readings[1].content = core::BloodGlucose{core::above_range(core::mg_dl(0)), core::MealMarker::after_lunch};
  readings[2].content = core::BloodGlucose{core::below_range(core::mg_dl(0)), core::MealMarker::none};
  readings[3].content = core::ControlResult{core::mg_dl(104)};
  readings[4].content = core::Ketone{{15, 1}};
  readings[5].content = core::Ketone{{80, 1}, core::Reach::hi};
  readings[6].content = core::KetoneControl{{11, 1}};
  readings[7].content = core::OtherMeasurement{core::Analyte::hematocrit, {42, 0}};
  readings[8].content = core::UnreadRecord{};
  readings[10].time.local.reset();
  readings[12] = readings[11];
  return readings;
}

/// A session with the host's clock `shift` from the time the simulated meter knows.
SessionResult converse(core::ByteStream& wire, const device::Driver& driver, std::chrono::seconds shift) {
  boost::asio::io_context io;
  const core::Deadline began = wire.now();
  const auto wall_clock = [&wire, began, shift] {
    return session_time() + std::chrono::floor<std::chrono::seconds>(wire.now() - began) + shift;
  };
  device::ReadOptions options;
  options.host_clock = [wall_clock] { return core::UtcSeconds{wall_clock().time_since_epoch()}; };
  SessionResult result;
  try {
    const auto meter = device::serial_link(driver).open(wire);
    result.read = core::run(io, device::read_meter(*meter, options));
    result.error = result.read.broken;
    if (!result.error && driver.can_set_clock) core::run(io, meter->set_clock(wall_clock));
  } catch (const core::Failure& failure) {
    result.error = failure.error();
  }
  return result;
}

struct Recorded {
  core::Recording recording;
  SessionResult result;
  std::string serial;
};

Recorded record(std::string_view model, const device::Driver& driver, const simulators::Faults& faults = {}) {
  auto meter = simulated_meter(model, mixed_readings(), faults, 71);
  core::MemoryStream wire(simulators::memory_peer(meter, session_time()),
                          simulators::memory_speaker(meter, session_time()));
  Recorded recorded;
  recorded.serial = meter.meter().state().serial;
  recorded.recording.driver = driver.family;
  recorded.recording.started = core::UtcSeconds{session_time().time_since_epoch()};
  recorded.recording.zone = "Europe/London";
  core::RecordingStream stream(wire, recorded.recording);
  recorded.result = converse(stream, driver, std::chrono::seconds(0));
  return recorded;
}

/// A recording in the meter's place: at its times, and only to a host that says what the recording's did.
class PlayedMeter {
 public:
  explicit PlayedMeter(const core::Recording& recording) : rest_(recording.exchanges) {}

  core::MemoryStream stream() {
    return core::MemoryStream([this](core::ByteView bytes, core::Deadline) { return hear(bytes); },
                              [this](core::Deadline until) { return speak(until); });
  }
  /// Whether the host said all that the recording's did and nothing else.
  bool is_finished() const { return rest_.empty() && !parted_; }

 private:
  core::MemoryStream::Answer hear(core::ByteView bytes) {
    for (const std::uint8_t byte : bytes) {
      const bool is_next = !rest_.empty() && rest_.front().direction == Direction::to_meter &&
                           rest_.front().bytes[heard_] == byte;
      parted_ = parted_ || !is_next;
      if (parted_) return {};
      if (++heard_ < rest_.front().bytes.size()) continue;
      heard_ = 0;
      rest_ = rest_.subspan(1);
    }
    return {};
  }
  std::optional<core::MemoryStream::Unasked> speak(core::Deadline until) {
    if (parted_ || rest_.empty() || rest_.front().direction == Direction::to_meter) return std::nullopt;
    const core::Deadline at = core::Deadline{} + rest_.front().at;
    if (at > until) return std::nullopt;
    const core::Bytes bytes = rest_.front().bytes;
    rest_ = rest_.subspan(1);
    return core::MemoryStream::Unasked{at, {bytes}};
  }

  std::span<const core::Exchange> rest_;
  std::size_t heard_ = 0;
  bool parted_ = false;
};

std::string told(const LogEntry& entry, std::chrono::seconds shift) {
  core::MeterTime time = entry.time;
  if (time.local) *time.local += shift;
  std::string text = core::format_time(time) + " " + device::meaning_of(entry.content);
  for (const std::string& tag : entry.tags) text += " " + tag;
  return text;
}

std::vector<std::string> told(const SessionResult& result, std::chrono::seconds shift = {}) {
  std::vector<std::string> all;
  for (const LogEntry& entry : result.read.downloaded.entries) all.push_back(told(entry, shift));
  return all;
}

std::string text_of(const core::Recording& recording) {
  std::string all;
  for (const core::Exchange& exchange : recording.exchanges) all += core::as_text(exchange.bytes);
  return all;
}

}  // namespace

TEST_CASE("every byte of an undisturbed recording of any family is in one field that a rule explains") {
  for (const simulators::SimulatedFamily* family : serial_families())
    for (const simulators::SimulatedModel& model : family->models) {
      INFO(model.name);
      const Recorded recorded = record(model.name, driver_of(*family));
      INFO((recorded.result.error ? core::sentence(*recorded.result.error) : std::string()));
      REQUIRE_FALSE(recorded.result.error);
      const core::Annotator& annotator = device::serial_link(driver_of(*family)).annotator;
      for (const core::JoinedRun& run : core::annotate(recorded.recording, annotator)) {
        std::size_t explained = 0;
        for (const core::Message& message : run.messages)
          for (const core::Field& field : message)
            if (!field.name.empty()) explained += field.size;
        INFO(core::printable(core::as_text(run.bytes)));
        CHECK(explained == run.bytes.size());
      }
      INFO(core::describe(recorded.recording, annotator));
      CHECK(core::describe(recorded.recording, annotator).find("serial number") != std::string::npos);
    }
}

TEST_CASE("a shared recording of any family plays back the same readings at moved days, its serial masked") {
  for (const simulators::SimulatedFamily* family : serial_families())
    for (const simulators::SimulatedModel& model : family->models) {
      INFO(model.name);
      const Recorded recorded = record(model.name, driver_of(*family));
      const auto masked =
          core::mask(recorded.recording, device::serial_link(driver_of(*family)).annotator, {});
      REQUIRE(masked.has_value());
      CHECK(masked->recording.zone.empty());
      CHECK(core::format_utc(masked->recording.started) == "2020-01-08T21:00:00Z");
      CHECK(masked->unexplained_bytes == 0);
      CHECK(masked->serials > 0);
      CHECK(text_of(masked->recording).find(recorded.serial) == std::string::npos);
      CHECK(text_of(masked->recording).find("2026") == std::string::npos);
      PlayedMeter meter(masked->recording);
      core::MemoryStream wire = meter.stream();
      const SessionResult played = converse(wire, driver_of(*family), core::masked_shift(recorded.recording));
      CHECK(meter.is_finished());
      INFO((played.error ? core::sentence(*played.error) : std::string()));
      CHECK_FALSE(played.error);
      CHECK(played.read.identity.simulated);
      CHECK(played.read.identity.serial != recorded.serial);
      CHECK(told(played) == told(recorded.result, core::masked_shift(recorded.recording)));
    }
}

TEST_CASE(
    "a disturbed recording of any family is explained as far as it can be, and shared without its serial") {
  for (const simulators::SimulatedFamily* family : serial_families()) {
    const device::Driver& driver = driver_of(*family);
    const core::Annotator& annotator = device::serial_link(driver).annotator;
    const Recorded recorded = record(family->models.front().name, driver);
    std::size_t refused = 0, blanked = 0;
    const std::size_t pieces = recorded.recording.exchanges.size();
    for (std::size_t trial = 0; trial < 300; ++trial) {
      core::Recording recording = recorded.recording;
      core::Bytes& bytes = recording.exchanges[trial * 7919 % pieces].bytes;
      const std::size_t place = trial * 104729 % bytes.size();
      if (trial % 3 == 0) bytes[place] = static_cast<std::uint8_t>(bytes[place] ^ 1u << trial % 8);
      if (trial % 3 == 1) bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(place));
      if (trial % 3 == 2) bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(place), bytes[place]);
      INFO(driver.family << ", trial " << trial);
      for (const core::JoinedRun& run : core::annotate(recording, annotator)) {
        std::size_t size = 0;
        for (const core::Message& message : run.messages)
          for (const core::Field& field : message) size += field.size;
        REQUIRE(size == run.bytes.size());
      }
      CHECK(core::describe(recording, annotator).find('\x1b') == std::string::npos);
      const auto masked = core::mask(recording, annotator, {});
      if (!masked) {
        ++refused;
        CHECK(masked.error().kind == core::Errc::refused);
        continue;
      }
      blanked += masked->unexplained_bytes;
      CHECK(text_of(masked->recording).find(recorded.serial) == std::string::npos);
      CHECK(masked->recording.exchanges.size() == pieces);
    }
    INFO(driver.family);
    CHECK(blanked > 0);
    CHECK(refused < 30);
  }
}
