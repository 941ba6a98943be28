#include "device/meters/onetouch_verio_iq/frame.hpp"
#include "device/meters/onetouch_verio_iq/records.hpp"
#include "tests/catch.hpp"

using namespace core::literals;
using namespace device::onetouch_verio_iq;
using device::FrameLook;

namespace {

core::Bytes hex(std::string_view text) {
  return core::parse_hex(text).value();
}

/// The message of a whole frame; fails where the frame is not whole.
core::Bytes message(std::string_view frame_text) {
  const core::Bytes frame = hex(frame_text);
  const FrameLook look = look_at_frame(frame);
  REQUIRE(look.state == FrameLook::State::complete);
  REQUIRE(look.size == frame.size());
  const core::ByteView content = device::lifescan::message_of(frame);
  return {content.begin(), content.end()};
}

core::Bytes question(const core::Bytes& content) {
  return device::lifescan::encode_frame(0, content);
}

FrameLook::State state(std::string_view text) {
  return look_at_frame(hex(text)).state;
}

core::LogEntry record_in(std::string_view frame_text) {
  return decode_record(message(frame_text)).value();
}

core::LogEntry record(std::uint32_t time, std::uint16_t value, std::uint8_t control = 0) {
  core::Bytes bytes{0x03, 0x06};
  core::ByteWriter out(bytes);
  out.u32_le(time);
  out.u16_le(value);
  out.u8(control);
  out.bytes(hex("01 00 00"));
  return decode_record(bytes).value();
}

core::BloodGlucose blood(core::Glucose value) {
  return {value};
}

constexpr std::uint32_t some_time = 0x3290cf04;
constexpr std::uint32_t first_of_2100 = 3'155'760'000;
const core::LocalSeconds evening = *core::make_local(2026, 11, 18, 21, 3, 0);

}  // namespace

TEST_CASE("the questions to a Verio IQ are those that LifeScan's own program sends") {
  CHECK(question(encode_read_clock()) == hex("02 09 00 03 20 02 03 d4 92"));
  CHECK(question(encode_read_serial()) == hex("02 0a 00 03 0b 01 02 03 2a dc"));
  CHECK(question(encode_read_model()) == hex("02 08 00 03 06 03 e8 44"));
  CHECK(question(encode_read_unit()) == hex("02 0a 00 03 09 02 02 03 12 68"));
  CHECK(question(encode_read_count()) == hex("02 09 00 03 27 00 03 26 71"));
  CHECK(question(encode_read_record(10)) == hex("02 0a 00 03 21 0a 00 03 5c 15"));
  CHECK(question(encode_read_record(9)) == hex("02 0a 00 03 21 09 00 03 0c 4c"));
  CHECK(question(encode_read_record(8)) == hex("02 0a 00 03 21 08 00 03 3c 7b"));
  CHECK(question(encode_read_record(3)) == hex("02 0a 00 03 21 03 00 03 cd 8b"));
  CHECK(question(encode_read_record(0)) == hex("02 0a 00 03 21 00 00 03 9d d2"));
  CHECK(encode_read_record(258) == hex("03 21 02 01"));
}

TEST_CASE("a Verio IQ's clock is set, and its memory erased, by the documented bytes") {
  CHECK(question(encode_set_clock(*core::make_local(2026, 11, 18, 21, 10, 0))) ==
        hex("02 0d 00 03 20 01 a8 d0 90 32 03 43 b4"));
  CHECK(question(encode_erase()) == hex("02 08 00 03 1a 03 f6 02"));
}

TEST_CASE("questions of other programs and answers to them are whole frames, too") {
  for (const char* text : {"02 09 00 03 0d 01 03 10 03",
                           "02 1b 00 03 06 11 30 31 2e 31 30 2e 30 30 20 30 33 2f 31 35 2f 31 33 00 03 31 9d",
                           "02 09 00 03 29 02 03 45 0c", "02 0d 00 03 06 01 3c 00 96 00 03 48 ad",
                           "02 0c 00 03 11 e4 4e b2 59 03 12 67", "02 09 00 03 27 01 03 17 42",
                           "02 08 00 04 06 03 78 c1", "02 0a 00 04 0b 00 02 03 ce 8c"})
    CHECK(state(text) == FrameLook::State::complete);
}

TEST_CASE("what a real Verio IQ says of itself is read") {
  CHECK(*decode_clock(message("02 0c 00 03 06 09 f5 7c 1b 03 37 16")) ==
        *core::make_local(2014, 8, 12, 15, 53, 45));
  CHECK(*decode_model(
            message("02 22 00 03 06 56 65 72 69 6f 49 51 00 00 a6 e7 79 0c ee c6 00 94 b6 fe 7a 58 ec "
                    "c6 00 1a 00 03 62 f5")) == model_name);
  CHECK(*decode_unit(message("02 0c 00 03 06 00 00 00 00 03 a3 ef")) == core::GlucoseUnit::mg_dl);
  CHECK(*decode_count(message("02 0a 00 03 06 0b 00 03 0f 44")) == 11);
  CHECK(*decode_count(message("02 0a 00 03 06 00 00 03 fe b4")) == 0);
  CHECK(decode_done(message("02 08 00 03 06 03 e8 44")).has_value());
}

TEST_CASE("a Verio IQ's serial number and its other unit are read") {
  CHECK(*decode_serial(message("02 12 00 03 06 53 49 4d 30 30 30 30 30 31 00 03 6b 00")) == "SIM000001");
  CHECK(*decode_unit(message("02 0c 00 03 06 01 00 00 00 03 f2 45")) == core::GlucoseUnit::mmol_l);
}

TEST_CASE("status 09 says that there is no such record") {
  CHECK(is_refused(message("02 08 00 03 09 03 d6 54")));
  CHECK_FALSE(is_refused(hex("03 06")));
  CHECK_FALSE(is_refused(hex("03 09 00")));
  CHECK_FALSE(is_refused({}));
}

TEST_CASE("the records of a real Verio IQ are read, and none is before a meal") {
  const core::LogEntry tenth = record_in("02 12 00 03 06 5a a5 78 1b ce 00 00 01 00 00 03 42 8a");
  CHECK(tenth.time.local == core::make_local(2014, 8, 9, 9, 24, 42));
  CHECK(tenth.content == core::Content(blood(206_mg_dl)));
  CHECK(tenth.origin == "206");
  CHECK(tenth.raw == "5a a5 78 1b ce 00 00");
  const core::LogEntry ninth = record_in("02 12 00 03 06 6d c4 78 1b a2 00 00 01 00 00 03 9b 99");
  CHECK(ninth.time.local == core::make_local(2014, 8, 9, 11, 37, 17));
  CHECK(ninth.content == core::Content(blood(162_mg_dl)));
  const core::LogEntry eighth = record_in("02 12 00 03 06 0c 28 79 1b 54 00 00 01 00 00 03 be 82");
  CHECK(eighth.time.local == core::make_local(2014, 8, 9, 18, 42, 20));
  CHECK(eighth.content == core::Content(blood(84_mg_dl)));
  const core::LogEntry third = record_in("02 12 00 03 06 ca 68 7b 1b 4b 00 00 01 00 00 03 da b7");
  CHECK(third.time.local == core::make_local(2014, 8, 11, 11, 43, 6));
  CHECK(third.content == core::Content(blood(75_mg_dl)));
  const core::LogEntry newest = record_in("02 12 00 03 06 8d bc 7c 1b 56 00 00 01 00 00 03 e5 19");
  CHECK(newest.time.local == core::make_local(2014, 8, 12, 11, 52, 45));
  CHECK(newest.content == core::Content(blood(86_mg_dl)));
}

TEST_CASE("the made records of a Verio IQ are a number, HI, LO and a control test") {
  const core::LogEntry number = record_in("02 12 00 03 06 04 cf 90 32 68 00 00 01 00 00 03 25 3f");
  CHECK(number.time.local == evening);
  CHECK(number.content == core::Content(blood(104_mg_dl)));
  const core::LogEntry hi = record_in("02 12 00 03 06 04 cf 90 32 59 02 00 01 00 00 03 89 55");
  CHECK(hi.content == core::Content(blood(core::above_range(600_mg_dl))));
  CHECK(hi.origin == "601");
  const core::LogEntry lo = record_in("02 12 00 03 06 04 cf 90 32 13 00 00 01 00 00 03 6b f0");
  CHECK(lo.content == core::Content(blood(core::below_range(20_mg_dl))));
  CHECK(lo.origin == "19");
  const core::LogEntry control = record_in("02 12 00 03 06 04 cf 90 32 62 00 01 01 00 00 03 3a 66");
  CHECK(control.content == core::Content(core::ControlResult{98_mg_dl}));
  CHECK(control.origin == "98 c");
  CHECK(control.time.local == evening);
}

TEST_CASE("a Verio IQ's numbers end at 20 and 600") {
  CHECK(record(some_time, 20).content == core::Content(blood(20_mg_dl)));
  CHECK(record(some_time, 600).content == core::Content(blood(600_mg_dl)));
  CHECK(record(some_time, 0).content == core::Content(blood(core::below_range(20_mg_dl))));
  CHECK(record(some_time, 65535).content == core::Content(blood(core::above_range(600_mg_dl))));
}

TEST_CASE(
    "a record of a Verio IQ whose clock was never set has no time, and its seconds tell it from others") {
  const core::LogEntry entry = record_in("02 12 00 03 06 b4 00 00 00 65 00 00 01 00 00 03 6b 46");
  CHECK_FALSE(entry.time.local);
  CHECK(entry.content == core::Content(blood(101_mg_dl)));
  CHECK(entry.origin == "101 at 180");
  CHECK(record(599, 101, 1).origin == "101 c at 599");
  CHECK(record(600, 101).time.local == core::make_local(2000, 1, 1, 0, 10, 0));
}

TEST_CASE("the meal byte and the unknown ones are no part of a Verio IQ's record") {
  for (const char* control : {"00", "01", "02"}) {
    const std::string kept = std::string("03 06 04 cf 90 32 68 00 ") + control;
    const auto plain = decode_record(hex(kept + " 00 00 00"));
    for (const char* others : {" 02 00 00", " ff 12 34"}) CHECK(*decode_record(hex(kept + others)) == *plain);
  }
}

TEST_CASE("a record of a Verio IQ with a control byte above 1 or a time after 2099 is kept unread") {
  const core::LogEntry control = record(some_time, 104, 2);
  CHECK(control.content == core::Content(core::UnreadRecord{}));
  CHECK(control.time.local == record(some_time, 104).time.local);
  CHECK_FALSE(record(599, 104, 2).time.local);
  CHECK(control.origin == control.raw);
  CHECK(control.raw == "04 cf 90 32 68 00 02");

  CHECK(record(first_of_2100 - 1, 104).time.local == core::make_local(2099, 12, 31, 23, 59, 59));
  CHECK(record(first_of_2100, 104).content == core::Content(core::UnreadRecord{}));
  CHECK(record(0xffffffff, 104).content == core::Content(core::UnreadRecord{}));
}

TEST_CASE("a frame of a Verio IQ is known once all of it is there") {
  const core::Bytes two = hex("02 08 00 03 09 03 d6 54 02 08 00 03 06 03 e8 44");
  for (std::size_t size = 0; size < 8; ++size)
    CHECK(look_at_frame(core::ByteView(two).first(size)).state == FrameLook::State::incomplete);
  CHECK(look_at_frame(two).state == FrameLook::State::complete);
  CHECK(look_at_frame(two).size == 8);
}

TEST_CASE("a frame of a Verio IQ with anything off is damaged") {
  CHECK(state("03") == FrameLook::State::damaged);                       // no beginning
  CHECK(state("02 07") == FrameLook::State::damaged);                    // too short
  CHECK(state("02 08 01") == FrameLook::State::damaged);                 // byte 2
  CHECK(state("02 08 00 03 09 02 d6 54") == FrameLook::State::damaged);  // no end
  CHECK(state("02 08 00 03 09 03 d6 55") == FrameLook::State::damaged);  // CRC
  CHECK(state("02 08 00 03 0b 03 d6 54") == FrameLook::State::damaged);  // a flipped bit
  CHECK(look_at_frame(device::lifescan::encode_frame(1, hex("03 06"))).state == FrameLook::State::damaged);
  CHECK(look_at_frame(question(hex("03"))).state == FrameLook::State::damaged);
}

TEST_CASE("an answer of a Verio IQ with anything off is refused") {
  CHECK(decode_model(hex("03 06 56 65 72 69 6f")).has_error());  // without its end
  CHECK(decode_model(hex("03 06 00 56 65")).has_error());        // empty
  CHECK(decode_model(hex("03 06 56 1b 72 00")).has_error());     // no letter
  CHECK(decode_model(hex("03 09 56 65 72 00")).has_error());     // status
  CHECK(decode_model(hex("04 06 56 65 72 00")).has_error());     // not our prefix
  CHECK(decode_model(hex("03 06")).has_error());
  CHECK(*decode_model(hex("03 06 56 65 72 69 6f 20 32 00")) == "Verio 2");  // another Verio
  CHECK(*decode_model(hex("03 06 56 65 72 69 6f 00 a6")) == "Verio");
  CHECK(decode_model(hex("03 06 56 65 72 69 6f 00")).has_error());  // a serial number has this form
  CHECK(decode_serial(hex("03 06 00")).has_error());
  CHECK(decode_serial(hex("03 06 53 49 4d")).has_error());
  CHECK(decode_serial(hex("03 06 53 49 2d 00")).has_error());
  CHECK(decode_serial(hex("03 06 53 00 4d 00")).has_error());
  core::Bytes serial = hex("03 06");
  serial.insert(serial.end(), 32, 'A');
  serial.push_back(0);
  CHECK(decode_serial(serial)->size() == 32);
  serial.insert(serial.end() - 1, 'A');
  CHECK(decode_serial(serial).has_error());
  CHECK(decode_clock(hex("03 06 80 13 19 bc")).has_error());  // 2100
  CHECK(decode_clock(hex("03 06 09 f5 7c")).has_error());
  CHECK(decode_clock(hex("03 09")).has_error());
  CHECK(decode_unit(hex("03 06 02 00 00 00")).has_error());
  CHECK(decode_unit(hex("03 06 00 00 00 01")).has_error());
  CHECK(decode_count(hex("03 06 0b")).has_error());
  CHECK(decode_count(hex("03 06 0b 00 00")).has_error());
  CHECK(decode_done(hex("03 06 00")).has_error());
  CHECK(decode_done(hex("03 09")).has_error());
  CHECK(decode_done({}).has_error());
  CHECK(decode_record(hex("03 06 04 cf 90 32 68 00 00 01 00")).has_error());
  CHECK(decode_record(hex("03 06 04 cf 90 32 68 00 00 01 00 00 00")).has_error());
  const auto refused = decode_record(hex("03 09"));
  REQUIRE(refused.has_error());
  CHECK(refused.error().kind == core::Errc::protocol);
}

TEST_CASE("a serial number SIM and six digits is a simulated Verio IQ's") {
  CHECK(is_simulated("SIM000001"));
  CHECK_FALSE(is_simulated("SIM00000A"));
  CHECK_FALSE(is_simulated("SIN000001"));
  CHECK_FALSE(is_simulated("SIM0000001"));
  CHECK_FALSE(is_simulated(""));
}
