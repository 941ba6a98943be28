#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "core/values/log_entry.hpp"

// What the dumps of the FreeStyle meters have in common; docs/protocols/freestyle_lite.md and
// docs/protocols/freestyle_optium.md have what differs.
namespace device {

/// A whole memory whose sum, count and lines fit.
struct FreestyleDump {
  std::string serial;
  std::string version;
  std::optional<core::LocalSeconds> clock;  ///< nothing for a time that does not exist
  std::vector<core::LogEntry> entries;      ///< newest first
  /// To be believed when it comes twice: "Log Empty" has no sum, and a record that cannot be read may be
  /// damage that the sum does not show.
  bool needs_second = false;
};

/// A record's line; Errc::protocol for what has not the form of one, an UnreadRecord for one with an
/// impossible field, or of an unknown form.
using FreestyleRecordDecoder = core::Result<core::LogEntry> (*)(std::string_view line);

/// The whole answer, from its first CR LF on; empty lines between the others are passed over. Errc::protocol
/// for a wrong sum, another number of records than announced, or a line that belongs into no dump.
[[nodiscard]] core::Result<FreestyleDump> decode_freestyle_dump(std::string_view answer,
                                                                FreestyleRecordDecoder decode_record);

inline constexpr std::string_view freestyle_dump_end = "END\r\n";

/// Whether nothing more belongs to the answer: its last line ends with END.
bool is_freestyle_dump_over(std::string_view answer);

/// What was heard behind the end of an earlier dump; all of it where nothing but empty lines follows.
std::string_view behind_earlier_dump(std::string_view heard);

/// What was heard behind a serial number, a version and a clock's line, wherever they stand; nothing where
/// they have not come whole. The end of the clock's line is the moment that it shows.
std::optional<std::string_view> behind_freestyle_clock(std::string_view heard);

/// What begins in place of the records of a memory that holds none: "Log Empty END".
bool is_freestyle_empty(std::string_view line);
/// Digits or capitals: "ABCD123-A4567", "A-BCD1-A4567" or "XAG12345678".
bool is_freestyle_serial(std::string_view text);
/// A serial number of the same form with SIM in it, which is_simulated_freestyle_serial knows.
std::string masked_freestyle_serial(std::string_view serial);
bool is_simulated_freestyle_serial(std::string_view serial);
/// Begins with a number with a point: "0.31-P".
bool is_freestyle_version(std::string_view text);

/// As the meters write them.
inline constexpr std::array<std::string_view, 12> freestyle_months{
    "Jan ", "Feb ", "Mar ", "Apr ", "May ", "June", "July", "Aug ", "Sep ", "Oct ", "Nov ", "Dec "};

/// "Nov  18 2026 21:03" or "June 05 2026 12:30:01", years 2000 to 2099; nothing for a time that does not
/// exist.
std::optional<core::LocalSeconds> freestyle_time(std::string_view text);

/// "104", "HI ", "LO " in mg/dL; from 501 on HI, up to 019 LO. Nothing for other characters.
std::optional<core::Glucose> freestyle_glucose(std::string_view text);

/// Where the time of a record goes: unset, and as written into the origin, when it was taken before the clock
/// was set (1 January 2000 before 00:10, or as the meter says itself).
void put_freestyle_time(core::LogEntry& entry, std::string_view written, bool is_lost);

/// A record that cannot be read, as it came, with its time where it is one.
core::LogEntry unread_freestyle_record(std::string_view line);

/// The same for a line that has not the form of a record: it has to begin with value and time and end with
/// flags. Errc::protocol for another, and for one as long as a record (`usual_size`, with seconds three
/// more): flipped bits make no line longer or shorter, so that it may be a damaged one.
[[nodiscard]] core::Result<core::LogEntry> unknown_freestyle_record(std::string_view line,
                                                                    std::size_t usual_size);

/// How many characters of a record's line, from its sixth on, write the time: seconds may stand there. Of a
/// line of at least 23 characters.
std::size_t freestyle_time_size(std::string_view line);

/// "$tim,11,18,26,21,10" CR LF: sets the clock to a minute of the years 2000 to 2099.
std::string encode_freestyle_set_clock(core::LocalSeconds time);

}  // namespace device
