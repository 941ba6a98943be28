// A simulated meter's memory from a stranger is refused or is exactly what it says.
// covers: simulators/memory_file.cpp
// plant: simulators/memory_file.cpp s/if \(!core::is_in_known_years\(time\)\)/if (time < 0)/
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "core/recording/archive.hpp"
#include "simulators/memory_file.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check(core::ByteView file) {
  const auto meter = simulators::decode_saved_meter(file);
  if (!meter) {
    const core::Errc error = meter.error().kind;
    return require(error == core::Errc::bad_data || error == core::Errc::refused);
  }
  // One canonical form, and nothing in it that a meter's clock or calendar could not take.
  const core::Bytes again = simulators::encode_saved_meter(*meter);
  require(std::equal(again.begin(), again.end(), file.begin(), file.end()));
  require(std::chrono::abs(meter->clock_difference).count() <= core::seconds_of_all_years);
  for (const core::LogEntry& entry : meter->readings)
    require(!entry.time.local || core::is_in_known_years(entry.time.local->time_since_epoch().count()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const core::ByteView input{data, size};
  check(input);
  check(core::seal({{'S', 'I', 'M', 'M'}, 1, "memory"}, input));  // with length and checksum repaired
  return 0;
}
