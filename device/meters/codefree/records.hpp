#pragma once

#include <optional>

#include "core/error.hpp"
#include "core/io/bytes.hpp"
#include "core/values/log_entry.hpp"

/// The messages in a CodeFree's packets (docs/protocols/codefree.md). What is off is Errc::protocol.
namespace device::codefree {

bool is_challenge(core::ByteView message);  ///< the meter was turned on
bool is_bye(core::ByteView message);        ///< the memory is at its end
bool is_clock_set(core::ByteView message);

core::Bytes answer();  ///< to the challenge
core::Bytes fetch();   ///< the next older record, or the end
/// "ADATE202611182110"; years 2000 to 2099.
core::Bytes set_clock(core::LocalSeconds time);

/// How many records the meter holds.
[[nodiscard]] core::Result<std::size_t> decode_count(core::ByteView message);

struct Record {
  core::LogEntry entry;
  std::optional<std::uint32_t> simulated;  ///< the number of the simulated meter that made it
  int head = 0;                            ///< bytes 0–1, which nobody knows
};
/// 17 bytes:
///
/// | byte  | field | becomes |
/// |-------|-------|---------|
/// | 2–6   | year − 2000, month, day, hour, minute | the time; 1 January 2000 before 00:10: unset |
/// | 7–8   | value, high byte first | mg/dL; below 20 and above 600 LO and HI |
/// | 9     | 00, 10, 20 | no meal, before, after one |
/// | 10–16 | "SIM" and a number | the mark of a simulated meter, or nothing |
///
/// origin is the value in digits, with bytes 2–6 in hex behind it where the time is unset. raw is bytes 2–9
/// in hex: nobody knows what a meter does to the others, and a reading must come alike each time. Another
/// meal byte or an impossible date makes an UnreadRecord, raw as its origin.
[[nodiscard]] core::Result<Record> decode_record(core::ByteView message);

}  // namespace device::codefree
