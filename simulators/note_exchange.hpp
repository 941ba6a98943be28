#pragma once

#include <functional>
#include <optional>

#include "core/recording/recording.hpp"

namespace simulators {

/// Gets what a wire carried in one piece, as it arrived at its end, or as the host said it where it had
/// another baud rate than the meter; then that rate is told (0 for one without a name).
using NoteExchange = std::function<void(core::Direction, core::ByteView, std::optional<std::uint32_t>)>;

}  // namespace simulators
