#pragma once

#include <span>

#include "device/driver.hpp"

namespace device {

/// Every driver, in the order of the folders' names.
std::span<const Driver* const> drivers();

/// The driver of a family or of one of its models, as core::is_same_name compares them; nullptr when there is
/// none of that name.
const Driver* find_driver(std::string_view name);

}  // namespace device
