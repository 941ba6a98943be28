#include "core/recording/mask.hpp"

#include <fmt/format.h>

#include "tests/catch.hpp"
#include "tests/core/recording/bytes.hpp"

namespace {

using namespace std::chrono_literals;
using core::Direction;

constexpr date::year year_without_form{1997};  ///< where the days of 2004 are moved to

/// A family of this test's own: `#SERIAL;` a serial number of four letters, `@Y-M-D;` a day, `=N;` the length
/// of what stands before it, `!` a byte nobody knows the meaning of, `~NAME;` a person.
void annotate(const core::Run&, core::Cutter& cut) {
  while (!cut.rest().empty()) {
    const std::string_view text = core::as_text(cut.rest());
    const std::size_t end = text.find(';');
    if (text[0] == '!') {
      cut.take(1, "unknown", "", core::Blank{});
    } else if (end == std::string_view::npos ||
               std::string_view("#@=~").find(text[0]) == std::string_view::npos) {
      cut.skip(1);
    } else if (text[0] == '#') {
      cut.text(1, "sign");
      cut.text(end - 1, "serial number", core::Serial{bytes("SIM0")});
      cut.text(1, "end");
    } else if (text[0] == '@') {
      const auto day = core::parse_local(text.substr(1, end - 1));
      if (!day) {
        cut.skip(end);
        continue;
      }
      cut.text(1, "sign");
      cut.text(end - 1, "day", core::Day{*day, [](core::LocalSeconds time) -> std::optional<core::Bytes> {
                                           if (date::year_month_day(date::floor<date::days>(time)).year() ==
                                               year_without_form)
                                             return std::nullopt;
                                           return bytes("<" + core::format_local(time) + ">");
                                         }});
      cut.text(1, "end");
    } else if (text[0] == '~') {
      cut.text(end + 1, "person", core::Private{});
    } else {
      cut.text(1, "sign");
      cut.text(end - 1, "length", core::Derived{[](core::ByteView, std::size_t place) {
                 return bytes(fmt::format("{:02}", place));
               }});
      cut.text(1, "end");
      cut.end_message();
    }
  }
}
constexpr core::Annotator annotator{.annotate = annotate, .is_text = true};

core::Recording recording_of(std::vector<std::string> pieces) {
  core::Recording recording;
  recording.started = *core::parse_utc("2026-11-18T21:04:05Z");
  recording.zone = "Europe/London";
  for (const std::string& piece : pieces)
    recording.exchanges.push_back(
        {Direction::from_meter, std::chrono::microseconds(recording.exchanges.size()), bytes(piece)});
  return recording;
}

std::vector<std::string> pieces_of(const core::Recording& recording) {
  std::vector<std::string> pieces;
  for (const core::Exchange& exchange : recording.exchanges)
    pieces.emplace_back(core::as_text(exchange.bytes));
  return pieces;
}

std::vector<std::string> shared(std::vector<std::string> pieces, const core::MaskOptions& options = {}) {
  return pieces_of(core::mask(recording_of(std::move(pieces)), annotator, options).value().recording);
}

using Pieces = std::vector<std::string>;

}  // namespace

TEST_CASE(
    "a shared recording was made in the week from 6 January 2020, at the same hour of the same weekday") {
  const auto masked = core::mask(recording_of({}), annotator, {}).value();
  CHECK(core::format_utc(masked.recording.started) == "2020-01-08T21:04:05Z");
  CHECK(masked.recording.zone.empty());
  CHECK(core::masked_shift(recording_of({})) % std::chrono::hours(7 * 24) == 0s);
  core::Recording sunday = recording_of({});
  sunday.started = *core::parse_utc("2019-12-01T23:59:59Z");
  CHECK(core::format_utc(core::mask(sunday, annotator, {})->recording.started) == "2020-01-12T23:59:59Z");
}

TEST_CASE("serials, days, names and what nobody knows are masked, and lengths made anew") {
  CHECK(shared({"#ABCD;@2026-11-18;~Anna B.;!=00;x9 y"}) ==
        Pieces{"#SIM0;@<2020-01-08 00:00:00>;~XXXX X.;!=40;X0 X"});
}

TEST_CASE("what is asked to be kept is kept, a person's name never") {
  CHECK(shared({"#ABCD;@2026-11-18;~Anna;9"}, {.keep_serial = true}) ==
        Pieces{"#ABCD;@<2020-01-08 00:00:00>;~XXXX;0"});
  CHECK(shared({"#ABCD;@2026-11-18;~Anna;9"}, {.keep_dates = true}) == Pieces{"#SIM0;@2026-11-18;~XXXX;0"});
  CHECK(shared({"#ABCD;@2026-11-18;~Anna;9"}, {.keep_unknown = true}) ==
        Pieces{"#SIM0;@<2020-01-08 00:00:00>;~XXXX;9"});
  const auto kept = core::mask(recording_of({}), annotator, {.keep_dates = true}).value();
  CHECK(core::format_utc(kept.recording.started) == "2026-11-18T21:04:05Z");
  CHECK(kept.recording.zone.empty());
}

TEST_CASE("pieces keep their times, and their bytes where a field does not change its length") {
  const Pieces cut = {"#A", "BCD;@2026-11-", "18", ";#ABCD", ";"};
  CHECK(shared(cut) == Pieces{"#S", "IM0;@<2020-01", "-08 00:00:00>", ";#SIM0", ";"});
  const auto masked = core::mask(recording_of(cut), annotator, {}).value();
  CHECK(masked.recording.exchanges[3].at == 3us);
}

TEST_CASE("bytes are blanked whole where they are no text") {
  const core::Annotator binary{.annotate = annotate, .is_text = false};
  const auto masked = core::mask(recording_of({"ab\x01"}), binary, {}).value();
  CHECK(masked.recording.exchanges[0].bytes == core::Bytes{0, 0, 0});
  CHECK(masked.unexplained_bytes == 3);
}

TEST_CASE("a serial number that stands where no rule can mask it keeps the recording from being shared") {
  const auto recording = recording_of({"#ABCD; 12 ABCD 34"});
  CHECK(core::mask(recording, annotator, {}).has_value());
  const auto masked = core::mask(recording, annotator, {.keep_unknown = true});
  REQUIRE_FALSE(masked.has_value());
  CHECK(masked.error().kind == core::Errc::refused);
  CHECK(core::mask(recording, annotator, {.keep_serial = true, .keep_unknown = true}).has_value());
}

TEST_CASE("a serial number that may be any small number is not looked for elsewhere") {
  using namespace std::string_literals;
  const auto recording = recording_of({"#\x03\x01\0\0;"s, "\x03\x01\0\0"s});
  CHECK(core::mask(recording, annotator, {.keep_unknown = true}).has_value());
}

TEST_CASE("a day of a clock that was never set stays: moved it would tell by how much all were") {
  CHECK(shared({"@2000-01-03;"}) == Pieces{"@2000-01-03;"});
  CHECK(core::mask(recording_of({"@2000-01-03;"}), annotator, {})->days_as_they_were == 1);
}

TEST_CASE("a day that has no form when it is moved keeps the recording from being shared") {
  const auto masked = core::mask(recording_of({"@2004-01-03;"}), annotator, {});
  REQUIRE_FALSE(masked.has_value());
  CHECK(masked.error().kind == core::Errc::refused);
  CHECK(core::mask(recording_of({"@2004-01-03;"}), annotator, {.keep_dates = true}).has_value());
}

TEST_CASE("a recording is described a field a line, and what no rule explains as before") {
  core::Recording recording = recording_of({"x\x1b", "#ABCD;"});
  recording.exchanges.push_back({Direction::to_meter, 2000001us, bytes("~An\x1b[2J;")});
  const std::string text = core::describe(recording, annotator);
  CHECK(text.substr(text.find("it\n") + 3) ==
        "      0.000000 < 78 1b                                            x.\n"
        "      0.000001 < 23                                               sign              #\n"
        "                 41 42 43 44                                      serial number     ABCD\n"
        "                 3b                                               end               ;\n"
        "      2.000001 > 7e 41 6e 1b 5b 32 4a 3b                          person            ~An\\x1B[2J;\n");
}
