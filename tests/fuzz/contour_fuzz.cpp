// What a Contour's frame is taken for is what it says: nothing is rounded, repaired or made up.
// covers: device/meters/contour/frame.cpp device/meters/contour/records.cpp device/value_text.cpp
// plant: device/meters/contour/records.cpp s/is_at_most\(value, range.high\)/true/
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "core/io/bytes.hpp"
#include "core/io/checksum.hpp"
#include "core/values/decimal.hpp"
#include "device/meters/contour/frame.hpp"
#include "device/meters/contour/records.hpp"

namespace {

using namespace device;

void require(bool holds) {
  if (!holds) std::abort();
}

/// The n-th of the fields that bars separate.
std::string_view field(std::string_view text, int n) {
  for (; n > 0; --n) text.remove_prefix(std::min(text.find('|') + 1, text.size()));
  return text.substr(0, text.find('|'));
}

void check_result(std::string_view text) {
  const auto entry = contour::decode_result(text, std::nullopt, contour::Reading::as_repeated);
  if (const auto known = contour::decode_result(text, std::nullopt)) require(entry && *known == *entry);
  if (!entry) return require(entry.error().kind == core::Errc::protocol && !entry.error().what.empty());
  require(fmt::format("R|{}|{}", field(text, 1), entry->raw) == text);
  require(contour::result_number(text).has_value());
  const auto* const blood = std::get_if<core::BloodGlucose>(&entry->content);
  const core::Glucose value = blood ? blood->value : std::get<core::ControlResult>(entry->content).value;
  const bool is_mg_dl = value.unit == core::GlucoseUnit::mg_dl;
  require(field(text, 4).substr(0, field(text, 4).find('^')) == core::name(value.unit));
  const core::Decimal size{value.digits, value.decimals};
  const core::Decimal lowest = is_mg_dl ? core::Decimal{10, 0} : core::Decimal{6, 1};
  const core::Decimal highest = is_mg_dl ? core::Decimal{600, 0} : core::Decimal{333, 1};
  require(core::compare(lowest, size) <= 0 && core::compare(size, highest) <= 0);
  require(core::parse_decimal(field(text, 3)) == size);
  const std::string_view flags = field(text, 6);
  require((value.reach == core::Reach::hi) == (flags.find('>') != flags.npos));
  require((value.reach == core::Reach::lo) == (flags.find('<') != flags.npos));
  require(entry->origin.substr(0, field(text, 3).size()) == field(text, 3));
  const std::string_view time = text.substr(text.rfind('|') + 1);
  if (entry->time.local)
    require(contour::encode_set_clock(*entry->time.local)[2] == fmt::format("{}|\r", time.substr(2, 6)));
  else
    require(time.substr(0, 11) == "20000101000" && entry->origin.find(time) != std::string::npos);
}

void check_header(std::string_view text) {
  const auto header = contour::decode_header(text, contour::Reading::as_repeated);
  if (const auto known = contour::decode_header(text))
    require(header && known->serial == header->serial && known->clock == header->clock);
  if (!header) return require(header.error().kind == core::Errc::protocol);
  require(text.find(header->number + "^") != text.npos && text.find("^" + header->serial) != text.npos);
  require(!header->simulated || header->serial.substr(4, 4) == "-SIM");
  if (header->range) require(header->unit && header->range->low.digits < header->range->high.digits);
  if (header->results) require(std::stoul(std::string(field(text, 6))) == *header->results);
}

void check_frame(core::ByteView bytes) {
  const FrameLook look = contour::look_at_frame(bytes);
  require((look.state == FrameLook::State::complete) == (look.size > 0) && look.size <= bytes.size());
  require(look.state != FrameLook::State::incomplete || bytes.size() < 256);
  const auto frame = contour::decode_frame(bytes);
  if (!frame) return require(frame.error().kind == core::Errc::protocol);
  require(look.state == FrameLook::State::complete && look.size == bytes.size());
  require(core::as_text(bytes).substr(2, frame->text.size()) == frame->text);
  require(bytes[1] - '0' == frame->number && frame->text.size() + 8 == bytes.size());
  check_result(frame->text);
  check_header(frame->text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string rest(core::as_text({data + 1, size - 1}));
  switch (data[0] % 5) {
    case 0:
      check_result(rest);
      require(contour::keep_unread(rest).origin == contour::keep_unread(rest).raw);
      break;
    case 1:
      check_header(rest);
      break;
    case 2: {  // with the sum and the end that belong to the text
      const bool is_last = rest.size() > 1 && rest[1] == 'L';
      const std::string covered = rest + "\r" + (is_last ? '\x03' : '\x17');
      check_frame(
          core::as_bytes(fmt::format("\x02{}{:02X}\r\n", covered, core::sum8(core::as_bytes(covered)))));
      break;
    }
    case 3: {
      const std::string date = rest.substr(0, rest.size() / 2), time = rest.substr(rest.size() / 2);
      const auto clock = contour::decode_clock(date, time);
      if (!clock) break;
      const auto words = contour::encode_set_clock(*clock);
      require(date.find("D|" + words[2].substr(0, 7)) != std::string::npos);
      require(time.find("T|" + words[5].substr(0, 5)) != std::string::npos);
      break;
    }
    default:  // nothing is repaired
      check_frame(core::as_bytes(rest));
  }
  return 0;
}
