#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "core/values/log_entry.hpp"

/// What stands in a Contour's frames, and its clock in command mode (docs/protocols/contour.md). What is off
/// is Errc::protocol.
namespace device::contour {

/// The lowest and the highest value that are numbers.
struct Range {
  core::Glucose low, high;
  bool operator==(const Range&) const = default;
};

/// How strictly a record is read. What comes twice alike is no damage but the meter's own, of a kind that is
/// not public: then words that say nothing of the value or the time may be any.
enum class Reading { as_known, as_repeated };

/// The H record. What a serial meter may leave out is nothing.
struct Header {
  std::string number;  ///< of the model: "7150" of "Bayer7150"
  std::string serial;
  bool simulated = false;
  std::optional<core::GlucoseUnit> unit;
  std::optional<Range> range;  ///< as the meter says it, put into `unit`
  std::optional<std::size_t> results;
  std::optional<core::LocalSeconds> clock;
  std::chrono::seconds clock_resolution{60};
};
/// A clock that shows no calendar time, a unit or range that is not known: nothing where it is read
/// as_repeated.
[[nodiscard]] core::Result<Header> decode_header(std::string_view text, Reading reading = Reading::as_known);

/// An R record. Of a serial meter's dump the first is its average, no reading: has_serial_form tells.
bool has_serial_form(std::string_view text);
/// An O record that says of the result behind it that it is one of control solution: `O|n||||||||||Q`.
bool orders_control(std::string_view text);
/// The number in its second field; nothing where none stands there.
std::optional<std::size_t> result_number(std::string_view text);

/// | form   | fields |
/// |--------|--------|
/// | serial | `R|n|^^^Glucose|VALUE|UNIT^METHOD|REF|FLAG|MARK|CTL|||time` |
/// | USB    | `R|n|^^^Glucose|VALUE|UNIT^METHOD||FLAGS||time` |
///
/// A value outside the range of all Contours is refused. With `>` or `<` it is the limit of HI or LO;
/// without, it is refused outside `range` in its unit, too. T and D become the tags "temperature" and
/// "logbook". Read as_repeated, METHOD, MARK and each of FLAGS may be any word of letters and digits. 1
/// January 2000 before 00:10: time unset, and the time as written goes into the origin. origin is "VALUE
/// UNIT", with " >" or " <" and, of a control test, " control" behind it. raw is the record without R and n,
/// which changes with each new test. `is_ordered_control`: an O record has said that it is a control test.
[[nodiscard]] core::Result<core::LogEntry> decode_result(std::string_view text,
                                                         const std::optional<Range>& range,
                                                         Reading reading = Reading::as_known,
                                                         bool is_ordered_control = false);
/// An R record that decode_result refuses: its fields behind n as origin and raw, its time unset.
core::LogEntry keep_unread(std::string_view text);

/// "D|261118|" and "T|2105|", whatever stands around them; years 1970 to 2069.
[[nodiscard]] core::Result<core::LocalSeconds> decode_clock(std::string_view date, std::string_view time);
/// What is sent in command mode, one after the other, to set date and time.
std::array<std::string, 6> encode_set_clock(core::LocalSeconds time);

}  // namespace device::contour
