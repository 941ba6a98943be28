// What a OneTouch Ultra's line is taken for is what the line says: nothing is rounded, repaired or made up.
// length: 160
// covers: device/meters/onetouch_ultra2/records.cpp
// plant: device/meters/onetouch_ultra2/records.cpp s/number > highest/number > highest + 1/
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "core/io/checksum.hpp"
#include "device/meters/onetouch_ultra2/records.hpp"

namespace {

using namespace device;

void require(bool holds) {
  if (!holds) std::abort();
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// `written`: the six characters of the record.
void check_glucose(const core::Glucose& value, std::string_view written) {
  require(value.unit == core::GlucoseUnit::mg_dl && value.decimals == 0);
  const bool word = contains(written, "HIGH") || contains(written, "LOW");
  const int number = word ? -1 : std::stoi(std::string(written.substr(2, 3)));
  if (value.reach == core::Reach::hi)
    require(value.digits == 600 && (word ? contains(written, "HIGH") : number > 600));
  else if (value.reach == core::Reach::lo)
    require(value.digits == 20 && (word ? contains(written, "LOW") : number < 20));
  else
    require(value.digits == number && number >= 20 && number <= 600);
}

/// "MM/DD/YY HH:MM:SS" of what the record writes, perhaps in twelve hours.
std::string time_in(std::string_view text) {
  int hour = std::stoi(std::string(text.substr(20, 2)));
  if (text.substr(29, 2) == "AM" && hour == 12) hour = 0;
  if (text.substr(29, 2) == "PM" && hour != 12) hour += 12;
  return fmt::format("{} {:02}{}", text.substr(9, 8), hour, text.substr(22, 6));
}

void check_record(std::string_view line) {
  const auto text = onetouch_ultra2::decode_text(line);
  const auto record = onetouch_ultra2::decode_record(line);
  const auto kept = onetouch_ultra2::keep_unread(line);
  if (kept) require(text && kept->raw == *text && kept->origin == *text);
  if (!record) return require(record.error().kind == core::Errc::protocol && !record.error().what.empty());
  require(text && kept && record->raw == *text);
  if (std::holds_alternative<core::UnreadRecord>(record->content)) return require(*record == *kept);

  const std::string_view written = text->substr(34, 6);
  require(written.back() != '?' && record->origin.size() >= 3 && record->tags.size() <= 1);
  if (const auto* blood = std::get_if<core::BloodGlucose>(&record->content)) {
    require(!contains("CK!I", written.substr(0, 1)));
    check_glucose(blood->value, written);
  } else {
    require(contains("CK", written.substr(0, 1)));
    check_glucose(std::get<core::ControlResult>(record->content).value, written);
  }
  const std::string time = time_in(*text);
  if (record->time.local)
    require(onetouch_ultra2::encode_set_clock(*record->time.local) == "\x11\rDMT" + time + "\r" &&
            contains(written, record->origin));
  else
    require(time.substr(0, 13) == "01/01/00 00:0" &&
            contains(record->origin, fmt::format(" at {} {}", text->substr(9, 8), text->substr(20, 8))));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  // The first byte says whether the sum is repaired, so that inputs get past it.
  std::string line(core::as_text({data + 1, size - 1}));
  if (data[0] % 8 != 0) line += fmt::format(" {:04X}", core::sum16(core::as_bytes(line)));
  check_record(line);
  if (const auto version = onetouch_ultra2::decode_version(line))
    require(line.substr(1, version->size()) == *version);
  if (const auto serial = onetouch_ultra2::decode_serial(line))
    require(serial->size() == 9 && line.substr(3, 9) == *serial);
  if (const auto header = onetouch_ultra2::decode_header(line))
    require(line.substr(0, 17) == fmt::format("P {:03},\"{}\"", header->count, header->serial));
  for (const auto& clock : {onetouch_ultra2::decode_clock(line), onetouch_ultra2::decode_new_clock(line)})
    if (clock) require(onetouch_ultra2::encode_set_clock(*clock) == "\x11\rDMT" + time_in(line) + "\r");
  if (const auto unit = onetouch_ultra2::decode_unit(line))
    require(contains(line, *unit == core::GlucoseUnit::mg_dl ? "MG/DL" : "MMOL/L"));
  if (onetouch_ultra2::is_erased(line)) require(line == "Z 005A");
  return 0;
}
