// What a FreeStyle Optium's answers are taken for is what they say: nothing is rounded, repaired or made up.
// length: 512
// covers: device/meters/freestyle_optium/records.cpp
// plant: device/meters/freestyle_optium/records.cpp s/number > highest_ketone/number > highest_ketone + 1/
#include "device/meters/freestyle_optium/records.hpp"
#include "tests/fuzz/freestyle_fuzz.hpp"

namespace {

using namespace freestyle_fuzz;
using namespace device;

void check_ketone(const core::Decimal& mmol_l, core::Reach reach, std::string_view written) {
  require(mmol_l.decimals == 1 && reach != core::Reach::lo);
  const int number = written == "HI " ? 1000 : std::stoi(std::string(written));
  if (reach == core::Reach::hi) return require(number > 180 && mmol_l.digits == 80);
  // The tenths lie within half a tenth of number / 1.8.
  require(number <= 180 && mmol_l.digits * 18 <= number * 10 + 9 && mmol_l.digits * 18 > number * 10 - 9);
}

void check_record(std::string_view line) {
  const auto entry = freestyle_optium::decode_record(line);
  if (!entry) return require(entry.error().kind == core::Errc::protocol);
  require(entry->raw == line);
  if (std::holds_alternative<core::UnreadRecord>(entry->content)) return check_unread(*entry, line);
  const std::string_view written = line.substr(0, 3);
  const bool control = line.back() == '1' || line.back() == '3';
  // "104 G" or "104 G c", and the time as it stands there where it tells nothing.
  require(control == (entry->origin.substr(entry->origin.find(' ') + 2, 2) == " c"));
  if (const auto* blood = std::get_if<core::BloodGlucose>(&entry->content)) {
    require(!control && line[line.size() - 6] == 'G');
    check_glucose(blood->value, written);
  } else if (const auto* solution = std::get_if<core::ControlResult>(&entry->content)) {
    require(control && line[line.size() - 6] == 'G');
    check_glucose(solution->value, written);
  } else if (const auto* ketone = std::get_if<core::Ketone>(&entry->content)) {
    require(!control && line[line.size() - 6] == 'K');
    check_ketone(ketone->mmol_l, ketone->reach, written);
  } else {
    const auto& of_solution = std::get<core::KetoneControl>(entry->content);
    require(control && line[line.size() - 6] == 'K');
    check_ketone(of_solution.mmol_l, of_solution.reach, written);
  }
  if (line.back() >= '2') require(!entry->time.local);
  check_time(*entry, line);
}

void check_info(std::string_view answer) {
  const auto info = freestyle_optium::decode_info(answer);
  if (!info) return require(info.error().kind == core::Errc::protocol);
  require(is_freestyle_serial(info->serial) && answer.find(info->serial) != std::string_view::npos);
  require(freestyle_optium::is_answer_over(answer) || answer.find("CMD OK\n") != std::string_view::npos);
  require(answer.find("Ver:\t" + info->version) != std::string_view::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest = core::as_text({data + 1, size - 1});
  switch (data[0] % 4) {
    case 0:
      check_record(rest);
      break;
    case 1: {
      const std::string answer = dump_of(rest);
      check_dump(answer, freestyle_optium::decode_dump(answer));
      break;
    }
    case 2:
      check_info("S/N:\tSIM0000-SIM01\r\n" + std::string(rest) + "\r\nCMD OK\r\n");
      break;
    default:  // nothing is repaired
      check_info(rest);
      check_dump(rest, freestyle_optium::decode_dump(rest));
      if (freestyle_optium::holds_info(rest)) require(rest.find("CMD OK\r\n") != std::string_view::npos);
  }
  return 0;
}
