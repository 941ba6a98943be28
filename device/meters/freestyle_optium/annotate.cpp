#include "device/meters/freestyle_optium/annotate.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "device/freestyle_annotation.hpp"
#include "device/meters/freestyle_optium/records.hpp"

namespace device::freestyle_optium {
namespace {

std::string masked_serial(std::string_view serial) {
  return serial.size() == 13 ? "SIM0000-SIM00" : masked_freestyle_serial(serial);
}

/// "Apr  22 2014", with three letters for every month.
std::optional<core::Bytes> encode_day(core::LocalSeconds time) {
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (!is_in_this_century(time)) return std::nullopt;
  const date::year_month_day day{date::floor<date::days>(time)};
  return bytes_of(fmt::format("{}  {:02} {}", months.at(static_cast<unsigned>(day.month()) - 1),
                              static_cast<unsigned>(day.day()), static_cast<int>(day.year())));
}

/// A line of the answer to `$colq`: a name, TAB and what it is.
bool explain_line(std::string_view line, core::Cutter& cut) {
  constexpr std::array<std::string_view, 6> names{"S/N:", "Ver:", "Clock:", "Market:", "ROM:", "Usage:"};
  const std::string_view name = line.substr(0, line.find('\t'));
  if (name.size() == line.size() || std::find(names.begin(), names.end(), name) == names.end()) return false;
  const std::string_view value = line.substr(name.size() + 1);
  const auto time = decode_clock(line);
  const bool is_serial = name == "S/N:" && is_freestyle_serial(value);
  if ((name == "S/N:" && !is_serial) || (name == "Clock:" && !time)) return false;
  cut.text(name.size() + 1, "answer");
  if (is_serial) {
    cut.text(value.size(), "serial number", serial_masked_as(masked_serial(value)));
  } else if (name == "Clock:") {
    take_day(cut, 12, "clock", *time, encode_day);
    cut.text(value.size() - 12, "time of day");
  } else {
    cut.text(value.size(), "value", name == "ROM:" ? core::Rewrite{core::Blank{}} : core::Keep{});
  }
  return true;
}

}  // namespace

void annotate(const core::Run& run, core::Cutter& cut) {
  annotate_freestyle(run, cut, {decode_dump, decode_record, masked_serial, core::Keep{}, explain_line});
}

}  // namespace device::freestyle_optium
