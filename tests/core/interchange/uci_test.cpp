#include "core/interchange/uci.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/catch.hpp"

using namespace core;
using namespace core::literals;

namespace {

struct Reject {
  std::int64_t line;
  std::string text, reason;
};

struct Read {
  std::vector<LogEntry> entries;
  std::vector<Reject> rejects;
  UciCounts counts;
};

Read read(const std::string& text) {
  Read all;
  std::istringstream in(text);
  all.counts = read_uci(
      in, [&](LogEntry&& entry) { all.entries.push_back(std::move(entry)); },
      [&](std::int64_t line, std::string_view raw, std::string_view reason) {
        all.rejects.push_back({line, std::string(raw), std::string(reason)});
      });
  CHECK(all.counts.lines == all.counts.entries + all.counts.rejects + all.counts.blank);
  CHECK(all.counts.entries == static_cast<std::int64_t>(all.entries.size()));
  CHECK(all.counts.rejects == static_cast<std::int64_t>(all.rejects.size()));
  return all;
}

LogEntry parsed(const std::string& line) {
  INFO(line);
  const auto entry = parse_uci_line(line);
  REQUIRE(entry.has_value());
  return *entry;
}

std::string reason(const std::string& line) {
  INFO(line);
  const auto entry = parse_uci_line(line);
  REQUIRE(entry.has_error());
  CHECK(entry.error().kind == Errc::bad_data);
  return entry.error().what;
}

Content content(const std::string& code_and_value) {
  return parsed("04-21-1991\t9:09\t" + code_and_value).content;
}
std::string origin(const std::string& code_and_value) {
  return parsed("04-21-1991\t9:09\t" + code_and_value).origin;
}

}  // namespace

TEST_CASE("a UCI glucose line becomes a reading with its local time and meal") {
  const LogEntry entry = parsed("04-21-1991\t9:09\t58\t100");
  CHECK(format_time(entry.time) == "1991-04-21 09:09:00");
  CHECK(entry.content == Content{BloodGlucose{100_mg_dl, MealMarker::before_breakfast}});
  CHECK(entry.origin == "58 100");
  CHECK(entry.raw.empty());  // time and origin say all of it
  CHECK(entry.note.empty());
}

TEST_CASE("every UCI code has its meaning") {
  const std::vector<std::pair<std::string, MealMarker>> glucose{{"48", MealMarker::none},
                                                                {"57", MealMarker::none},
                                                                {"58", MealMarker::before_breakfast},
                                                                {"59", MealMarker::after_breakfast},
                                                                {"60", MealMarker::before_lunch},
                                                                {"61", MealMarker::after_lunch},
                                                                {"62", MealMarker::before_dinner},
                                                                {"63", MealMarker::after_dinner},
                                                                {"64", MealMarker::before_snack}};
  for (const auto& [code, meal] : glucose)
    CHECK(content(code + "\t104") == Content{BloodGlucose{104_mg_dl, meal}});
  CHECK(content("33\t009") == Content{Insulin{{9, 0}, InsulinKind::regular}});
  CHECK(content("34\t013") == Content{Insulin{{13, 0}, InsulinKind::nph}});
  CHECK(content("35\t2.5") == Content{Insulin{{25, 1}, InsulinKind::ultralente}});
  CHECK(content("65\t000") == Content{Symptom{SymptomKind::hypo}});
  CHECK(content("66\t000") == Content{Meal{Size::usual}});
  CHECK(content("67\t000") == Content{Meal{Size::more}});
  CHECK(content("68\t000") == Content{Meal{Size::less}});
  CHECK(content("69\t000") == Content{Exercise{Size::usual}});
  CHECK(content("70\t000") == Content{Exercise{Size::more}});
  CHECK(content("71\t000") == Content{Exercise{Size::less}});
  CHECK(content("72\t000") == Content{Event{}});
}

TEST_CASE("padding does not change which UCI line it is") {
  CHECK(origin("58\t089") == "58 89");
  CHECK(origin("58\t89") == "58 89");
  CHECK(origin("33\t009") == "33 9");
  CHECK(origin("34\t2.5") == "34 2.5");
  CHECK(origin("65\t000") == "65 0");
  CHECK(origin("60\t0Hi") == "60 HI");
  CHECK(parsed("04-21-1991\t9:09\t58\t089").time == parsed("04-21-1991\t09:09\t58\t89").time);
}

TEST_CASE("a value may be padded to six characters") {
  CHECK(origin("58\t000104") == "58 104");
  CHECK(origin("58\t0000Hi") == "58 HI");
  CHECK(reason("04-21-1991\t9:09\t58\t0000104").starts_with("the value is not a whole number"));
  CHECK(reason("04-21-1991\t9:09\t58\t00000Hi").starts_with("the value is not a whole number"));
}

TEST_CASE("0Hi and 0Lo are readings outside the range of a meter whose limits nobody wrote down") {
  for (const char* text : {"0Hi", "Hi", "HI", "0hi"})
    CHECK(content(std::string("60\t") + text) ==
          Content{BloodGlucose{above_range(mg_dl(0)), MealMarker::before_lunch}});
  for (const char* text : {"0Lo", "Lo", "LO"})
    CHECK(content(std::string("62\t") + text) ==
          Content{BloodGlucose{below_range(mg_dl(0)), MealMarker::before_dinner}});
  CHECK(reason("04-21-1991\t9:09\t33\t0Hi") == "the value is not a number: \"0Hi\"");
}

TEST_CASE("a UCI line that cannot be is refused with its reason") {
  CHECK(reason("06-31-1991\t07:50\t58\t149") == "there is no such day: \"06-31-1991\"");
  CHECK(reason("02-29-1991\t07:50\t58\t149") == "there is no such day: \"02-29-1991\"");
  CHECK(reason("13-01-1991\t07:50\t58\t149") == "there is no such day: \"13-01-1991\"");
  CHECK(reason("06-30-1891\t07:50\t58\t149") == "the year lies outside 1970 to 2199: \"06-30-1891\"");
  CHECK(reason("06-30-1991\t56:35\t58\t149") == "there is no such time of day: \"56:35\"");
  CHECK(reason("06-30-1991\t188:00\t58\t149") == "there is no such time of day: \"188:00\"");
  CHECK(reason("06-30-1991\t24:00\t58\t149") == "there is no such time of day: \"24:00\"");
  CHECK(reason("06-30-1991\t23:60\t58\t149") == "there is no such time of day: \"23:60\"");
  CHECK(reason("06-30-1991\t11:0\t58\t149") ==
        "the second column is not a time like 9:09 or 17:08: \"11:0\"");
  CHECK(reason("06-30-1991\t:00\t58\t149") == "the second column is not a time like 9:09 or 17:08: \":00\"");
  CHECK(reason("1991-06-30\t11:00\t58\t149") ==
        "the first column is not a date like 04-21-1991: \"1991-06-30\"");
  CHECK(reason("6-3-1991\t11:00\t58\t149") == "the first column is not a date like 04-21-1991: \"6-3-1991\"");
  for (const char* date : {"06/30-1991", "06-30/1991", "06-30-91", "06-30-19911"})
    CHECK(reason(date + std::string("\t11:00\t58\t149")).starts_with("the first column is not a date"));
  CHECK(reason("06-30-1991\t11:00\t4\t149") ==
        "code 4 has no meaning here (known are 33 to 35, 48 and 57 to 72)");
  for (const char* code : {"32", "36", "47", "49", "56", "73", "0", "99"})
    CHECK(
        reason(std::string("06-30-1991\t11:00\t") + code + "\t149").starts_with(std::string("code ") + code));
  CHECK(reason("06-30-1991\t11:00\t3A\t149") == "the third column is not a code of two digits: \"3A\"");
  CHECK(reason("06-30-1991\t11:00\t058\t149") == "the third column is not a code of two digits: \"058\"");
  CHECK(reason("06-30-1991\t11:00\t58\t000") == "0 mg/dL cannot be (1 to 999, Hi or Lo)");
  CHECK(reason("06-30-1991\t11:00\t58\t1000") == "1000 mg/dL cannot be (1 to 999, Hi or Lo)");
  CHECK(reason("06-30-1991\t11:00\t58\t0''") == "the value is not a whole number of mg/dL: \"0''\"");
  CHECK(reason("06-30-1991\t11:00\t58\t5.6") == "the value is not a whole number of mg/dL: \"5.6\"");
  CHECK(reason("06-30-1991\t11:00\t58\t-90") == "the value is not a whole number of mg/dL: \"-90\"");
  CHECK(reason("06-30-1991\t11:00\t58\t") == "the value is not a whole number of mg/dL: \"\"");
  CHECK(reason("06-30-1991\t11:00\t33\t1000") ==
        "a dose of more than 999 units is a slip of the pen: \"1000\"");
  CHECK(reason("06-30-1991\t11:00\t66\t1.5") == "the value is not a number: \"1.5\"");
}

TEST_CASE(
    "a UCI line with shifted columns is refused with the number of columns or the first that does not fit") {
  CHECK(reason("06-30-1991\t11:00\t58") ==
        "a line has four columns (date, time, code, value) and this one has 3");
  CHECK(reason("06-30-1991\t11:00\t58\t149\t") ==
        "a line has four columns (date, time, code, value) and this one has 5");
  CHECK(reason("06-30-1991 11:00 58 149") ==
        "a line has four columns (date, time, code, value) and this one has 1");
  CHECK(reason("11:00\t58\t149\t06-30-1991") == "the first column is not a date like 04-21-1991: \"11:00\"");
  CHECK(reason("") == "a line has four columns (date, time, code, value) and this one has 1");
}

TEST_CASE("a reason shows hostile bytes masked and short") {
  CHECK(reason("06-30-1991\t11:00\t58\t\x1b[2J") == "the value is not a whole number of mg/dL: \"\\x1B[2J\"");
  CHECK(reason("06-30-1991\t11:00\t58\t" + std::string(500, 'A')).size() < 100);
  CHECK(reason(std::string(1001, '1')) == "the line is longer than 1000 bytes");
}

TEST_CASE("a UCI file is read whatever its line ends, byte-order mark and blank lines are") {
  const Read all = read(
      "\xEF\xBB\xBF"
      "04-21-1991\t9:09\t58\t100\r\n\r\n \n04-21-1991\t9:09\t33\t009\n\n04-21-1991\t17:08\t62\t119");
  REQUIRE(all.entries.size() == 3);
  CHECK(all.counts.lines == 6);
  CHECK(all.counts.blank == 3);
  CHECK(all.entries[0].origin == "58 100");
  CHECK(all.entries[2].origin == "62 119");
  CHECK(read("").counts.lines == 0);
  CHECK(read("\n").counts.blank == 1);
}

TEST_CASE("rejects come with the number and the text of their line, and the rest of the file is read") {
  const Read all =
      read("hello\n04-21-1991\t9:09\t58\t100\n\n06-31-1991\t07:50\t58\t149\r\n04-21-1991\t9:10\t58\t101\n");
  REQUIRE(all.rejects.size() == 2);
  CHECK(all.rejects[0].line == 1);
  CHECK(all.rejects[0].text == "hello");
  CHECK(all.rejects[1].line == 4);
  CHECK(all.rejects[1].text == "06-31-1991\t07:50\t58\t149");
  CHECK(all.rejects[1].reason == "there is no such day: \"06-31-1991\"");
  CHECK(all.entries.size() == 2);
}

TEST_CASE("a line of any length, at any place of the read buffer, is one reject and costs no other line") {
  const std::string good = "04-21-1991\t9:09\t58\t100\n";
  for (const std::size_t length : {999u, 1000u, 1001u, 1002u, 1003u, 4095u, 4096u, 4097u, 200000u}) {
    INFO(length);
    const Read all = read(good + std::string(length, 'x') + "\r\n" + good + std::string(length, 'y'));
    CHECK(all.entries.size() == 2);
    REQUIRE(all.rejects.size() == 2);
    CHECK(all.rejects[0].line == 2);
    CHECK(all.rejects[0].text == std::string(std::min<std::size_t>(length, 1000), 'x'));
    CHECK(all.rejects[1].line == 4);
    CHECK((all.rejects[1].reason == "the line is longer than 1000 bytes") == (length > 1000));
  }
  // Many buffers full, so that lines lie across every kind of buffer end.
  std::string many;
  for (int i = 0; i < 20000; ++i) many += good;
  CHECK(read(many).entries.size() == 20000);
}

TEST_CASE("a file that is not there, or is a folder, is said in one sentence") {
  const auto nothing = [](auto&&...) {};
  try {
    read_uci(std::filesystem::path("/nonexistent/logbook"), nothing, nothing);
    FAIL("no Failure");
  } catch (const Failure& failure) {
    CHECK(failure.error().kind == Errc::not_found);
    CHECK(std::string(failure.what()) == "there is no such file (/nonexistent/logbook).");
  }
  CHECK_THROWS_AS(read_uci(std::filesystem::temp_directory_path(), nothing, nothing), Failure);
}
