// What a FreeStyle Lite's dump is taken for is what it says: nothing is rounded, repaired or made up.
// length: 512
// covers: device/freestyle_dump.cpp device/meters/freestyle_lite/records.cpp
// plant: device/freestyle_dump.cpp s/number > highest/number > highest + 1/
#include "device/meters/freestyle_lite/records.hpp"
#include "tests/fuzz/freestyle_fuzz.hpp"

namespace {

using namespace freestyle_fuzz;
using namespace device;

void check_record(std::string_view line) {
  const auto entry = freestyle_lite::decode_record(line);
  if (!entry) return require(entry.error().kind == core::Errc::protocol);
  require(entry->raw == line);
  if (std::holds_alternative<core::UnreadRecord>(entry->content)) return check_unread(*entry, line);
  if (const auto* blood = std::get_if<core::BloodGlucose>(&entry->content)) {
    require(line.back() == '0');
    check_glucose(blood->value, line.substr(0, 3));
  } else {
    require(line.back() == '1');
    check_glucose(std::get<core::ControlResult>(entry->content).value, line.substr(0, 3));
  }
  check_time(*entry, line);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest = core::as_text({data + 1, size - 1});
  switch (data[0] % 3) {
    case 0:
      check_record(rest);
      break;
    case 1: {
      const std::string answer = dump_of(rest);
      check_dump(answer, freestyle_lite::decode_dump(answer));
      require(is_freestyle_dump_over(answer));
      break;
    }
    default:  // nothing is repaired
      check_dump(rest, freestyle_lite::decode_dump(rest));
      if (freestyle_lite::is_dump_begun(rest)) require(behind_freestyle_clock(rest).has_value());
  }
  return 0;
}
