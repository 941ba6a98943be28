#include "simulators/meters/example_meter/encode.hpp"

namespace simulators::example_meter {

std::optional<core::Bytes> encode_record(const core::LogEntry&) {
  return std::nullopt;
}

}  // namespace simulators::example_meter
