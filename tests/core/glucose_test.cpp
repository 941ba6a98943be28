#include "core/values/glucose.hpp"

#include "tests/catch.hpp"

using namespace core;
using namespace core::literals;

TEST_CASE("a value keeps what was transmitted") {
  CHECK(format_glucose(104_mg_dl) == "104 mg/dL");
  CHECK(format_glucose(5.8_mmol_l) == "5.8 mmol/L");
  CHECK(format_number(Glucose{580, 2, GlucoseUnit::mmol_l, Reach::number}) == "5.80");
  CHECK(Glucose{58, 1, GlucoseUnit::mmol_l, Reach::number} !=
        Glucose{580, 2, GlucoseUnit::mmol_l, Reach::number});
  CHECK(format_glucose(above_range(600_mg_dl)) == "HI");
}

TEST_CASE("values of both units compare in millionths of mg/dL, and HI and LO do not") {
  CHECK(millionths_mg_dl(104_mg_dl) == 104'000'000);
  CHECK(millionths_mg_dl(5.8_mmol_l) == 58 * 1'801'559);
  CHECK(millionths_mg_dl(Glucose{580, 2, GlucoseUnit::mmol_l, Reach::number}) == 58 * 1'801'559);
  CHECK_FALSE(millionths_mg_dl(above_range(600_mg_dl)).has_value());
}

TEST_CASE("the 2013 round: 114 mg/dL shows as 6.3, 111 and 112 as 6.2") {
  CHECK(converted(114_mg_dl, GlucoseUnit::mmol_l) == 6.3_mmol_l);
  CHECK(converted(111_mg_dl, GlucoseUnit::mmol_l) == 6.2_mmol_l);
  CHECK(converted(112_mg_dl, GlucoseUnit::mmol_l) == 6.2_mmol_l);
}

TEST_CASE("converting mmol/L to mg/dL and back loses nothing") {
  for (int tenths = 6; tenths <= 333; ++tenths)
    CHECK(converted(converted(mmol_l_tenths(tenths), GlucoseUnit::mg_dl), GlucoseUnit::mmol_l) ==
          mmol_l_tenths(tenths));
}

TEST_CASE("factor 18 would show another tenth for 85 of the values from 10 to 600 mg/dL") {
  int different = 0;
  for (int value = 10; value <= 600; ++value)
    different += converted(mg_dl(value), GlucoseUnit::mmol_l).digits != (value * 10 * 2 + 18) / 36;
  CHECK(different == 85);
}

TEST_CASE("bands are judged in the unit of origin") {
  CHECK(band(53_mg_dl) == Band::very_low);
  CHECK(band(54_mg_dl) == Band::low);
  CHECK(band(69_mg_dl) == Band::low);
  CHECK(band(70_mg_dl) == Band::in_range);
  CHECK(band(180_mg_dl) == Band::in_range);
  CHECK(band(181_mg_dl) == Band::high);  // though it shows as 10.0 mmol/L
  CHECK(band(250_mg_dl) == Band::high);
  CHECK(band(251_mg_dl) == Band::very_high);
  CHECK(band(2.9_mmol_l) == Band::very_low);
  CHECK(band(3.0_mmol_l) == Band::low);
  CHECK(band(3.9_mmol_l) == Band::in_range);
  CHECK(band(10.0_mmol_l) == Band::in_range);
  CHECK(band(10.1_mmol_l) == Band::high);
  CHECK(band(13.9_mmol_l) == Band::high);
  CHECK(band(14.0_mmol_l) == Band::very_high);
  CHECK(band(Glucose{695, 1, GlucoseUnit::mg_dl, Reach::number}) == Band::low);
  CHECK(band(below_range(20_mg_dl)) == Band::very_low);
  CHECK(band(above_range(600_mg_dl)) == Band::very_high);
}

TEST_CASE("a number without unit means the same everywhere") {
  CHECK(parse_glucose("6.4").value() == 6.4_mmol_l);
  CHECK(parse_glucose("6,4").value() == 6.4_mmol_l);
  CHECK(parse_glucose("1.0").has_error());  // below what a meter shows
  CHECK(parse_glucose("33.3").value() == 33.3_mmol_l);
  CHECK(parse_glucose("40").value() == 40_mg_dl);
  CHECK(parse_glucose("114").value() == 114_mg_dl);
  CHECK(parse_glucose("7").value() == (Glucose{7, 0, GlucoseUnit::mmol_l, Reach::number}));
  CHECK(parse_glucose("19").value().unit == GlucoseUnit::mmol_l);
  for (const char* unclear : {"20", "25", "39", "33.4", "0.9", "114.5"}) {
    INFO(unclear);
    CHECK(parse_glucose(unclear).error().kind == Errc::usage);
  }
}

TEST_CASE("a number against the person's own unit is asked about") {
  CHECK(parse_glucose("114", GlucoseUnit::mmol_l).error().kind == Errc::usage);
  CHECK(parse_glucose("6.4", GlucoseUnit::mg_dl).error().kind == Errc::usage);
  CHECK(parse_glucose("114 mg/dl", GlucoseUnit::mmol_l).value() == 114_mg_dl);
}

TEST_CASE("a unit settles what a number means") {
  CHECK(parse_glucose("25 mg/dL").value() == 25_mg_dl);
  CHECK(parse_glucose("25 mmol/L").value() == (Glucose{25, 0, GlucoseUnit::mmol_l, Reach::number}));
  CHECK(parse_glucose("6.4MMOL").value() == 6.4_mmol_l);
  CHECK(parse_glucose("54 mmol/L").error().kind == Errc::bad_data);
  CHECK(parse_glucose("601 mg/dL").error().kind == Errc::bad_data);
  CHECK(parse_glucose("19 mg/dL").error().kind == Errc::bad_data);
}

TEST_CASE("spaces stand around a value and before its unit, not inside a number, a unit or a word") {
  CHECK(parse_glucose(" 6.4   mmol/L ").value() == 6.4_mmol_l);
  CHECK(parse_glucose(" HI ").value().reach == Reach::hi);
  for (const char* text : {"11 4", "11 4 mg/dL", "6 4 mmol/L", "6. 4", "6 .4", "114 mg / dL", "114 mg 114",
                           "h i", "6.4 mmol/L mmol/L"}) {
    INFO(text);
    CHECK(parse_glucose(text).error().kind == Errc::usage);
  }
}

TEST_CASE("a figure in mg/dL is shown in either unit by the one factor") {
  CHECK(in_unit(104.5, GlucoseUnit::mg_dl) == 104.5);
  CHECK(in_unit(18.01559, GlucoseUnit::mmol_l) == 1.0);
  CHECK(in_unit(numeric_mg_dl(5.8_mmol_l).value(), GlucoseUnit::mmol_l) == Approx(5.8));
}

TEST_CASE("HI and LO are words") {
  CHECK(parse_glucose("HI").value().reach == Reach::hi);
  CHECK(parse_glucose("lo").value().reach == Reach::lo);
}

TEST_CASE("what is not a value is refused") {
  for (const char* text :
       {"", " ", ".", "6.", ".4", "6.4.1", "abc", "6.4 stone", "-6.4", "999999", "6.4444", "1e2", "６.４"}) {
    INFO(text);
    CHECK(parse_glucose(text).has_error());
  }
}
