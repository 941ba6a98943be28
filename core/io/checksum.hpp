#pragma once

#include <cstdint>

#include "core/io/bytes.hpp"

// The checksums that meters put behind what they say. Drivers and simulators may share these, and only these,
// because each passes the check value that was published for it (tests/core/checksum_test.cpp).
namespace core {

/// Sum of all bytes modulo 256 (ASTM E1381 frames, TaiDoc packets).
std::uint8_t sum8(ByteView bytes);
/// Sum of all bytes modulo 65536 (OneTouch Ultra, FreeStyle).
std::uint16_t sum16(ByteView bytes);
/// Exclusive or of all bytes (CodeFree).
std::uint8_t xor8(ByteView bytes);
/// CRC-16/IBM-3740, also called CCITT-FALSE: polynomial 0x1021, start 0xFFFF, not reflected (LifeScan).
std::uint16_t crc16(ByteView bytes);
/// CRC-8/MAXIM-DOW: polynomial 0x31 reflected, start 0 (GlucoMen areo).
std::uint8_t crc8(ByteView bytes);

}  // namespace core
