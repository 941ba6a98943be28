#pragma once

#include <string_view>

#include "device/freestyle_dump.hpp"

/// What a FreeStyle Optium, Precision Xtra or Xceed says (docs/protocols/freestyle_optium.md).
namespace device::freestyle_optium {

/// The answer to `$colq`.
struct Info {
  std::string serial;
  std::string version;
  core::GlucoseUnit unit = core::GlucoseUnit::mg_dl;
  std::optional<core::LocalSeconds> clock;  ///< nothing where its line shows no time
};
/// The whole answer, with or without an echo of the question before it. It has no sum: two are to be
/// compared.
[[nodiscard]] core::Result<Info> decode_info(std::string_view answer);

/// "Clock:" TAB "Apr  22 2014" TAB "02:14:37", years 2000 to 2099.
[[nodiscard]] core::Result<core::LocalSeconds> decode_clock(std::string_view line);

/// One record, `VVV  MMMM DD YYYY HH:MM T 0xFF`:
///
/// | field | becomes |
/// |-------|---------|
/// | VVV   | of glucose mg/dL; HI and above 500 is HI, LO and below 20 is LO |
/// |       | of ketone eighteen times the mmol/L; HI and above 180 is HI, with the limit 8.0 mmol/L |
/// | MMMM… | the time; 2000-01-01 before 00:10: unset, and as written into the origin |
/// | T     | G BloodGlucose, K Ketone |
/// | FF    | bit 0: a test with control solution, and " c" in the origin; bit 1: the time was lost, thus
/// unset |
///
/// origin is "VVV T" without VVV's blank, raw is the line. UnreadRecord where a field is impossible,
/// Errc::protocol for what has not this form.
[[nodiscard]] core::Result<core::LogEntry> decode_record(std::string_view line);

/// The whole answer to `$xmem`, with or without an echo of the question before it.
[[nodiscard]] core::Result<FreestyleDump> decode_dump(std::string_view answer);

/// Whether nothing more belongs to an answer: its last line is CMD OK, CMD Fail! or ends with END.
bool is_answer_over(std::string_view answer);

/// Whether a whole answer to `$colq` was heard, wherever it stands.
bool holds_info(std::string_view heard);

}  // namespace device::freestyle_optium
