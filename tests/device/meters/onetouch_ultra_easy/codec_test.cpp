#include "device/meters/onetouch_ultra_easy/frame.hpp"
#include "device/meters/onetouch_ultra_easy/records.hpp"
#include "tests/catch.hpp"

using namespace core::literals;
using namespace device::onetouch_ultra_easy;
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

core::Bytes frame(std::uint8_t link, const core::Bytes& content) {
  return device::lifescan::encode_frame(link, content);
}

FrameLook::State state(std::string_view text) {
  return look_at_frame(hex(text)).state;
}

core::Bytes record(std::uint32_t time, std::uint32_t value) {
  core::Bytes bytes{0x05, 0x06};
  core::ByteWriter out(bytes);
  out.u32_le(time);
  out.u32_le(value);
  return bytes;
}

core::Content content_of(std::uint32_t value) {
  return decode_record(record(1'795'000'000, value))->content;
}

core::BloodGlucose blood(core::Glucose value) {
  return {value};
}

const core::LocalSeconds evening = *core::make_local(2026, 11, 18, 21, 3, 0);

}  // namespace

TEST_CASE("the frames an Ultra Easy's host sends are the published and the documented ones") {
  CHECK(frame(link::disconnect, {}) == hex("02 06 08 03 c2 62"));
  CHECK(frame(0x03, encode_read_version()) == hex("02 09 03 05 0d 02 03 08 9f"));
  CHECK(frame(0x0b, {}) == hex("02 06 0b 03 91 37"));
  CHECK(frame(0, encode_read_version()) == hex("02 09 00 05 0d 02 03 da 71"));
  CHECK(frame(link::ack | link::number | link::expected, {}) == hex("02 06 07 03 fc 72"));
  CHECK(frame(link::number | link::expected, encode_read_clock()) ==
        hex("02 0d 03 05 20 02 00 00 00 00 03 a8 4c"));
  CHECK(frame(link::ack, {}) == hex("02 06 04 03 af 27"));
  CHECK(frame(0, encode_read_serial()) == hex("02 12 00 05 0b 02 00 00 00 00 00 00 00 00 00 03 19 e7"));
  CHECK(frame(0, encode_read_unit()) == hex("02 0e 00 05 09 02 09 00 00 00 00 03 ce e7"));
  CHECK(frame(0, encode_read_clock()) == hex("02 0d 00 05 20 02 00 00 00 00 03 ec 61"));
  CHECK(frame(0, encode_set_clock(*core::make_local(2026, 11, 18, 21, 10, 0))) ==
        hex("02 0d 00 05 20 01 28 14 fe 6a 03 71 68"));
  CHECK(frame(0, encode_read_count()) == hex("02 0a 00 05 1f f5 01 03 38 aa"));
  CHECK(frame(0, encode_read_record(0)) == hex("02 0a 00 05 1f 00 00 03 ab 91"));
  CHECK(encode_read_record(258) == hex("05 1f 02 01"));
  CHECK(frame(0, encode_erase()) == hex("02 08 00 05 1a 03 56 b0"));
}

TEST_CASE("a DISCONNECT and ACKs are frames without a message") {
  for (const char* text : {"02 06 0c 03 06 ae", "02 06 06 03 cd 41", "02 06 05 03 9e 14"})
    CHECK(message(text).empty());
}

TEST_CASE("an Ultra Easy's version, serial number, unit, clock and count are read") {
  CHECK(*decode_version(
            message("02 1a 02 05 06 11 50 30 30 2e 30 32 2e 30 30 32 35 2f 30 35 2f 30 37 03 04 ef")) ==
        "P00.02.0025/05/07");
  CHECK(*decode_version(
            message("02 1a 00 05 06 11 50 30 30 2e 30 32 2e 30 30 32 35 2f 30 35 2f 30 37 03 b4 34")) ==
        "P00.02.0025/05/07");
  CHECK(*decode_version(hex("05 06 12 50 30 30 2e 30 32 2e 30 30 20 32 35 2f 30 35 2f 30 37")) ==
        "P00.02.00 25/05/07");
  CHECK(*decode_version(hex("05 06 01 50")) == "P");
  CHECK(*decode_serial(message("02 11 02 05 06 53 49 4d 30 30 30 30 31 58 03 0b b2")) == "SIM00001X");
  CHECK(*decode_serial(hex("05 06 53 49 4d 30 30 30 30 31 58 00 00 00")) == "SIM00001X");
  CHECK(*decode_serial(hex("05 06 53 49 4d 30 30 30 30 58 00")) == "SIM0000X");
  CHECK(*decode_unit(message("02 0c 02 05 06 00 00 00 00 03 20 c1")) == core::GlucoseUnit::mg_dl);
  CHECK(*decode_unit(message("02 0c 02 05 06 01 00 00 00 03 71 6b")) == core::GlucoseUnit::mmol_l);
  CHECK(*decode_clock(message("02 0c 02 05 06 28 14 fe 6a 03 5d 06")) ==
        *core::make_local(2026, 11, 18, 21, 10, 0));
  CHECK(*decode_clock(hex("05 06 80 51 01 00")) == *core::make_local(1970, 1, 2, 0, 0, 0));
  CHECK(*decode_clock(hex("05 06 80 33 e1 01")) == *core::make_local(1971, 1, 1, 0, 0, 0));
  CHECK(*decode_count(message("02 0a 02 05 0f 0b 00 03 bd f1")) == 11);
  CHECK(*decode_count(message("02 0a 02 05 0f 00 00 03 4c 01")) == 0);
  CHECK(decode_done(message("02 08 02 05 06 03 20 1b")).has_value());
}

TEST_CASE("05 09 says that there is no such record") {
  CHECK(is_refused(message("02 08 02 05 09 03 1e 0b")));
  CHECK_FALSE(is_refused(hex("05 06")));
  CHECK_FALSE(is_refused(hex("05 09 00")));
  CHECK_FALSE(is_refused({}));
}

TEST_CASE("an Ultra Easy's record is a time and a value in mg/dL") {
  const auto entry = decode_record(message("02 10 02 05 06 84 12 fe 6a 68 00 00 00 03 90 cb"));
  REQUIRE(entry.has_value());
  CHECK(entry->time.local == evening);
  CHECK(entry->content == core::Content(blood(104_mg_dl)));
  CHECK(entry->origin == "104");
  CHECK(entry->raw == "84 12 fe 6a 68 00 00 00");
}

TEST_CASE("ff ff is HI and fe ff is LO, with the limits of an Ultra Easy") {
  const auto hi = decode_record(message("02 10 02 05 06 84 12 fe 6a ff ff 00 00 03 6d c1"));
  CHECK(hi->content == core::Content(blood(core::above_range(600_mg_dl))));
  CHECK(hi->origin == "65535");
  const auto lo = decode_record(message("02 10 02 05 06 84 12 fe 6a fe ff 00 00 03 3c 6b"));
  CHECK(lo->content == core::Content(blood(core::below_range(20_mg_dl))));
  CHECK(lo->origin == "65534");
}

TEST_CASE("an Ultra Easy's numbers end at 20 and 600, what lies beyond is LO and HI") {
  CHECK(content_of(20) == core::Content(blood(20_mg_dl)));
  CHECK(content_of(600) == core::Content(blood(600_mg_dl)));
  CHECK(content_of(19) == core::Content(blood(core::below_range(20_mg_dl))));
  CHECK(content_of(0) == core::Content(blood(core::below_range(20_mg_dl))));
  CHECK(content_of(601) == core::Content(blood(core::above_range(600_mg_dl))));
  CHECK(content_of(65533) == core::Content(blood(core::above_range(600_mg_dl))));
}

TEST_CASE("an Ultra Easy's record with a value above 65535 or a time after 2099 is kept unread") {
  const auto value = decode_record(record(1'795'000'000, 65536));
  CHECK(value->content == core::Content(core::UnreadRecord{}));
  CHECK(value->time.local == core::LocalSeconds(std::chrono::seconds(1'795'000'000)));
  CHECK_FALSE(decode_record(record(599, 65536))->time.local);
  CHECK(value->origin == value->raw);
  CHECK(value->raw == "c0 86 fd 6a 00 00 01 00");

  CHECK(decode_record(record(4'102'444'799, 104))->time.local == core::make_local(2099, 12, 31, 23, 59, 59));
  const auto late = decode_record(record(4'102'444'800, 104));
  CHECK(late->content == core::Content(core::UnreadRecord{}));
  CHECK(late->origin == "00 57 86 f4 68 00 00 00");
}

TEST_CASE(
    "a record of an Ultra Easy whose clock was never set has no time, and its seconds tell it from others") {
  const auto entry = decode_record(message("02 10 02 05 06 b4 00 00 00 65 00 00 00 03 f0 68"));
  CHECK_FALSE(entry->time.local);
  CHECK(entry->content == core::Content(blood(101_mg_dl)));
  CHECK(entry->origin == "101 at 180");
  CHECK_FALSE(decode_record(record(599, 101))->time.local);
  CHECK(decode_record(record(600, 101))->time.local == core::make_local(1970, 1, 1, 0, 10, 0));
}

TEST_CASE("a frame of an Ultra Easy is known once all of it is there") {
  const core::Bytes two = hex("02 06 06 03 cd 41 02 08 02 05 06 03 20 1b");
  for (std::size_t size = 0; size < 6; ++size)
    CHECK(look_at_frame(core::ByteView(two).first(size)).state == FrameLook::State::incomplete);
  const FrameLook look = look_at_frame(two);
  CHECK(look.state == FrameLook::State::complete);
  CHECK(look.size == 6);
}

TEST_CASE("a frame of an Ultra Easy with anything off is damaged") {
  CHECK(state("03") == FrameLook::State::damaged);                 // no beginning
  CHECK(state("02 05") == FrameLook::State::damaged);              // too short
  CHECK(state("02 06 08 02 c2 62") == FrameLook::State::damaged);  // no end
  CHECK(state("02 06 08 03 c2 63") == FrameLook::State::damaged);  // CRC
  CHECK(state("02 06 08 03 62 c2") == FrameLook::State::damaged);  // CRC, high byte first
  CHECK(state("02 06 0a 03 c2 62") == FrameLook::State::damaged);  // a flipped bit
}

TEST_CASE("a whole frame with a LINK that no Ultra Easy sends is damaged") {
  for (const std::uint8_t link : {0x10, 0x20, 0x40, 0x80})
    CHECK(look_at_frame(frame(link, hex("05 06"))).state == FrameLook::State::damaged);
  for (const std::uint8_t link : {0x04, 0x08, 0x0c})
    CHECK(look_at_frame(frame(link, hex("05 06"))).state == FrameLook::State::damaged);
}

TEST_CASE("an answer of an Ultra Easy with anything off is refused") {
  const core::Bytes version = hex("05 06 11 50 30 30 2e 30 32 2e 30 30 32 35 2f 30 35 2f 30 37");
  CHECK(decode_version(version).has_value());
  for (const std::size_t place : {0, 1, 2}) {
    core::Bytes off = version;
    off[place] ^= 0x08;
    CHECK(decode_version(off).has_error());
  }
  core::Bytes escape = version;
  escape.back() = 0x1b;
  CHECK(decode_version(escape).has_error());
  CHECK(decode_version({}).has_error());
  CHECK(decode_version(hex("05 06")).has_error());
  CHECK(decode_version(hex("05 06 00")).has_error());
  CHECK(decode_version(hex("05 06 02 50")).has_error());

  CHECK(decode_serial(hex("05 06 53 49 4d 30 30 30 30 31")).has_error());
  CHECK(decode_serial(hex("05 06 53 49 4d 30 30 30 30 31 58 58")).has_error());
  CHECK(decode_serial(hex("05 06 53 49 4d 30 30 30 30 31 07")).has_error());
  CHECK(decode_serial(hex("05 06 53 49 4d 30 30 30 00 31 58")).has_error());  // a 00 within
  CHECK(decode_serial(hex("05 06 00 00 00 00 00 00 00 00 00")).has_error());
  CHECK(decode_serial(hex("05 06 53 49 4d 30 30 30 30 31 d8")).has_error());
  CHECK(decode_clock(hex("05 06 00 57 86 f4")).has_error());  // 2100
  CHECK(decode_clock(hex("05 06 28 14 fe")).has_error());
  CHECK(decode_clock(hex("05 09")).has_error());
  CHECK(decode_unit(hex("05 06 02 00 00 00")).has_error());
  CHECK(decode_unit(hex("05 06 00 00 00 01")).has_error());
  CHECK(decode_unit(hex("05 06 00")).has_error());
  CHECK(decode_count(hex("0f 0b 00")).has_error());  // as one foreign program expects it
  CHECK(decode_count(hex("05 06 0b 00")).has_error());
  CHECK(decode_count(hex("05 0f 0b")).has_error());
  CHECK(*decode_count(hex("05 0f f5 01")) == 501);
  CHECK(decode_count(hex("05 0f f6 01")).has_error());  // record 501 could not be asked for
  CHECK(decode_done(hex("05 06 00")).has_error());
  CHECK(decode_done(hex("05 09")).has_error());
  CHECK(decode_record(hex("05 06 84 12 fe 6a 68 00 00")).has_error());
  CHECK(decode_record(hex("05 06 84 12 fe 6a 68 00 00 00 00")).has_error());
  CHECK(decode_record(hex("05 09")).has_error());
  const auto refused = decode_record(hex("06 06 84 12 fe 6a 68 00 00 00"));
  REQUIRE(refused.has_error());
  CHECK(refused.error().kind == core::Errc::protocol);
}

TEST_CASE("a serial number SIM, five digits and X is a simulated Ultra Easy's") {
  CHECK(is_simulated("SIM00001X"));
  CHECK_FALSE(is_simulated("SIM00001Y"));
  CHECK_FALSE(is_simulated("SIM0000AX"));
  CHECK_FALSE(is_simulated("SIN00001X"));
  CHECK_FALSE(is_simulated("SIM0001X"));
  CHECK_FALSE(is_simulated(""));
}
