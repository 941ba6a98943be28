#pragma once

#include "core/recording/recording.hpp"
#include "device/driver.hpp"

namespace cli {

/// The driver of the family a recording names; nullptr where this program has none with a wire.
const device::Driver* find_driver_of(const core::Recording& recording);
/// The same. Throws core::Failure (unsupported) where there is none.
const device::Driver& driver_of(const core::Recording& recording);

/// A recording's head may come from anybody: words in it that this program would not write are dropped.
void forget_foreign_words(core::Recording& recording, const device::Driver& driver);

}  // namespace cli
