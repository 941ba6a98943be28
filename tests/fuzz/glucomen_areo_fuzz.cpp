// What a GlucoMen areo's answer is taken for is what the answer says: nothing is rounded, repaired or made
// up.
// covers: device/meters/glucomen_areo/records.cpp device/value_text.cpp
// plant: device/meters/glucomen_areo/records.cpp s/is_high = .*;/is_high = false;/
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "core/io/bytes.hpp"
#include "core/io/checksum.hpp"
#include "core/values/decimal.hpp"
#include "device/meters/glucomen_areo/records.hpp"

namespace {

using namespace device;

void require(bool holds) {
  if (!holds) std::abort();
}

/// The n-th of the fields that commas separate, without blanks in front.
std::string_view field(std::string_view text, int n) {
  for (; n > 0; --n) text.remove_prefix(std::min(text.find(',') + 1, text.size()));
  text = text.substr(0, text.find(','));
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return text;
}

void check_glucose(const core::Glucose& value, std::string_view written, std::string_view unit) {
  const bool is_mg_dl = unit == "mg/dL";
  const core::Decimal low = is_mg_dl ? core::Decimal{20, 0} : core::Decimal{11, 1};
  const core::Decimal high = is_mg_dl ? core::Decimal{600, 0} : core::Decimal{333, 1};
  const core::Decimal size{value.digits, value.decimals};
  const auto number = core::parse_decimal(written);
  require(core::name(value.unit) == unit);
  if (value.reach == core::Reach::hi)
    require(size == high &&
            (written == "HI" || (core::compare(*number, high) > 0 && number->decimals == high.decimals)));
  else if (value.reach == core::Reach::lo)
    require(size == low &&
            (written == "LO" || (core::compare(*number, low) < 0 && number->decimals == low.decimals)));
  else
    require(core::compare(low, size) <= 0 && core::compare(size, high) <= 0 && number == size);
}

void check_record(std::string_view line) {
  const auto record = glucomen_areo::decode_record(line);
  if (!record) return require(record.error().kind == core::Errc::protocol && !record.error().what.empty());
  require(record->raw == line);
  const std::string origin = fmt::format("{} {} {}", field(line, 0), field(line, 1), field(line, 2));
  require(record->origin.substr(0, origin.size()) == origin);
  if (const auto* blood = std::get_if<core::BloodGlucose>(&record->content)) {
    require(field(line, 0) == "Glu");
    require((blood->meal == core::MealMarker::before_meal) == (field(line, 3) == "02"));
    check_glucose(blood->value, field(line, 1), field(line, 2));
  } else if (const auto* solution = std::get_if<core::ControlResult>(&record->content)) {
    require(field(line, 0) == "Ctl");
    check_glucose(solution->value, field(line, 1), field(line, 2));
  } else {
    const auto& ketone = std::get<core::Ketone>(record->content);
    require(field(line, 0) == "Ket" && field(line, 2) == "mmol/L" && ketone.mmol_l.digits >= 0);
    require(core::compare(ketone.mmol_l, {80, 1}) <= 0);
    require((ketone.reach == core::Reach::hi) == (field(line, 1) == "HI"));
  }
  if (record->time.local) {
    const std::string set = glucomen_areo::encode_set_clock(*record->time.local);
    require(set.find(fmt::format("\n{}{}\r", field(line, 4), field(line, 5))) != std::string::npos);
  } else {
    require(field(line, 4) == "000101" && field(line, 5).substr(0, 3) == "000");
  }
}

void check_dump(std::string_view answer) {
  const auto dump = glucomen_areo::decode_dump(answer);
  if (!dump) return require(dump.error().kind == core::Errc::protocol);
  std::string lines;
  for (const core::LogEntry& entry : dump->entries) {
    lines += "\r\n" + entry.raw;
    if (std::holds_alternative<core::UnreadRecord>(entry.content))
      require(entry.origin == entry.raw && !entry.time.local);
    else
      check_record(entry.raw);
  }
  if (!dump->entries.empty()) require(answer.substr(1, lines.size()) == lines);
}

/// With the checksum that belongs to the lines.
std::string block_of(std::string_view lines) {
  const std::string covered = "[\r\n" + std::string(lines) + "\r\n";
  return fmt::format("{}{:02X}\r\n]\r\n", covered, core::crc8(core::as_bytes(covered)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest = core::as_text({data + 1, size - 1});
  switch (data[0] % 4) {
    case 0:
      check_record(rest);
      break;
    case 1:
      check_dump(block_of(rest));
      break;
    case 2: {
      const auto who = glucomen_areo::decode_who(block_of(rest));
      if (!who) break;
      require(rest.find(who->serial) != rest.npos && rest.find(who->version) != rest.npos);
      require(who->simulated == (who->serial.size() == 10 && who->serial.substr(0, 3) == "SIM" &&
                                 who->serial.find_first_not_of("0123456789", 3) == std::string::npos));
      break;
    }
    default:  // nothing is repaired
      check_dump(rest);
      require(!glucomen_areo::decode_who(rest) || glucomen_areo::decode_block(rest).has_value());
  }
  return 0;
}
