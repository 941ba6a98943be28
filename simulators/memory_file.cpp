#include "simulators/memory_file.hpp"

#include <fmt/format.h>

#include "core/io/private_file.hpp"
#include "core/logbook/content_row.hpp"
#include "core/recording/archive.hpp"

namespace simulators {
namespace {

constexpr core::ArchiveKind saved_meter_kind{{'S', 'I', 'M', 'M'}, 1, "memory of a simulated meter"};
constexpr std::size_t largest_file = 64u << 20;

void save_reading(core::ArchiveWriter& archive, const core::LogEntry& entry) {
  archive(entry.time.local.has_value());
  if (entry.time.local) archive(std::int64_t{entry.time.local->time_since_epoch().count()});
  const core::ContentRow row = core::encode_content(entry.content);
  archive(row.kind, row.digits, row.decimals, row.unit, row.reach, row.detail, entry.tags);
}

core::LogEntry load_reading(core::ArchiveReader& archive) {
  core::LogEntry entry;
  bool has_time = false;
  archive(has_time);
  if (has_time) {
    std::int64_t time = 0;
    archive(time);
    if (!core::is_in_known_years(time)) throw cereal::Exception("no such time");
    entry.time.local = core::LocalSeconds(std::chrono::seconds(time));
  }
  core::ContentRow row;
  archive(row.kind, row.digits, row.decimals, row.unit, row.reach, row.detail, entry.tags);
  entry.content = core::decode_content(row).value();
  return entry;
}

}  // namespace

void save(core::ArchiveWriter& archive, const SavedMeter& meter) {
  archive(meter.model, meter.serial, meter.display_unit, std::int64_t{meter.clock_difference.count()},
          std::uint64_t{meter.readings.size()});
  for (const core::LogEntry& entry : meter.readings) save_reading(archive, entry);
}

void load(core::ArchiveReader& archive, SavedMeter& meter) {
  std::int64_t difference = 0;
  archive(meter.model, meter.serial, meter.display_unit, difference);
  if (meter.display_unit > core::GlucoseUnit::mmol_l || difference < -core::seconds_of_all_years ||
      difference > core::seconds_of_all_years)
    throw cereal::Exception("no such unit or clock");
  meter.clock_difference = std::chrono::seconds(difference);
  for (std::size_t left = archive.length(); left > 0; --left) meter.readings.push_back(load_reading(archive));
}

core::Bytes encode_saved_meter(const SavedMeter& meter) {
  return core::encode_archive(saved_meter_kind, meter);
}

core::Result<SavedMeter> decode_saved_meter(core::ByteView file) {
  return core::decode_archive<SavedMeter>(saved_meter_kind, file);
}

std::optional<SavedMeter> MemoryFile::read() const {
  std::error_code error;
  if (std::filesystem::symlink_status(path_, error).type() == std::filesystem::file_type::not_found)
    return std::nullopt;
  const std::optional<core::Bytes> bytes = core::read_whole_file(path_, largest_file, "memory");
  core::Result<SavedMeter> saved = decode_saved_meter(bytes ? core::ByteView(*bytes) : core::ByteView());
  if (saved && saved->model == model_) return std::move(*saved);
  if (saved)
    throw core::Failure({core::Errc::refused,
                         fmt::format("this is the memory of another model: {}, not {}", saved->model, model_),
                         path_.string(), "Choose another file with --memory."});
  core::Error trouble = saved.error();
  trouble.where = trouble.where.empty() ? path_.string() : path_.string() + ", " + trouble.where;
  throw core::Failure(trouble);
}

void MemoryFile::keep(const MeterState& state) {
  if (kept_ && kept_->clock_difference == state.clock_difference &&
      kept_->display_unit == state.display_unit && kept_->readings == state.memory)
    return;
  SavedMeter meter{model_, state.serial, state.display_unit, state.clock_difference, state.memory};
  core::write_private_file(path_, encode_saved_meter(meter), "memory");
  kept_ = std::move(meter);
}

}  // namespace simulators
