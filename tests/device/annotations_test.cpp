#include <fmt/format.h>

#include "core/io/checksum.hpp"
#include "core/recording/mask.hpp"
#include "core/text/printable.hpp"
#include "device/registry.hpp"
#include "tests/catch.hpp"
#include "tests/device/meters/contour/contour_peer.hpp"

// For every family with a wire: bytes of its protocol page, what they mean, and what is shared of them.
namespace {

using core::Direction;
using namespace std::chrono_literals;

core::Bytes bytes(std::string_view text) {
  return {text.begin(), text.end()};
}
core::Bytes hex(std::string_view text) {
  return core::parse_hex(text).value();
}

const core::Annotator& annotator_of(std::string_view family) {
  return device::serial_link(*device::find_driver(family)).annotator;
}

/// Made in the week from 16 November 2026: 359 weeks after the week that shared recordings were made in.
core::Recording recording_of(core::Bytes asked, core::Bytes answer) {
  core::Recording recording;
  recording.started = *core::parse_utc("2026-11-18T21:00:00Z");
  recording.exchanges = {{Direction::to_meter, 0us, std::move(asked)},
                         {Direction::from_meter, 1us, std::move(answer)}};
  return recording;
}

/// "name: meaning" of each field the meter's answer has; "?" where no rule explains it.
std::vector<std::string> fields_of(const core::Recording& recording, std::string_view family) {
  std::vector<std::string> fields;
  for (const core::JoinedRun& run : core::annotate(recording, annotator_of(family)))
    for (const core::Message& message : run.messages)
      for (const core::Field& field : message)
        if (run.direction == Direction::from_meter)
          fields.push_back(field.name.empty()      ? fmt::format("? {}", field.size)
                           : field.meaning.empty() ? field.name
                                                   : field.name + ": " + core::printable(field.meaning));
  return fields;
}

core::Bytes shared(const core::Recording& recording, std::string_view family,
                   const core::MaskOptions& options = {}) {
  return core::mask(recording, annotator_of(family), options).value().recording.exchanges.back().bytes;
}

using Fields = std::vector<std::string>;

}  // namespace

TEST_CASE("a recording of a BGStar is explained and shared") {
  const auto recording =
      recording_of(bytes("get glurec 0\r"),
                   bytes("200 glurec 3 0 113 1 2026 11 8 8 34 18\r\n200 serial ABCDEFGH123456\r\n"));
  CHECK(fields_of(recording, "bgstar") ==
        Fields{"answer: 200 glurec ", "unknown", "control: blood", "value: 113 mg/dL before_breakfast",
               "meal tag: 1", "time: 2026-11-08 08:34:18", "line end", "answer: 200 serial ",
               "serial number: ABCDEFGH123456", "line end"});
  CHECK(core::as_text(shared(recording, "bgstar")) ==
        "200 glurec 0 0 113 1 2019 12 29 8 34 18\r\n200 serial SIM00000000000\r\n");
}

TEST_CASE("a recording of a OneTouch Ultra 2 is explained and shared") {
  const auto recording =
      recording_of(bytes("\x11\rDMP"),
                   bytes("P 003,\"GMF600DCY\",\"MG/DL \" 05A6\r\n"
                         "P \"WED\",\"11/18/26\",\"21:03:00   \",\"  104 \",\"B\",\"00\", 00 0992\r\n"));
  CHECK(fields_of(recording, "onetouch_ultra2") ==
        Fields{"count: P 003,\"", "serial number: GMF600DCY", "unit: \",\"MG/DL \"", "checksum:  05A6",
               "line end", "record: P ", "weekday: \"WED\",\"", "time: 2026-11-18 21:03:00",
               "time of day: \",\"21:03:00   \"", "value: 104 mg/dL before_meal",
               "meal and comment: \"B\",\"00\", 00", "checksum:  0992", "line end"});
  CHECK(core::as_text(shared(recording, "onetouch_ultra2")) ==
        "P 003,\"SIM00000Y\",\"MG/DL \" 0588\r\n"
        "P \"WED\",\"01/08/20\",\"21:03:00   \",\"  104 \",\"B\",\"00\", 00 098A\r\n");
}

TEST_CASE("a recording of a OneTouch Verio IQ is explained and shared") {
  const auto recording = recording_of(hex("02 0a 00 03 21 00 00 03 9d d2"),
                                      hex("02 12 00 03 06 04 cf 90 32 68 00 00 01 07 00 03 00 00"));
  CHECK(fields_of(recording, "onetouch_verio_iq") == Fields{"? 18"});  // its checksum is wrong
  const auto right = recording_of(hex("02 0a 00 03 21 00 00 03 9d d2"),
                                  hex("02 12 00 03 06 04 cf 90 32 68 00 00 01 00 00 03 25 3f"));
  CHECK(fields_of(right, "onetouch_verio_iq") == Fields{"frame begins", "length: 18", "link", "status: done",
                                                        "time: 2026-11-18 21:03:00", "value: 104 mg/dL",
                                                        "control: blood", "meal byte: not believed",
                                                        "unknown", "frame ends", "checksum"});
  CHECK(core::format_hex(shared(right, "onetouch_verio_iq"), " ") ==
        "02 12 00 03 06 04 00 a9 25 68 00 00 01 00 00 03 c8 33");
}

TEST_CASE("a Verio IQ's serial number is told from its other answers by the question, and masked") {
  const auto recording = recording_of(hex("02 0a 00 03 0b 01 02 03 2a dc"),
                                      hex("02 12 00 03 06 53 49 4d 30 30 30 30 30 31 00 03 6b 00"));
  CHECK(fields_of(recording, "onetouch_verio_iq") == Fields{"frame begins", "length: 18", "link",
                                                            "status: done", "serial number: SIM000001",
                                                            "text ends", "frame ends", "checksum"});
  CHECK(core::format_hex(shared(recording, "onetouch_verio_iq"), " ") ==
        "02 12 00 03 06 53 49 4d 30 30 30 30 30 30 00 03 5b 37");
}

TEST_CASE("a Verio IQ's serial number that came late, behind the question for the model, is masked too") {
  const auto recording = recording_of(hex("02 08 00 03 06 03 e8 44"),
                                      hex("02 12 00 03 06 53 49 4d 30 30 30 30 30 31 00 03 6b 00"));
  CHECK(core::format_hex(shared(recording, "onetouch_verio_iq"), " ") ==
        "02 12 00 03 06 53 49 4d 30 30 30 30 30 30 00 03 5b 37");
}

TEST_CASE("a serial number of another length becomes a simulated meter's, and the frame's length fits") {
  const auto recording =
      recording_of(hex("02 0a 00 03 0b 01 02 03 2a dc"), hex("02 0c 00 03 06 41 42 43 00 03 93 93"));
  CHECK(fields_of(recording, "onetouch_verio_iq")[4] == "serial number: ABC");
  CHECK(core::format_hex(shared(recording, "onetouch_verio_iq"), " ") ==
        "02 12 00 03 06 53 49 4d 30 30 30 30 30 30 00 03 5b 37");
}

TEST_CASE("a recording of a OneTouch Ultra Easy is explained and shared") {
  const auto recording = recording_of(hex("02 0a 00 05 1f 00 00 03 ab 91"),
                                      hex("02 10 02 05 06 84 12 fe 6a 68 00 00 00 03 90 cb"));
  CHECK(fields_of(recording, "onetouch_ultra_easy") == Fields{"frame begins", "length: 16", "link",
                                                              "status: done", "time: 2026-11-18 21:03:00",
                                                              "value: 104 mg/dL", "frame ends", "checksum"});
  CHECK(core::format_hex(shared(recording, "onetouch_ultra_easy"), " ") ==
        "02 10 02 05 06 84 43 16 5e 68 00 00 00 03 44 e5");
}

TEST_CASE("a recording of a TaiDoc meter is explained and shared") {
  const auto recording =
      recording_of(hex("51 25 00 00 00 00 a3 19"), hex("51 25 72 35 03 15 a5 da 51 26 68 00 00 40 a5 c4"));
  CHECK(fields_of(recording, "td42xx") ==
        Fields{"packet begins", "command: time of a record", "time: 2026-11-18 21:03:00", "sender: meter",
               "checksum", "packet begins", "command: value of a record", "value: 104 mg/dL before_meal",
               "unknown", "mark and kind", "sender: meter", "checksum"});
  CHECK(core::format_hex(shared(recording, "td42xx"), " ") ==
        "51 25 28 28 03 15 a5 83 51 26 68 00 00 40 a5 c4");
}

TEST_CASE("a recording of a CodeFree is explained and shared, and its readings then count as simulated") {
  const auto recording = recording_of(
      hex("53 10 04 10 60 70 aa"), hex("53 20 13 20 13 1a 0b 12 15 03 00 68 10 00 00 00 00 00 00 00 5e aa"));
  CHECK(fields_of(recording, "codefree") ==
        Fields{"packet begins", "sender: meter", "length: 19", "unknown", "time: 2026-11-18 21:03:00",
               "value: 104 mg/dL before_meal", "meal", "unknown", "checksum", "packet ends"});
  CHECK(core::format_hex(shared(recording, "codefree"), " ") ==
        "53 20 13 00 00 14 01 08 15 03 00 68 10 53 49 4d 00 00 00 00 24 aa");
}

TEST_CASE("a recording of a GlucoMen areo is explained and shared") {
  const auto recording = recording_of(hex("80"), bytes("[\r\nGlu,104,mg/dL,02,261118,2103\r\n30\r\n]\r\n"));
  CHECK(fields_of(recording, "glucomen_areo") ==
        Fields{"block begins", "value: 104 mg/dL before_meal", "time: 2026-11-18 21:03:00",
               "time of day: ,2103", "line end", "checksum: 30", "line end", "block ends"});
  CHECK(core::as_text(shared(recording, "glucomen_areo")) ==
        "[\r\nGlu,104,mg/dL,02,200108,2103\r\n28\r\n]\r\n");
}

TEST_CASE("a recording of a FreeStyle Lite is explained and shared") {
  const auto recording = recording_of(bytes("$mem\r\n"), bytes("\r\nDAMH000-00001\r\n0.31-P\r\n"
                                                               "Nov  18 2026 21:05:00\r\n002\r\n\n"
                                                               "104  Nov  18 2026 21:03 00 0x00\r\n"
                                                               "HI   June 05 2026 12:30 00 0x00\r\n"
                                                               "0x16E3  END\r\n"));
  const Fields fields = fields_of(recording, "freestyle_lite");
  CHECK(fields == Fields{"line end",
                         "serial number: DAMH000-00001",
                         "line end",
                         "version: 0.31-P",
                         "line end",
                         "time: 2026-11-18 21:05:00",
                         "time of day:  21:05:00",
                         "line end",
                         "count: 002",
                         "line end",
                         "line end",
                         "value: 104 mg/dL",
                         "time: 2026-11-18 21:03:00",
                         "time of day:  21:03",
                         "type:  00",
                         "flags:  0x00",
                         "line end",
                         "value: HI",
                         "time: 2026-06-05 12:30:00",
                         "time of day:  12:30",
                         "type:  00",
                         "flags:  0x00",
                         "line end",
                         "checksum: 0x16E3",
                         "end:   END",
                         "line end"});
  CHECK(core::as_text(shared(recording, "freestyle_lite")) ==
        "\r\nDSIM000-SIM00\r\n0.31-P\r\nJan  08 2020 21:05:00\r\n002\r\n\n"
        "104  Jan  08 2020 21:03 00 0x00\r\nHI   July 26 2019 12:30 00 0x00\r\n0x1723  END\r\n");
}

TEST_CASE("a recording of a FreeStyle with another form of serial number and record is shared in that form") {
  const std::string text =
      "\r\nD-AMH0-12345\r\n0.31-P\r\nNov  18 2026 21:05:00\r\n002\r\n\n"
      "104  Nov  18 2026 21:03:11 00 0x00\r\n104  Nov  18 2026 21:03 G 0x00\r\n";
  const auto with_sum = [](const std::string& front) {
    return front + fmt::format("0x{:04X}  END\r\n", core::sum16(core::as_bytes(front)));
  };
  const auto recording = recording_of(bytes("$mem\r\n"), bytes(with_sum(text)));
  CHECK(core::as_text(shared(recording, "freestyle_lite")) ==
        with_sum("\r\nD-SIM0-SIM00\r\n0.31-P\r\nJan  08 2020 21:05:00\r\n002\r\n\n"
                 "104  Jan  08 2020 21:03:11 00 0x00\r\n104  Jan  08 2020 21:03 X 0x00\r\n"));
}

TEST_CASE("a recording of a FreeStyle Optium is explained and shared") {
  const auto recording =
      recording_of(bytes("$colq\r\n"),
                   bytes("S/N:\tABCD123-A4567\r\nVer:\t0.22\tMMOL\r\nClock:\tJun  05 2026\t02:14:37\r\n"
                         "Market:\t1\t1\r\nCMD OK\r\n"));
  CHECK(fields_of(recording, "freestyle_optium") ==
        Fields{"answer: S/N:\\x09", "serial number: ABCD123-A4567", "line end", "answer: Ver:\\x09",
               "value: 0.22\\x09MMOL", "line end", "answer: Clock:\\x09", "clock: 2026-06-05 02:14:37",
               "time of day: \\x0902:14:37", "line end", "answer: Market:\\x09", "value: 1\\x091", "line end",
               "answer: CMD OK", "line end"});
  CHECK(core::as_text(shared(recording, "freestyle_optium")) ==
        "S/N:\tSIM0000-SIM00\r\nVer:\t0.22\tMMOL\r\nClock:\tJul  26 2019\t02:14:37\r\n"
        "Market:\t1\t1\r\nCMD OK\r\n");
}

TEST_CASE("what nobody knows in a Contour's records keeps them from being neither explained nor shared") {
  const auto recording = recording_of(
      bytes("\x06"), bytes(contour_frame("1H|\\^&||x1|Bayer7150^1^AB-1|U=0|1||||||1|199813011200") +
                           contour_frame("3R|2|^^^Glucose|104|mg/dL^X|||W||||202611182103")));
  CHECK(core::as_text(shared(recording, "contour")) ==
        contour_frame("1H|\\^&||X0|Bayer7150^1^7150-SIM0000|U=0|1||||||1|000000000000") +
            contour_frame("3R|2|^^^Glucose|104|mg/dL^X|||W||||202001082103"));
}

TEST_CASE("what follows in a Contour's last record is shared as little as a person's name") {
  const auto recording = recording_of(
      hex("06"), bytes(contour_frame("5L|1||N|Li 5551", '\x03') + contour_frame("5L|1||N", '\x03')));
  CHECK(core::as_text(shared(recording, "contour")) ==
        contour_frame("5L|1||X|XX 0000", '\x03') + contour_frame("5L|1||N", '\x03'));
}

TEST_CASE("a recording of a Contour is explained and shared, without the person's name") {
  const auto recording = recording_of(hex("06"), bytes("\x02"
                                                       "4R|2|^^^Glucose|104|mg/dL^P|||B||||202611182103\r\x17"
                                                       "AF\r\n\x02"
                                                       "2P|1||||Smith^Anna\r\x17"
                                                       "24\r\n\x04"));
  CHECK(fields_of(recording, "contour") ==
        Fields{"frame begins", "record: R|2|^^^Glucose|", "value: 104 mg/dL before_meal",
               "time: 2026-11-18 21:03:00", "time of day: 2103", "frame ends", "checksum: AF", "line end",
               "frame begins", "record: P|1", "person: ||||Smith^Anna", "frame ends", "checksum: 24",
               "line end", "control: EOT"});
  CHECK(core::as_text(shared(recording, "contour")) ==
        "\x02"
        "4R|2|^^^Glucose|104|mg/dL^P|||B||||202001082103\r\x17"
        "A7\r\n\x02"
        "2P|1||||XXXXX^XXXX\r\x17"
        "B9\r\n\x04");
}
