#include "game/series_file.hpp"

#include "core/recording/archive.hpp"
#include "game/free_text.hpp"

namespace game {
namespace {

/// The version is that of the tables, too (store/schema.hpp).
constexpr core::ArchiveKind series_kind{{'S', 'E', 'R', 'I'}, 1, "file of a series"};

}  // namespace

template <class Archive>
void save(Archive& archive, const SeriesFile& file) {
  archive(file.series, static_cast<std::int64_t>(file.made.time_since_epoch().count()), file.handed_over,
          file.image);
}

template <class Archive>
void load(Archive& archive, SeriesFile& file) {
  std::int64_t made = 0;
  archive(file.series, made, file.handed_over, file.image);
  if (!core::is_in_known_years(made) || !is_short_name(file.series))
    throw cereal::Exception("no such time or name");
  file.made = core::UtcSeconds(std::chrono::seconds(made));
}

core::Bytes encode_series_file(const SeriesFile& file) {
  return core::encode_archive(series_kind, file);
}

core::Result<SeriesFile> decode_series_file(core::ByteView bytes) {
  return core::decode_archive<SeriesFile>(series_kind, bytes);
}

}  // namespace game
