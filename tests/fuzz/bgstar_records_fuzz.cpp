// What a BGStar's answer is taken for is what the answer says: nothing is rounded, repaired or made up.
// covers: device/meters/bgstar/records.cpp
// plant: device/meters/bgstar/records.cpp s/value > high/value > high + 1/
#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/io/bytes.hpp"
#include "device/meters/bgstar/records.hpp"

namespace {

using namespace device;

void require(bool holds) {
  if (!holds) std::abort();
}

/// The n-th of the words that single spaces separate.
std::string_view word(std::string_view text, int n) {
  for (; n > 0; --n) text.remove_prefix(std::min(text.find(' ') + 1, text.size()));
  return text.substr(0, text.find(' '));
}

void check_glucose(const core::Glucose& value, std::string_view written) {
  require(value.unit == core::GlucoseUnit::mg_dl && value.decimals == 0);
  if (value.reach == core::Reach::hi)
    require((written == "601" || written == "HI") && value.digits == 600);
  else if (value.reach == core::Reach::lo)
    require((written == "19" || written == "LO") && value.digits == 20);
  else
    require(value.digits >= 20 && value.digits <= 600 && written == std::to_string(value.digits));
}

/// A time is what stands at the end of the line.
void check_time(const core::LogEntry& record, std::string_view line) {
  if (!record.time.local) return;
  const std::string time = bgstar::encode_set_datetime(*record.time.local);
  require(time.substr(std::string_view("set datetime").size()) ==
          line.substr(line.size() - time.size() + 12));
}

/// `200 glurec a b VALUE TAG Y M D h m s`
void check_record(std::string_view line) {
  if (const auto kept = bgstar::keep_unread(line)) {
    require(std::holds_alternative<core::UnreadRecord>(kept->content));
    check_time(*kept, line);
    require(kept->origin == kept->raw && "200 glurec " + kept->raw == line);
    for (const char c : kept->raw) require(c >= ' ' && c <= '~');
  }
  const auto record = bgstar::decode_record(line);
  if (!record) return require(record.error().kind == core::Errc::protocol && !record.error().what.empty());
  require("200 glurec " + std::string(word(line, 2)) + " " + record->raw == line);
  const std::string_view value = word(line, 4);
  require(std::string_view(record->origin).substr(0, value.size()) == value);
  const bool control = word(line, 3) == "1";
  if (const auto* blood = std::get_if<core::BloodGlucose>(&record->content)) {
    require(!control);
    check_glucose(blood->value, value);
  } else if (const auto* solution = std::get_if<core::ControlResult>(&record->content)) {
    require(control);
    check_glucose(solution->value, value);
  } else {
    const auto& fault = std::get<core::MeterError>(record->content);
    const auto number = value.find_first_of("0123456789");
    require(value.front() == 'E' && value.size() <= 4);
    require(fault.code == (number == value.npos ? 0 : std::stoi(std::string(value.substr(number)))));
  }
  check_time(*record, line);
  if (!record->time.local)
    require(word(line, 6) == "2000" && word(line, 7) == "1" && word(line, 8) == "1" && word(line, 9) == "0");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  // The first byte chooses the answer; its beginning is written here, so that every input gets past it.
  const std::string rest(core::as_text({data + 1, size - 1}));
  switch (data[0] % 8) {
    case 0:
    case 1:
      check_record("200 glurec " + rest);
      break;
    case 2: {
      const auto time = bgstar::decode_datetime("200 datetime " + rest);
      if (time) require(bgstar::encode_set_datetime(*time) == "set datetime " + rest);
      break;
    }
    case 3: {
      const auto count = bgstar::decode_count("200 glucount " + rest);
      if (count) require(*count <= 9999 && std::to_string(*count) == rest);
      break;
    }
    case 4: {
      const auto serial = bgstar::decode_serial("200 serial " + rest);
      if (!serial) break;
      require(*serial == rest && rest.size() == 14);
      for (const char c : rest) require(std::isalnum(static_cast<unsigned char>(c)) != 0);
      break;
    }
    case 5: {
      const auto product = bgstar::decode_product("100 model JAZZESC-EN\n" + rest + "\n200 sysinfo all");
      if (!product) break;
      require(!product->empty() && rest.find("100 product " + *product) != rest.npos);
      for (const char c : *product) require(c >= ' ' && c <= '~');
      break;
    }
    case 6: {
      const auto hello = bgstar::decode_hello("200 hello " + rest);
      if (hello) require(*hello == rest && !rest.empty());
      const auto unit = bgstar::decode_unit("200 gluunit " + rest);
      if (unit) require(*unit == rest && !rest.empty());
      break;
    }
    default:  // nothing is repaired
      check_record(rest);
      if (bgstar::is_no_record(rest)) require(rest == "404 glurec");
      if (bgstar::is_busy(rest)) require(rest.substr(0, 3) == "503");
      require(!bgstar::decode_datetime(rest) || !bgstar::decode_serial(rest));
  }
  return 0;
}
