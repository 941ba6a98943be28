// What an Accu-Chek Mobile's report is taken for is what it says: nothing is rounded, repaired or made up,
// and a report that is cut off gives the beginning of what the whole one gives.
// length: 512
// covers: device/meters/accuchek_mobile/report.cpp device/value_text.cpp
// plant: device/meters/accuchek_mobile/report.cpp s/!is_at_most\(\*number, highest\)/false/
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/io/bytes.hpp"
#include "core/text/printable.hpp"
#include "core/values/decimal.hpp"
#include "device/meters/accuchek_mobile/report.hpp"

namespace {

using namespace device::accuchek_mobile;

const std::string head = "Serial number\r\nSIM00000001;18.11.2026;21:05;\r\n";
const std::string columns =
    "Date;Time;Result;Unit;Temperature warning;Out of target range;Other;Before meal;After meal;Control "
    "test\r\n";

void require(bool holds) {
  if (!holds) std::abort();
}

void check_glucose(const core::Glucose& value, const core::LogEntry& entry) {
  const bool is_mg_dl = value.unit == core::GlucoseUnit::mg_dl;
  const core::Decimal low = is_mg_dl ? core::Decimal{10, 0} : core::Decimal{6, 1};
  const core::Decimal high = is_mg_dl ? core::Decimal{600, 0} : core::Decimal{333, 1};
  const core::Decimal size{value.digits, value.decimals};
  require(core::compare(low, size) <= 0 && core::compare(size, high) <= 0);
  std::string written = entry.origin.substr(0, entry.origin.find(' '));
  require(entry.raw.find(written) != std::string::npos);
  if (value.reach == core::Reach::number) return require(core::parse_decimal(written) == size);
  for (char& c : written) c = static_cast<char>(c & ~0x20);
  require(value.reach == core::Reach::hi ? written == "HI" && size == high : written == "LO" && size == low);
}

void check_entry(const core::LogEntry& entry) {
  require(core::is_printable(entry.raw) && core::is_printable(entry.origin));
  if (const auto* blood = std::get_if<core::BloodGlucose>(&entry.content)) {
    check_glucose(blood->value, entry);
  } else if (const auto* solution = std::get_if<core::ControlResult>(&entry.content)) {
    check_glucose(solution->value, entry);
    require(entry.origin.find(" control") != std::string::npos);
  } else {
    require(std::holds_alternative<core::UnreadRecord>(entry.content));
    return require(entry.origin == entry.raw && !entry.time.local && entry.tags.empty());
  }
  if (!entry.time.local) return require(entry.origin.find(" 01.01.2000 00:0") != std::string::npos);
  const std::string time = core::format_local(*entry.time.local);  // 2026-11-18 21:03:00
  require(entry.raw.find(time.substr(8, 2) + "." + time.substr(5, 2) + "." + time.substr(0, 4)) !=
          std::string::npos);
  require(entry.raw.find(time.substr(11, 5)) != std::string::npos);
}

void check_report(std::string_view text, std::size_t cut_at) {
  const auto report = decode_report(text);
  if (!report) {
    const bool is_cut = report.error().kind == core::Errc::disconnected;
    return require(is_cut || report.error().kind == core::Errc::bad_data);
  }
  require(decode_head(text).has_value() && *decode_head(text) == report->head);
  require(report->is_cut || std::string_view("\nxX").find(text.back()) != std::string_view::npos ||
          text.substr(text.size() - 1) == " ");
  for (const core::LogEntry& entry : report->entries) check_entry(entry);

  const std::string_view beginning = text.substr(0, cut_at % (text.size() + 1));
  const auto part = decode_report(beginning);
  if (!part) return require(part.error() == cut_off() || part.error().kind == core::Errc::bad_data);
  require(part->head == report->head && part->entries.size() <= report->entries.size() + 1);
  // A last line without an end that looks whole may have gone on.
  const bool may_go_on = !part->is_cut && beginning.back() != '\n' && !part->entries.empty();
  require(
      std::equal(part->entries.begin(), part->entries.end() - (may_go_on ? 1 : 0), report->entries.begin()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t cut_at = data[1] * std::size_t{7};
  const std::string rest(core::as_text({data + 2, size - 2}));
  switch (data[0] % 4) {
    case 0:
      check_report(head + columns + rest + "\r\n", cut_at);
      break;
    case 1:
      check_report(head + rest + "\r\n18.11.2026;21:03;104;mg/dl;;;;X;;\r\n", cut_at);
      break;
    case 2:
      check_report("\r\n" + rest + "\r\n" + columns, cut_at);
      break;
    default:  // nothing is repaired
      check_report(rest, cut_at);
  }
  return 0;
}
