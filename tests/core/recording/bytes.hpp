#pragma once

#include <string_view>

#include "core/io/bytes.hpp"

inline core::Bytes bytes(std::string_view text) {
  return {text.begin(), text.end()};
}
