#pragma once

#include <array>
#include <cstdint>

#include "core/io/bytes.hpp"

namespace core {

/// SHA-256 (FIPS 180-4) of `first` followed by `second`.
std::array<std::uint8_t, 32> sha256(ByteView first, ByteView second = {});

/// MD5 (RFC 1321), which RFC 3797 asks for; for nothing else.
std::array<std::uint8_t, 16> md5(ByteView bytes);

/// Bytes nobody can foresee, from the system. At most 256. Throws Failure (internal) when it gives none.
Bytes random_bytes(std::size_t count);

}  // namespace core
