#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "simulators/simulated_meter.hpp"

namespace simulators {

/// What stays in a simulated meter while it is off.
struct SavedMeter {
  std::string model;  ///< "ibgstar"
  std::string serial;
  core::GlucoseUnit display_unit = core::GlucoseUnit::mg_dl;
  std::chrono::seconds clock_difference{0};  ///< meter clock minus the person's wall clock
  Readings readings;                         ///< time, content and tags of each; oldest first

  bool operator==(const SavedMeter&) const = default;
};

/// As a file of kind "SIMM" (core/recording/archive.hpp). Payload of version 1:
///
/// | field | form |
/// |---|---|
/// | model, serial | strings |
/// | display_unit | u8, GlucoseUnit |
/// | clock_difference | i64, seconds |
/// | readings | their number, u64, and for each: |
/// | time | u8, 1 where there is one, then i64, wall-clock seconds since 1970 |
/// | content | i64 kind, digits, decimals, unit, reach, detail (core/logbook/content_row.hpp) |
/// | tags | a list of strings |
core::Bytes encode_saved_meter(const SavedMeter& meter);
[[nodiscard]] core::Result<SavedMeter> decode_saved_meter(core::ByteView file);

/// The file of a simulated meter's memory. Everything throws core::Failure.
class MemoryFile {
 public:
  MemoryFile(std::filesystem::path path, std::string model)
      : path_(std::move(path)), model_(std::move(model)) {}

  /// Nothing where there is no such file; refused for that of another model. At most 64 MiB.
  std::optional<SavedMeter> read() const;
  /// Writes the file (private, whole or not at all) unless it was last written with the same.
  void keep(const MeterState& state);

 private:
  std::filesystem::path path_;
  std::string model_;
  std::optional<SavedMeter> kept_;
};

}  // namespace simulators
