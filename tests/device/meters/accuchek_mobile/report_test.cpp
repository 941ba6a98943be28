#include "device/meters/accuchek_mobile/report.hpp"

#include "core/io/bytes.hpp"
#include "tests/catch.hpp"
#include "tests/device/meters/accuchek_mobile/example.hpp"

using namespace core::literals;
using namespace device::accuchek_mobile;
using core::Errc;

namespace {

Report report_of(const std::string& records) {
  const auto report = decode_report(front + columns + records);
  REQUIRE(report.has_value());
  return *report;
}

core::LogEntry only_entry(const std::string& line) {
  const Report report = report_of(line + "\r\n");
  REQUIRE(report.entries.size() == 1);
  return report.entries.front();
}

core::Content content_of(const std::string& result, const std::string& unit) {
  return only_entry("18.11.2026;21:03;" + result + ";" + unit + ";;;;;;").content;
}

core::Content blood(core::Glucose value, core::MealMarker meal = core::MealMarker::none) {
  return core::BloodGlucose{value, meal};
}

bool is_unread(const core::LogEntry& entry) {
  return std::holds_alternative<core::UnreadRecord>(entry.content) && !entry.time.local &&
         entry.origin == entry.raw;
}

}  // namespace

TEST_CASE("line 2 says the serial number and when the report was made") {
  const std::string line(core::as_text(*core::parse_hex(
      "53 49 4d 30 30 30 30 30 30 30 31 3b 31 38 2e 31 31 2e 32 30 32 36 3b 32 31 3a 30 35 3b "
      "3b 3b 3b 3b 3b 3b 0d 0a")));
  const Head head{"SIM00000001", core::make_local(2026, 11, 18, 21, 5, 0), true};
  CHECK(*decode_head("Serial number;Report date;Report time;;;;;;;\r\n" + line) == head);
  CHECK(*decode_head("\xef\xbb\xbf" + front) == head);
  CHECK(decode_head("\r\n U123; 30.02.2026;21:05\r\n")->serial == "U123");
  CHECK_FALSE(decode_head("\r\nU123;30.02.2026;21:05\r\n")->made);
  CHECK_FALSE(decode_head("\r\nSIM0000001;18.11.2026;21:05;\r\n")->simulated);
  CHECK_FALSE(decode_head("\r\nSIM000000012;18.11.2026;21:05;\r\n")->simulated);
}

TEST_CASE("a second line without a serial number is no report's") {
  for (const std::string line : {";18.11.2026;21:05;", "U1", "U1;18.11.2026", "U\t1;18.11.2026;21:05;",
                                 "U\xff;18.11.2026;21:05;", "0123456789012345678901234567890123;;;"}) {
    INFO(line);
    CHECK(decode_head("\r\n" + line + "\r\n").error().kind == Errc::bad_data);
  }
  CHECK(decode_head(std::string(1025, 'x') + "\r\n").error().kind == Errc::bad_data);
  CHECK(decode_head(std::string(2000, 'x')).error().kind == Errc::bad_data);
}

TEST_CASE("every record of the page is read") {
  const Report report = report_of(records);
  REQUIRE(report.entries.size() == 6);
  CHECK_FALSE(report.is_cut);
  CHECK(report.unit == core::GlucoseUnit::mg_dl);

  const core::LogEntry& first = report.entries[0];
  CHECK(first.content == blood(104_mg_dl, core::MealMarker::before_meal));
  CHECK(first.time.local == core::make_local(2026, 11, 18, 21, 3, 0));
  CHECK(first.origin == "104 mg/dl");
  CHECK(first.raw == "18.11.2026;21:03;104;mg/dl;;;;X;;");
  CHECK(first.tags.empty());
  CHECK(report.entries[1].content == blood(core::above_range(600_mg_dl), core::MealMarker::after_meal));
  CHECK(report.entries[2].content == core::Content(core::ControlResult{98_mg_dl}));
  CHECK(report.entries[2].origin == "98 mg/dl control");
  CHECK(report.entries[3].content == blood(212_mg_dl));
  CHECK(report.entries[3].tags == std::vector<std::string>{"temperature", "other"});
  CHECK(report.entries[4].content == blood(101_mg_dl));
  CHECK_FALSE(report.entries[4].time.local);
  CHECK(report.entries[4].origin == "101 mg/dl 01.01.2000 00:03");
  CHECK(report.entries[5].content == blood(5.8_mmol_l, core::MealMarker::before_meal));
}

TEST_CASE("the unit shown is that of the first measurement") {
  CHECK(report_of("18.11.2026;21:03;5.8;mmol/l;;;;X;;\r\n").unit == core::GlucoseUnit::mmol_l);
  CHECK(report_of("18.11.2026;21:03;58;mmol/l\r\n18.11.2026;21:03;;mg/dl\r\n18.11.2026;21:03;5.8;mmol/l\r\n")
            .unit == core::GlucoseUnit::mmol_l);
  CHECK(report_of("").unit == core::GlucoseUnit::mg_dl);
}

TEST_CASE("an empty memory is a report of three lines") {
  const Report report = report_of("");
  CHECK(report.entries.empty());
  CHECK_FALSE(report.is_cut);
}

TEST_CASE("the ends of the ranges are read and nothing beyond") {
  CHECK(content_of("10", "mg/dl") == blood(10_mg_dl));
  CHECK(content_of("600", "MG/DL") == blood(600_mg_dl));
  CHECK(content_of("0.6", "mmol/l") == blood(0.6_mmol_l));
  CHECK(content_of("33.3", "mmol/L") == blood(33.3_mmol_l));
  CHECK(content_of("5,8", "mmol/l") == blood(5.8_mmol_l));
  CHECK(content_of("LO", "mg/dl") == blood(core::below_range(10_mg_dl)));
  CHECK(content_of("HI", "mmol/l") == blood(core::above_range(33.3_mmol_l)));
  CHECK(content_of("LO", "mmol/l") == blood(core::below_range(0.6_mmol_l)));
}

TEST_CASE("an Accu-Chek's mmol/l may have two decimals or none, its HI and LO any case") {
  using core::GlucoseUnit;
  CHECK(content_of("6", "mmol/l") == blood({6, 0, GlucoseUnit::mmol_l, core::Reach::number}));
  CHECK(content_of("5.80", "mmol/l") == blood({580, 2, GlucoseUnit::mmol_l, core::Reach::number}));
  CHECK(only_entry("18.11.2026;21:03;5,80;mmol/l").origin == "5,80 mmol/l");
  CHECK(content_of("Hi", "mg/dl") == blood(core::above_range(600_mg_dl)));
  CHECK(content_of("lo", "mmol/l") == blood(core::below_range(0.6_mmol_l)));
}

TEST_CASE("an Accu-Chek's time may have seconds") {
  CHECK(only_entry("18.11.2026;21:03:07;104;mg/dl").time.local == core::make_local(2026, 11, 18, 21, 3, 7));
}

TEST_CASE("a report whose lines end with LF alone is read like one with CR LF") {
  std::string text = front + columns + records;
  const Report expected = *decode_report(text);
  std::erase(text, '\r');
  CHECK(*decode_report(text) == expected);
}

TEST_CASE("a last line without an end is whole where nothing can be missing of it") {
  const auto last = [](const std::string& line) { return report_of("18.11.2026;21:03;98;mg/dl\n" + line); };
  for (const std::string line : {"18.11.2026;08:00;98;mg/dl;;;;;;X", "18.11.2026;08:00;98;mg/dl;;;;;;x"}) {
    INFO(line);
    CHECK_FALSE(last(line).is_cut);
    CHECK(last(line).entries.size() == 2);
  }
  // The mark of a control test may be missing of the first of these.
  for (const std::string line :
       {"18.11.2026;08:00;98;mg/dl;;;;;;", "18.11.2026;08:00;98;mg/dl;;;;;X", "18.11.2026;08:00;9",
        "18.11.2026;08:00;98;mg/dl;;;;;;\r", "18.11.2026;08:00;98;mg/dl;;;;;;X;"}) {
    INFO(line);
    CHECK(last(line).is_cut);
    CHECK(last(line).entries.size() == 1);
  }
}

TEST_CASE("empty fields at the end of an Accu-Chek record count for nothing") {
  for (const std::string end : {"", ";", ";;;;;;", ";;;;;;;", ";;;;;;;;;; "}) {
    INFO(end);
    CHECK(only_entry("18.11.2026;21:03;104;mg/dl" + end).content == blood(104_mg_dl));
  }
}

TEST_CASE("an Accu-Chek record with an impossible field is kept as its line") {
  for (const std::string line : {"18.11.2026;21:03;9;mg/dl;;;;;;",
                                 "18.11.2026;21:03;601;mg/dl;;;;;;",
                                 "18.11.2026;21:03;0.5;mmol/l;;;;;;",
                                 "18.11.2026;21:03;33.4;mmol/l;;;;;;",
                                 "18.11.2026;21:03;10.4;mg/dl;;;;;;",
                                 "18.11.2026;21:03;58;mmol/l;;;;;;",
                                 "18.11.2026;21:03;5.800;mmol/l;;;;;;",
                                 "18.11.2026;21:03:60;104;mg/dl;;;;;;",
                                 "18.11.2026;21:03;-58;mg/dl;;;;;;",
                                 "18.11.2026;21:03;high;mg/dl;;;;;;",
                                 "18.11.2026;21:03;1040;mg/dl;;;;;;",
                                 "18.11.2026;21:03;104;mg;;;;;;",
                                 "18.11.2026;21:03;104",
                                 "30.02.2026;21:03;104;mg/dl;;;;;;",
                                 "18.11.2026;24:00;104;mg/dl;;;;;;",
                                 "18.11.26;21:03;104;mg/dl;;;;;;",
                                 "18.11.2026;21:3;104;mg/dl;;;;;;",
                                 ";;104;mg/dl;;;;;;",
                                 "18.11.2026;21:03;104;mg/dl;;;;X;X;",
                                 "18.11.2026;21:03;104;mg/dl;;;;;;;x",
                                 "18.11.2026;21:03;;;;;;;;;x"}) {
    INFO(line);
    const core::LogEntry entry = only_entry(line);
    CHECK(is_unread(entry));
    CHECK(entry.raw == line);
  }
  CHECK(only_entry("18.11.2026;21:03;1\x1b\xff;mg/dl").raw == "18.11.2026;21:03;1\\x1B\\xFF;mg/dl");
}

TEST_CASE("a line without a result is no measurement") {
  CHECK(report_of("18.11.2026;21:03;;mg/dl;;;;;;\r\n18.11.2026;21:03;   ;mg/dl\r\n18.11.2026;21:03\r\n\r\n")
            .entries.empty());
}

TEST_CASE("a short line counts as filled up, and blanks mark nothing") {
  CHECK(only_entry("18.11.2026;21:03;104;mg/dl").content == blood(104_mg_dl));
  const auto entry = only_entry("18.11.2026; 21:03; 104; mg/dl; ; ; ;  ; ; ");
  CHECK(entry.content == blood(104_mg_dl));
  CHECK(entry.origin == "104 mg/dl");
  CHECK(entry.tags.empty());
  CHECK(only_entry("18.11.2026;21:03;104;mg/dl;;;;;yes").content ==
        blood(104_mg_dl, core::MealMarker::after_meal));
}

TEST_CASE("marks are no part of a reading's identity, a control test is") {
  const std::string plain = only_entry("18.11.2026;21:03;104;mg/dl;;;;;;").origin;
  for (const char* marks : {"X;;;;;", ";X;;;;", ";;X;;;", ";;;X;;", ";;;;X;"})
    CHECK(only_entry(std::string("18.11.2026;21:03;104;mg/dl;") + marks).origin == plain);
  CHECK(only_entry("18.11.2026;21:03;104;mg/dl;;;;;;X").origin != plain);
}

TEST_CASE("the clock of an Accu-Chek counts as set from ten minutes after its beginning") {
  CHECK_FALSE(only_entry("01.01.2000;00:09;104;mg/dl").time.local);
  CHECK(only_entry("01.01.2000;00:10;104;mg/dl").time.local == core::make_local(2000, 1, 1, 0, 10, 0));
}

TEST_CASE("columns are found by their names, in any order") {
  const auto report = decode_report(
      front + " Unit ;Control test;Result;Time;Date;After meal\r\nmg/dl;;104;21:03;18.11.2026;X\r\n");
  REQUIRE(report.has_value());
  REQUIRE(report->entries.size() == 1);
  CHECK(report->entries[0].content == blood(104_mg_dl, core::MealMarker::after_meal));
  CHECK(report->entries[0].time.local == core::make_local(2026, 11, 18, 21, 3, 0));
}

TEST_CASE("a file that lacks a column or has one too many is no report, and its third line is shown") {
  for (const std::string line :
       {"Date;Time;Result", "Date;Time;Unit", "Date;Result;Unit", "Time;Result;Unit", "",
        "date;time;result;unit", "Date;Time;Result;Unit;Result", "Date;Time;Result;Unit;;;;;;;Other"}) {
    INFO(line);
    const auto report = decode_report(front + line + "\r\n");
    REQUIRE(report.has_error());
    CHECK(report.error().kind == Errc::bad_data);
    CHECK(report.error().where == line);
  }
}

TEST_CASE("a report that ends anywhere but behind a line is cut off, and its whole lines are kept") {
  const std::string whole = front + columns + records;
  const Report all = *decode_report(whole);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    INFO(size);
    const auto part = decode_report(std::string_view(whole).substr(0, size));
    if (size < front.size()) {
      REQUIRE(part.has_error());
      CHECK(part.error() == cut_off());
      continue;
    }
    REQUIRE(part.has_value());
    const bool is_behind_line =
        size >= (front + columns).size() &&
        (whole[size - 1] == '\n' || whole.substr(0, size).ends_with("98;mg/dl;;;;;;X"));
    CHECK(part->is_cut == !is_behind_line);
    CHECK(part->entries.size() <= all.entries.size());
    CHECK(std::equal(part->entries.begin(), part->entries.end(), all.entries.begin()));
  }
}

TEST_CASE("a file with more or longer lines than a report has is none") {
  const std::string long_line = "18.11.2026;21:03;104;mg/dl;" + std::string(998, ' ');
  CHECK(decode_report(front + columns + long_line.substr(0, 1024) + "\r\n").has_value());
  CHECK(decode_report(front + columns + long_line + "\r\n").error().kind == Errc::bad_data);
  CHECK(decode_report(front + columns + long_line).error().kind == Errc::bad_data);
  std::string lines;
  for (int i = 0; i < 19'997; ++i) lines += "\r\n";
  CHECK(decode_report(front + columns + lines).has_value());
  CHECK(decode_report(front + columns + lines + "\r\n").error().kind == Errc::bad_data);
}
