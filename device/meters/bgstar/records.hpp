#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "core/values/log_entry.hpp"

/// The answers of a BGStar (docs/protocols/bgstar.md). Every function takes one whole answer, without
/// its line end, and checks every field; what is off is Errc::protocol.
namespace device::bgstar {

/// "404 glurec": there is no record at the index asked for.
bool is_no_record(std::string_view answer);
/// "400": the meter does not know the command.
bool is_refused(std::string_view answer);
/// "503": to be asked again in 200 ms.
bool is_busy(std::string_view answer);

/// "200 hello JAZZESC-EN" -> "JAZZESC-EN"
[[nodiscard]] core::Result<std::string> decode_hello(std::string_view line);
/// "200 serial SIM00000000001"; 14 letters or digits.
[[nodiscard]] core::Result<std::string> decode_serial(std::string_view line);
/// "200 datetime 2020 2 14 21 30 2", the word may be missing; years 1970 to 2099.
[[nodiscard]] core::Result<core::LocalSeconds> decode_datetime(std::string_view line);
/// "200 glucount 935"; at most four digits.
[[nodiscard]] core::Result<std::size_t> decode_count(std::string_view line);
/// "200 gluunit mg/dL" -> "mg/dL", its word for the unit that it shows.
[[nodiscard]] core::Result<std::string> decode_unit(std::string_view line);
/// Nothing for a word that is not on the page.
std::optional<core::GlucoseUnit> known_unit(std::string_view word);

/// The lines of "get sysinfo all", joined by line feeds -> the word after "100 product ".
[[nodiscard]] core::Result<std::string> decode_product(std::string_view answer);

/// One record, `200 glurec a b VALUE TAG Y M D h m s`:
///
/// | field  | becomes |
/// |--------|---------|
/// | a      | nothing: its meaning is unknown |
/// | b      | 1: ControlResult instead of BloodGlucose, and " c" in the origin |
/// | VALUE  | mg/dL; 601, HI and 19, LO: the limits 600 and 20; E and up to three more: MeterError |
/// | TAG    | the meal marker; not part of the origin, for the person can change it |
/// | Y … s  | the time; from 2000-01-01 00:00:00 to 00:09:59: unset, and "h m s" goes into the origin |
///
/// origin is VALUE as written, raw is "b VALUE TAG Y M D h m s".
[[nodiscard]] core::Result<core::LogEntry> decode_record(std::string_view line);

/// A whole record with a field that decode_record refuses: an UnreadRecord with all its fields as origin and
/// raw, and its time where it is one. Errc::protocol for what has not the shape of a record.
[[nodiscard]] core::Result<core::LogEntry> keep_unread(std::string_view line);

/// "set datetime 2020 2 14 21 30 2"
std::string encode_set_datetime(core::LocalSeconds time);

}  // namespace device::bgstar
