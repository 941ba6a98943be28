#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "core/values/log_entry.hpp"

/// What the report of an Accu-Chek Mobile says (docs/protocols/accuchek_mobile.md). What is no report is
/// Errc::bad_data.
namespace device::accuchek_mobile {

/// Line 2.
struct Head {
  std::string serial;
  std::optional<core::LocalSeconds> made;  ///< by the meter's clock; nothing where it cannot be read
  bool simulated = false;

  bool operator==(const Head&) const = default;
};
/// From the beginning of a report, both lines whole; Errc::disconnected (cut_off) where they are not.
[[nodiscard]] core::Result<Head> decode_head(std::string_view text);

/// "the report is cut off, or its last line has no end".
core::Error cut_off();

/// One line behind the third becomes one entry, or none where its Result is empty:
///
/// | column                       | becomes |
/// |------------------------------|---------|
/// | Date, Time                   | time; 1 January 2000 before 00:10: unset |
/// | Result, Unit                 | 10 to 600 mg/dL, 0.6 to 33.3 mmol/L, HI and LO with these limits |
/// | Before meal, After meal      | the meal; both: a record that cannot be read |
/// | Temperature warning, Other   | the tags "temperature" and "other" |
/// | Control test                 | ControlResult in place of BloodGlucose |
///
/// origin is "RESULT UNIT" as written, " control" behind it for a control result, and with an unset time
/// " DATE TIME": the marks are left out, for the person can change them. raw is the line, control characters
/// masked. A line that cannot be read becomes UnreadRecord, the line as origin and raw.
struct Report {
  Head head;
  std::vector<core::LogEntry> entries;                ///< in the file's order
  core::GlucoseUnit unit = core::GlucoseUnit::mg_dl;  ///< that of the first measurement
  bool is_cut = false;                                ///< line 3 is missing, or the last line may be cut

  bool operator==(const Report&) const = default;
};
/// At most 20,000 lines of 1,024 bytes. Lines end with LF or CR LF. A last line without an end is left out,
/// but where it has as many fields as line 3 and a mark in the last of them. Errc::disconnected
/// (cut_off) where not even line 2 is whole.
[[nodiscard]] core::Result<Report> decode_report(std::string_view text);

}  // namespace device::accuchek_mobile
