#include "device/meters/td42xx/packet.hpp"
#include "device/meters/td42xx/records.hpp"
#include "tests/catch.hpp"

using namespace core::literals;
using namespace device::td42xx;
using core::Analyte;
using core::Content;
using core::MealMarker;
using device::FrameLook;

namespace {

core::Bytes hex(std::string_view text) {
  return core::parse_hex(text).value();
}

FrameLook::State state(std::string_view text) {
  return look_at_packet(hex(text)).state;
}

/// The data of a whole packet with this command; fails where it is none.
Data data_of(Command command, std::string_view text) {
  const core::Bytes bytes = hex(text);
  const FrameLook look = look_at_packet(bytes);
  REQUIRE(look.state == FrameLook::State::complete);
  REQUIRE(look.size == bytes.size());
  const Packet packet = decode_packet(bytes);
  CHECK(packet.command == command);
  return packet.data;
}

Data data(std::string_view text) {
  const core::Bytes bytes = hex(text);
  return {bytes.at(0), bytes.at(1), bytes.at(2), bytes.at(3)};
}

const Data evening_data = data("72 35 03 15");
const core::LocalSeconds evening = *core::make_local(2026, 11, 18, 21, 3, 0);

core::LogEntry record(std::string_view value) {
  return decode_record(evening_data, data(value));
}

Content blood(core::Glucose value, MealMarker meal = MealMarker::none) {
  return core::BloodGlucose{value, meal};
}

Content ketone(int tenths, core::Reach reach = core::Reach::number) {
  return core::Ketone{core::Decimal{tenths, 1}, reach};
}

Content other(Analyte analyte, int value) {
  return core::OtherMeasurement{analyte, core::Decimal{value, 0}};
}

}  // namespace

TEST_CASE("the packets a TaiDoc's host sends are the documented ones") {
  CHECK(encode_packet(Command::connect) == hex("51 22 00 00 00 00 a3 16"));
  CHECK(encode_packet(Command::model) == hex("51 24 00 00 00 00 a3 18"));
  CHECK(encode_packet(Command::serial_end) == hex("51 27 00 00 00 00 a3 1b"));
  CHECK(encode_packet(Command::serial_begin) == hex("51 28 00 00 00 00 a3 1c"));
  CHECK(encode_packet(Command::clock) == hex("51 23 00 00 00 00 a3 17"));
  CHECK(encode_packet(Command::count) == hex("51 2b 00 00 00 00 a3 1f"));
  CHECK(encode_packet(Command::record_time, encode_index(0)) == hex("51 25 00 00 00 00 a3 19"));
  CHECK(encode_packet(Command::record_time, encode_index(499)) == hex("51 25 f3 01 00 00 a3 0d"));
  CHECK(encode_packet(Command::record_value, encode_index(0)) == hex("51 26 00 00 00 00 a3 1a"));
  CHECK(encode_packet(Command::set_clock, encode_time(*core::make_local(2019, 8, 4, 13, 37, 0))) ==
        hex("51 33 04 27 25 0d a3 84"));
  CHECK(encode_packet(Command::erase) == hex("51 52 00 00 00 00 a3 46"));
}

TEST_CASE("what a TaiDoc says of itself is read") {
  CHECK(data_of(Command::connect, "51 22 00 00 00 00 a5 18") == Data{});
  CHECK(data_of(Command::notice, "51 54 00 00 00 00 a5 4a") == Data{});
  CHECK(*decode_model(data_of(Command::model, "51 24 77 42 00 00 a5 d3")) == "4277");
  CHECK(decode_serial(data_of(Command::serial_begin, "51 28 53 4d 49 53 a5 5a"),
                      data_of(Command::serial_end, "51 27 01 00 4d 49 a5 b4")) == "53494D53494D0001");
  CHECK(*decode_clock(data_of(Command::clock, "51 23 72 35 03 15 a5 d8")) == evening);
  CHECK(decode_count(data_of(Command::count, "51 2b 05 00 00 00 a5 26")) == 5);
  CHECK(decode_count(data_of(Command::count, "51 2b 00 00 ff ff a5 1f")) == 0);
  CHECK(decode_count(data("e8 03 00 00")) == 1000);
  CHECK(*decode_clock(data_of(Command::set_clock, "51 33 04 27 25 0d a5 86")) ==
        *core::make_local(2019, 8, 4, 13, 37, 0));
  CHECK(data_of(Command::erase, "51 52 00 00 00 00 a5 48") == Data{});
}

TEST_CASE("the times a foreign driver got from a real TaiDoc are read and written") {
  for (const auto& [bytes, time] : {std::pair{"21 24 0e 15", core::make_local(2018, 1, 1, 21, 14, 0)},
                                    {"21 26 0e 15", core::make_local(2019, 1, 1, 21, 14, 0)},
                                    {"04 27 25 0d", core::make_local(2019, 8, 4, 13, 37, 0)}}) {
    CHECK(decode_clock(data(bytes)).value() == *time);
    CHECK(encode_time(*time) == data(bytes));
  }
}

TEST_CASE("a TaiDoc's record is a time to the minute, a value and a meal") {
  const core::LogEntry entry = decode_record(data_of(Command::record_time, "51 25 72 35 03 15 a5 da"),
                                             data_of(Command::record_value, "51 26 68 00 00 40 a5 c4"));
  CHECK(entry.time.local == evening);
  CHECK(entry.content == blood(104_mg_dl, MealMarker::before_meal));
  CHECK(entry.origin == "104");
  CHECK(entry.raw == "72 35 03 15 68 00 00 40");
  CHECK(decode_record(data_of(Command::record_time, "51 25 04 27 25 0d a5 78"), {}).time.local ==
        core::make_local(2019, 8, 4, 13, 37, 0));
}

TEST_CASE("a TaiDoc's HI, LO, control test, ketone and hematocrit are each their own") {
  const auto in = [](std::string_view packet) {
    return decode_record(evening_data, data_of(Command::record_value, packet));
  };
  CHECK(in("51 26 59 02 00 80 a5 f7").content == blood(core::above_range(600_mg_dl), MealMarker::after_meal));
  CHECK(in("51 26 13 00 00 00 a5 2f").content == blood(core::below_range(20_mg_dl)));
  CHECK(in("51 26 62 00 00 c0 a5 3e").content == Content(core::ControlResult{98_mg_dl}));
  CHECK(in("51 26 62 00 00 c0 a5 3e").origin == "98 c");
  CHECK(in("51 26 2d 00 00 1c a5 65").content == ketone(15));
  CHECK(in("51 26 2d 00 00 1c a5 65").origin == "ketone 45");
  CHECK(in("51 26 2a 00 00 18 a5 5e").content == other(Analyte::hematocrit, 42));
  CHECK(in("51 26 2a 00 00 18 a5 5e").origin == "hematocrit 42");
}

TEST_CASE("a TaiDoc's numbers end at 20 and 600 mg/dL") {
  CHECK(record("14 00 00 00").content == blood(20_mg_dl));
  CHECK(record("58 02 00 00").content == blood(600_mg_dl));
  CHECK(record("00 00 00 00").content == blood(core::below_range(20_mg_dl)));
  CHECK(record("ff ff 00 00").content == blood(core::above_range(600_mg_dl)));
}

TEST_CASE("a TaiDoc's ketone is a third of a tenth of mmol/L, rounded, up to 8.0") {
  CHECK(record("00 00 00 1c").content == ketone(0));
  CHECK(record("01 00 00 1c").content == ketone(0));
  CHECK(record("02 00 00 1c").content == ketone(1));
  CHECK(record("03 00 00 1c").content == ketone(1));
  CHECK(record("04 00 00 1c").content == ketone(1));
  CHECK(record("05 00 00 1c").content == ketone(2));
  CHECK(record("f0 00 00 1c").content == ketone(80));
  CHECK(record("f1 00 00 1c").content == ketone(80, core::Reach::hi));
  CHECK(record("ff ff 00 1c").content == ketone(80, core::Reach::hi));
  CHECK(record("2d 00 00 5c").content == ketone(15));  // a meal is no matter of a ketone's
  const core::LogEntry control = record("2d 00 00 dc");
  CHECK(control.content == Content(core::KetoneControl{core::Decimal{15, 1}}));
  CHECK(control.origin == "ketone 45 c");
}

TEST_CASE("what a TaiDoc measures besides is kept as the number that came, never as glucose") {
  CHECK(record("68 00 00 20").content == other(Analyte::uric_acid, 104));
  CHECK(record("68 00 00 24").content == other(Analyte::cholesterol, 104));
  CHECK(record("68 00 00 2c").content == other(Analyte::hemoglobin, 104));
  CHECK(record("68 00 00 30").content == other(Analyte::lactate, 104));
  CHECK(record("68 00 00 74").content == other(Analyte::triglycerides, 104));
  CHECK(record("68 00 00 74").origin == "triglycerides 104");
  const core::LogEntry control = record("2a 00 00 d8");
  CHECK(control.content == other(Analyte::hematocrit, 42));
  CHECK(control.origin == "hematocrit 42 c");
  CHECK(control.note == "control solution");
}

TEST_CASE("a TaiDoc's record of a kind that nobody knows is kept unread") {
  for (const char* value : {"68 00 00 04", "68 00 00 08", "68 00 00 0c", "68 00 00 10", "68 00 00 14",
                            "68 00 00 28", "68 00 00 38", "68 00 00 3c", "68 00 00 fc"}) {
    const core::LogEntry entry = record(value);
    CHECK(entry.content == Content(core::UnreadRecord{}));
    CHECK(entry.time.local == core::make_local(2026, 11, 18, 21, 3, 0));
    CHECK(entry.origin == std::string("72 35 03 15 ") + value);
    CHECK(entry.raw == entry.origin);
  }
}

TEST_CASE("a TaiDoc's meal mark and the unknown bits are no part of a record's identity") {
  for (const char* value : {"68 00 00 00", "68 00 00 40", "68 00 00 80", "68 00 ff 03"}) {
    CHECK(record(value).origin == "104");
    CHECK(std::get<core::BloodGlucose>(record(value).content).value == 104_mg_dl);
  }
  CHECK(record("68 00 00 80").content == blood(104_mg_dl, MealMarker::after_meal));
}

TEST_CASE("a TaiDoc's record with an impossible time is kept unread") {
  for (const char* time : {
           "5e 34 03 15",  // 30 February 2026
           "00 34 03 15",  // month and day 0
           "b2 35 03 15",  // month 13
           "72 35 3c 15",  // minute 60
           "72 35 43 15",  // a bit above the minute's six
           "72 35 03 18",  // hour 24
           "72 35 03 35",  // a bit above the hour's five
           "72 c9 03 15",  // 2100
           "72 ff 03 15",  // 2127
       }) {
    INFO(time);
    const core::LogEntry entry = decode_record(data(time), data("64 00 00 00"));
    CHECK(entry.content == Content(core::UnreadRecord{}));
    CHECK_FALSE(entry.time.local);
    CHECK(entry.origin == std::string(time) + " 64 00 00 00");
    CHECK(decode_clock(data(time)).has_error());
  }
  CHECK(decode_clock(data("9f c7 3b 17")).value() == *core::make_local(2099, 12, 31, 23, 59, 0));
}

TEST_CASE("a record of a TaiDoc whose clock was never set has no time, and its minute tells it from others") {
  const core::LogEntry entry =
      decode_record(data_of(Command::record_time, "51 25 21 00 03 00 a5 3f"), data("68 00 00 40"));
  CHECK_FALSE(entry.time.local);
  CHECK(entry.content == blood(104_mg_dl, MealMarker::before_meal));
  CHECK(entry.origin == "104 at 00:03");
  CHECK(decode_record(data("21 00 09 00"), data("62 00 00 c0")).origin == "98 c at 00:09");
  CHECK(decode_record(data("21 00 0a 00"), {}).time.local == core::make_local(2000, 1, 1, 0, 10, 0));
  CHECK(decode_record(data("21 00 03 01"), {}).time.local == core::make_local(2000, 1, 1, 1, 3, 0));
}

TEST_CASE("a TaiDoc's model is four decimal digits") {
  CHECK(*decode_model(data("35 42 00 00")) == "4235");
  CHECK(*decode_model(data("79 42 ff ff")) == "4279");
  CHECK(decode_model(data("7a 42 00 00")).has_error());
  CHECK(decode_model(data("77 f2 00 00")).has_error());
  CHECK(decode_model(data("ff ff 00 00")).error().kind == core::Errc::protocol);
}

TEST_CASE("a serial number that begins with SIMSIM in hex is a simulated TaiDoc's") {
  CHECK(is_simulated("53494D53494D0001"));
  CHECK_FALSE(is_simulated("4277123412341234"));
  CHECK_FALSE(is_simulated(""));
}

TEST_CASE("a packet of a TaiDoc is known once all of it is there") {
  const core::Bytes two = hex("51 54 00 00 00 00 a5 4a 51 22 00 00 00 00 a5 18");
  for (std::size_t size = 0; size < 8; ++size)
    CHECK(look_at_packet(core::ByteView(two).first(size)).state == FrameLook::State::incomplete);
  CHECK(look_at_packet(two).state == FrameLook::State::complete);
  CHECK(look_at_packet(two).size == 8);
}

TEST_CASE("a packet of a TaiDoc with anything off is damaged") {
  CHECK(state("50") == FrameLook::State::damaged);                       // no beginning
  CHECK(state("51 22 00 00 00 00 a5 19") == FrameLook::State::damaged);  // sum
  CHECK(state("51 22 01 00 00 00 a5 18") == FrameLook::State::damaged);  // a flipped bit
  CHECK(state("51 22 00 00 00 00 a4 17") == FrameLook::State::damaged);  // byte 6
  CHECK(state("51 22 00 00 00 00 a3 16") == FrameLook::State::damaged);  // our own question
}
