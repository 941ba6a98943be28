#include "core/io/checksum.hpp"

#include <functional>
#include <numeric>

namespace core {

std::uint8_t sum8(ByteView bytes) {
  return static_cast<std::uint8_t>(sum16(bytes));
}

std::uint16_t sum16(ByteView bytes) {
  return static_cast<std::uint16_t>(std::accumulate(bytes.begin(), bytes.end(), std::uint32_t{0}));
}

std::uint8_t xor8(ByteView bytes) {
  return std::accumulate(bytes.begin(), bytes.end(), std::uint8_t{0}, std::bit_xor<std::uint8_t>());
}

std::uint16_t crc16(ByteView bytes) {
  std::uint32_t crc = 0xffff;
  for (const std::uint8_t byte : bytes) {
    crc ^= static_cast<std::uint32_t>(byte) << 8;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
  }
  return static_cast<std::uint16_t>(crc);
}

std::uint8_t crc8(ByteView bytes) {
  std::uint32_t crc = 0;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? crc >> 1 ^ 0x8c : crc >> 1;
  }
  return static_cast<std::uint8_t>(crc);
}

}  // namespace core
