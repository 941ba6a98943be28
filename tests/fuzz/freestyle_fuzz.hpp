#pragma once

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "core/io/checksum.hpp"
#include "device/freestyle_dump.hpp"

// What holds for the dumps of every FreeStyle meter.
namespace freestyle_fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

/// A dump of the records in `lines`, its count and its sum made right.
inline std::string dump_of(std::string_view lines) {
  const auto count = std::count(lines.begin(), lines.end(), '\n');
  std::string text =
      fmt::format("\r\nDSIM000-SIM01\r\n0.31-P\r\nNov  18 2026 21:05:00\r\n{:03}\r\n\n{}", count, lines);
  return text + fmt::format("0x{:04X}  END\r\n", core::sum16(core::as_bytes(text)));
}

inline void check_glucose(const core::Glucose& value, std::string_view written) {
  require(value.unit == core::GlucoseUnit::mg_dl && value.decimals == 0);
  const int number = written[0] == 'H' || written[0] == 'L' ? -1 : std::stoi(std::string(written));
  if (value.reach == core::Reach::hi)
    require(value.digits == 500 && (written == "HI " || number > 500));
  else if (value.reach == core::Reach::lo)
    require(value.digits == 20 && (written == "LO " || (number >= 0 && number < 20)));
  else
    require(value.digits == number && number >= 20 && number <= 500);
}

/// The time of a record is what its line says.
inline void check_time(const core::LogEntry& entry, std::string_view line) {
  const std::string written(line.substr(5, 18));
  if (!entry.time.local) return require(entry.origin.find(" at " + written) != std::string::npos);
  const auto second = *entry.time.local - date::floor<std::chrono::minutes>(*entry.time.local);
  const auto is_digit = [&](std::size_t place) { return line[place] >= '0' && line[place] <= '9'; };
  const bool has_seconds = line.size() > 25 && line[23] == ':' && is_digit(24) && is_digit(25);
  require(second == std::chrono::seconds(has_seconds ? std::stoi(std::string(line.substr(24, 2))) : 0));
  const std::string set = device::encode_freestyle_set_clock(*entry.time.local);  // $tim,MM,DD,YY,HH,mm
  require(set.substr(8, 2) == written.substr(5, 2) && "20" + set.substr(11, 2) == written.substr(8, 4) &&
          set.substr(14, 2) == written.substr(13, 2) && set.substr(17, 2) == written.substr(16, 2));
}

inline void check_unread(const core::LogEntry& entry, std::string_view line) {
  require(entry.origin == line);
  if (entry.time.local) check_time(entry, line);
}

inline void check_dump(std::string_view answer, const core::Result<device::FreestyleDump>& dump) {
  if (!dump) return require(dump.error().kind == core::Errc::protocol && !dump.error().what.empty());
  require(answer.find(dump->serial) != std::string_view::npos && answer.back() == '\n');
  require(device::is_freestyle_serial(dump->serial) && device::is_freestyle_version(dump->version));
  for (const core::LogEntry& entry : dump->entries)
    require(answer.find(entry.raw + "\r\n") != std::string_view::npos ||
            answer.find(entry.raw + "\n") != std::string_view::npos);
  require(!dump->entries.empty() || dump->needs_second || answer.find("000") != std::string_view::npos);
}

}  // namespace freestyle_fuzz
