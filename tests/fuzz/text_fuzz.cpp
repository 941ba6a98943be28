// What is made safe for a terminal is safe, and hex is read back as it was written.
// length: 256
// covers: core/text/printable.cpp core/io/bytes.cpp
// plant: core/text/printable.cpp s/c >= 0x2028/c >= 0x202A/
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/io/bytes.hpp"
#include "core/text/printable.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

/// Looks for the bytes a terminal would act on, without decoding UTF-8 the way printable() does.
bool acts_on_terminal(std::string_view text) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(text.begin(), text.end(), control)) return true;
  for (const std::string_view hidden :
       {"\xE2\x80\x8B", "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAE",
        "\xE2\x81\xA6", "\xEF\xBB\xBF", "\xC2\x9B"})
    if (text.find(hidden) != text.npos) return true;
  return false;
}

/// A JSON string: in quotes, none within, UTF-8, and nothing that a terminal would act on.
void check_json_text(std::string_view text) {
  const std::string quoted = core::json_text(text);
  require(quoted.size() >= 2 && quoted.front() == '"' && quoted.back() == '"');
  require(core::is_utf8(quoted) && !acts_on_terminal(quoted));
  for (std::size_t i = 1; i + 1 < quoted.size(); ++i) {
    require(quoted[i] != '"');
    if (quoted[i] == '\\') require(++i + 1 < quoted.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const core::ByteView bytes{data, size};
  const std::string safe = core::printable(core::as_text(bytes));
  require(!acts_on_terminal(safe));
  require(core::is_printable(safe) && core::is_utf8(safe));
  check_json_text(core::as_text(bytes));
  check_json_text(safe);

  const core::Bytes copy(data, data + size);
  require(core::parse_hex(core::format_hex(bytes)) == copy);
  require(core::parse_hex(core::format_hex(bytes, " ")) == copy);
  if (const auto parsed = core::parse_hex(core::as_text(bytes))) require(parsed->size() <= size / 2);

  core::ByteReader reader{bytes};
  core::Bytes written;
  core::ByteWriter writer{written};
  for (; reader.ok() && reader.left() >= 15;) {
    writer.u8(reader.u8());
    writer.u16_le(reader.u16_le());
    writer.u32_le(reader.u32_le());
    writer.u64_le(reader.u64_le());
  }
  writer.bytes(reader.take(reader.left()));
  require(written == copy && reader.ok());
  require(reader.take(1).empty() && !reader.ok() && reader.u64_le() == 0);
  return 0;
}
