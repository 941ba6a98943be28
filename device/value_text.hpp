#pragma once

#include <optional>
#include <string_view>

#include "core/values/glucose.hpp"

namespace device {

/// A value as meters write it: whole and of at most three digits in mg/dL; in mmol/L with one or two decimals
/// behind a point, or whole. Nothing for any other text.
std::optional<core::Glucose> value_of(std::string_view text, core::GlucoseUnit unit);

/// Whether one value is not larger than another of the same unit, however many decimals they have.
bool is_at_most(const core::Glucose& value, const core::Glucose& limit);

}  // namespace device
