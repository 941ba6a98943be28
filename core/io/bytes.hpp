#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace core {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// The same bytes seen as text, and back; no copy, no conversion.
inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// "68 65 6c" or, without a separator, "68656c"; lower case.
std::string format_hex(ByteView bytes, std::string_view between = "");
/// Reads pairs of hex digits, spaces allowed between pairs; nothing for anything else.
std::optional<Bytes> parse_hex(std::string_view text);

/// Reads numbers off the front of a byte range and never past its end: once a read does not fit, `ok()` is
/// false and every further read gives 0. Check ok() before using what was read.
class ByteReader {
 public:
  explicit ByteReader(ByteView bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  std::size_t left() const { return rest_.size(); }
  std::uint8_t u8() { return static_cast<std::uint8_t>(little_endian(1)); }
  std::uint16_t u16_le() { return static_cast<std::uint16_t>(little_endian(2)); }
  std::uint32_t u32_le() { return static_cast<std::uint32_t>(little_endian(4)); }
  std::uint64_t u64_le() { return little_endian(8); }
  ByteView take(std::size_t count);

 private:
  std::uint64_t little_endian(std::size_t count);

  ByteView rest_;
  bool ok_ = true;
};

/// Appends numbers to a byte vector.
class ByteWriter {
 public:
  explicit ByteWriter(Bytes& out) : out_(out) {}

  void u8(std::uint8_t value) { little_endian(value, 1); }
  void u16_le(std::uint16_t value) { little_endian(value, 2); }
  void u32_le(std::uint32_t value) { little_endian(value, 4); }
  void u64_le(std::uint64_t value) { little_endian(value, 8); }
  void bytes(ByteView view) { out_.insert(out_.end(), view.begin(), view.end()); }

 private:
  void little_endian(std::uint64_t value, std::size_t count);

  Bytes& out_;
};

}  // namespace core
