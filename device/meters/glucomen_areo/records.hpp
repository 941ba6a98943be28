#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "core/values/log_entry.hpp"

/// What a GlucoMen areo says (docs/protocols/glucomen_areo.md). What is off is Errc::protocol.
namespace device::glucomen_areo {

/// The lines of a block: `[`, lines, the CRC-8 of all before it, `]`, each with CR LF. At most 1,500 lines of
/// 1 to 128 printable characters.
[[nodiscard]] core::Result<std::vector<std::string_view>> decode_block(std::string_view block);

struct Who {
  std::string serial;
  std::string version;
  bool simulated = false;

  bool operator==(const Who&) const = default;
};
/// The answer to `a2`, a block with the line `n,n,n,  SERIAL, VERSION`.
[[nodiscard]] core::Result<Who> decode_who(std::string_view block);

/// One reading, `TYPE,VALUE,UNIT,MARK,YYMMDD,hhmm`:
///
/// | field | becomes |
/// |-------|---------|
/// | TYPE  | Glu BloodGlucose, Ctl ControlResult, Ket Ketone; another word is refused |
/// | VALUE | mg/dL whole, mmol/L with one decimal; beyond 20 to 600 or 1.1 to 33.3 LO and HI |
/// | UNIT  | the value's unit; a blank in front is dropped |
/// | MARK  | 02 and 04 the meal, 01 and 08 the tags "check" and "exercise", another nothing |
/// | time  | to the minute; 1 January 2000 before 00:10: unset, and "YYMMDD hhmm" goes into the origin |
///
/// origin is "TYPE VALUE UNIT": the mark is left out, for the person can change it. raw is the line.
[[nodiscard]] core::Result<core::LogEntry> decode_record(std::string_view line);

struct Dump {
  std::vector<core::LogEntry> entries;                ///< in the meter's order
  core::GlucoseUnit unit = core::GlucoseUnit::mg_dl;  ///< that of the newest blood glucose
  bool has_blank = false;                             ///< before units, as the areo GK writes it

  bool operator==(const Dump&) const = default;
};
/// The answer to `80`. Lines that decode_record refuses become UnreadRecord, the line as origin and raw.
[[nodiscard]] core::Result<Dump> decode_dump(std::string_view answer);

/// `c2 a1` and the block that sets the clock, to the minute; years 2000 to 2099.
std::string encode_set_clock(core::LocalSeconds time);

}  // namespace device::glucomen_areo
