#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "core/values/log_entry.hpp"

/// What a OneTouch Ultra or Ultra 2 says (docs/protocols/onetouch_ultra2.md). Every function takes one whole
/// line with its sum, `TEXT CCCC`, without its line end, and checks every character; what is off is
/// Errc::protocol.
namespace device::onetouch_ultra2 {

/// The TEXT of a line whose sum is right.
[[nodiscard]] core::Result<std::string_view> decode_text(std::string_view line);

/// `?P02.00.00 30/08/06` -> "P02.00.00 30/08/06"
[[nodiscard]] core::Result<std::string> decode_version(std::string_view line);
/// `@ "SIM00001Y"`
[[nodiscard]] core::Result<std::string> decode_serial(std::string_view line);
/// `SU?,"MG/DL "` or `SU?,"MMOL/L"`
[[nodiscard]] core::Result<core::GlucoseUnit> decode_unit(std::string_view line);
/// `F "TUE","08/12/14","15:40:16   "`, years 2000 to 2099; as it now is after a setting: with T for F.
[[nodiscard]] core::Result<core::LocalSeconds> decode_clock(std::string_view line);
[[nodiscard]] core::Result<core::LocalSeconds> decode_new_clock(std::string_view line);
/// `Z`: the memory has been erased.
bool is_erased(std::string_view line);

/// The first line of a dump: `P 003,"GMF600DCY","MG/DL "`.
struct Header {
  std::size_t count = 0;
  std::string serial;
  core::GlucoseUnit unit = core::GlucoseUnit::mg_dl;
  bool operator==(const Header&) const = default;
};
[[nodiscard]] core::Result<Header> decode_header(std::string_view line);

/// One record, `P "DAY","MM/DD/YY","HH:MM:SS   ","kkvvvq","m","cc", 00`; without m and cc of an Ultra.
///
/// | field | becomes |
/// |-------|---------|
/// | DAY … | the time; DAY must fit it. 2000-01-01 before 00:10:00: unset, and as written into the origin |
/// | kk    | blank BloodGlucose; C and K ControlResult; ! and I UnreadRecord |
/// | vvv   | mg/dL; HIGH and above 600 is HI, LOW and below 20 is LO |
/// | q     | ?: UnreadRecord, for the meter doubts its memory |
/// | m     | the meal marker; like cc not part of the origin, for the person can change it |
/// | cc    | a tag, from 01 on: "mild_exercise", and "comment_12" where the page has no words |
///
/// origin is kkvvvq without outer blanks, raw is TEXT.
[[nodiscard]] core::Result<core::LogEntry> decode_record(std::string_view line);

/// A record with a right sum and whatever fields: an UnreadRecord with TEXT as origin and raw, and its time
/// where that is one and the meter does not doubt it.
[[nodiscard]] core::Result<core::LogEntry> keep_unread(std::string_view line);

/// What the host sends for `letters`, "DM?" or "DMP": the letters behind what makes the meter listen.
std::string encode_question(std::string_view letters);
/// The question that sets the clock; years 2000 to 2099.
std::string encode_set_clock(core::LocalSeconds time);

}  // namespace device::onetouch_ultra2
