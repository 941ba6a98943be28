#include "core/recording/recording.hpp"

#include <utility>

#include "core/recording/archive.hpp"

namespace core {
namespace {

constexpr ArchiveKind recording_kind{{'R', 'E', 'C', 'D'}, 1, "recording"};

}  // namespace

template <class Archive>
void save(Archive& archive, const Exchange& exchange) {
  archive(exchange.direction, static_cast<std::int64_t>(exchange.at.count()), exchange.bytes);
}

template <class Archive>
void load(Archive& archive, Exchange& exchange) {
  std::int64_t at = 0;
  archive(exchange.direction, at, exchange.bytes);
  if (exchange.direction > Direction::from_meter || at < 0)
    throw cereal::Exception("no such direction or time");
  exchange.at = std::chrono::microseconds(at);
}

template <class Archive>
void save(Archive& archive, const Recording& recording) {
  archive(recording.driver, recording.model, recording.settings,
          static_cast<std::int64_t>(recording.started.time_since_epoch().count()), recording.zone,
          recording.exchanges);
}

template <class Archive>
void load(Archive& archive, Recording& recording) {
  std::int64_t started = 0;
  archive(recording.driver, recording.model, recording.settings, started, recording.zone,
          recording.exchanges);
  if (!is_in_known_years(started)) throw cereal::Exception("no such time");
  recording.started = UtcSeconds(std::chrono::seconds(started));
}

Bytes encode_recording(const Recording& recording) {
  return encode_archive(recording_kind, recording);
}

Result<Recording> decode_recording(ByteView file) {
  return decode_archive<Recording>(recording_kind, file);
}

}  // namespace core
