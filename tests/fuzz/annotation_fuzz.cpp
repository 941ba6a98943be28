// A recording of any family is explained byte for byte and masked, whatever a stranger put into it. The first
// byte of an input names the family, and whether all is tried or, faster, one thing; then come pieces:
// direction and length in two bytes, and the bytes.
// covers: core/recording/annotation.cpp core/recording/describe.cpp core/recording/mask.cpp device/annotation.cpp device/freestyle_annotation.cpp device/lifescan_annotation.cpp
// plant: core/recording/annotation.cpp s/front\(\)\.size \+= size/front().size += 1/
// length: 256
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "core/recording/mask.hpp"
#include "device/registry.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

core::Recording recording_of(core::ByteReader in) {
  core::Recording recording;
  recording.started = *core::parse_utc("2026-11-18T21:00:00Z");
  while (in.left() >= 2) {
    const std::uint16_t piece = in.u16_le();
    const auto direction = (piece & 0x8000) == 0 ? core::Direction::to_meter : core::Direction::from_meter;
    const core::ByteView bytes = in.take(std::min<std::size_t>(piece & 0x7fff, in.left()));
    recording.exchanges.push_back({direction, {}, {bytes.begin(), bytes.end()}});
  }
  return recording;
}

void check_messages(const core::Recording& recording, const core::Annotator& annotator) {
  for (const core::JoinedRun& run : core::annotate(recording, annotator)) {
    std::size_t size = 0;
    for (const core::Message& message : run.messages)
      for (const core::Field& field : message) size += field.size;
    require(size == run.bytes.size());
  }
}

void check_text(const core::Recording& recording, const core::Annotator& annotator) {
  for (const char c : core::describe(recording, annotator))
    require(c == '\n' || static_cast<unsigned char>(c) >= ' ');
}

void check_mask(const core::Recording& recording, const core::Annotator& annotator) {
  for (const bool keep : {false, true}) {
    const auto masked = core::mask(recording, annotator, {keep, keep, keep});
    if (!masked) return require(masked.error().kind == core::Errc::refused);
    require(masked->recording.exchanges.size() == recording.exchanges.size());
    require(!keep || masked->days == 0);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto drivers = device::drivers();
  const device::Driver& driver = *drivers[data[0] % drivers.size()];
  const auto* const link = std::get_if<device::SerialLink>(&driver.link);
  if (link == nullptr) return 0;
  const core::Recording recording = recording_of(core::ByteReader({data + 1, size - 1}));
  const std::size_t what = data[0] / drivers.size() % 4;
  if (what == 0 || what == 1) check_messages(recording, link->annotator);
  if (what == 0 || what == 2) check_text(recording, link->annotator);
  if (what == 0 || what == 3) check_mask(recording, link->annotator);
  return 0;
}
