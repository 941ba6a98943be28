#include "device/meters/codefree/records.hpp"

#include "core/io/checksum.hpp"
#include "device/meters/codefree/packet.hpp"
#include "device/registry.hpp"
#include "tests/catch.hpp"
#include "tests/device/meters/codefree/codefree_peer.hpp"

using namespace core::literals;
using namespace device::codefree;

namespace {

core::Bytes message_of(std::string_view packet) {
  const core::Bytes bytes = hex(packet);
  const auto message = decode_packet(bytes);
  REQUIRE(message.has_value());
  return {message->begin(), message->end()};
}

Record record_of(std::string_view packet) {
  const auto record = decode_record(message_of(packet));
  REQUIRE(record.has_value());
  return *record;
}

/// The page's reading of 104 with one byte of the message changed.
Record changed(std::size_t at, std::uint8_t byte) {
  core::Bytes message = message_of("53 20 13 20 13 1a 0b 12 15 03 00 68 10 00 00 00 00 00 00 00 5e aa");
  message[at] = byte;
  const auto record = decode_record(message);
  REQUIRE(record.has_value());
  return *record;
}

core::Content with_value(std::uint8_t high, std::uint8_t low) {
  core::Bytes message = message_of("53 20 13 20 13 1a 0b 12 15 03 00 68 00 00 00 00 00 00 00 00 4e aa");
  message[7] = high;
  message[8] = low;
  return decode_record(message)->entry.content;
}

core::Content blood(core::Glucose value, core::MealMarker meal = core::MealMarker::none) {
  return core::BloodGlucose{value, meal};
}

using State = device::FrameLook::State;
State state_of(std::string_view text) {
  return look_at_packet(hex(text)).state;
}

}  // namespace

TEST_CASE("a CodeFree's short messages are told apart") {
  CHECK(is_challenge(message_of("53 20 04 10 30 20 aa")));
  CHECK(is_bye(message_of("53 20 04 10 70 60 aa")));
  CHECK(is_clock_set(message_of("53 20 04 10 10 00 aa")));
  CHECK_FALSE(is_bye(message_of("53 20 04 10 30 20 aa")));
  CHECK_FALSE(is_challenge({}));
}

TEST_CASE("a CodeFree is told the page's bytes") {
  CHECK(encode_packet(answer()) == hex("53 10 04 10 40 50 aa"));
  CHECK(encode_packet(fetch()) == hex("53 10 04 10 60 70 aa"));
  CHECK(encode_packet(set_clock(*core::make_local(2026, 11, 18, 21, 10, 0))) ==
        hex("53 10 13 41 44 41 54 45 32 30 32 36 31 31 31 38 32 31 31 30 58 aa"));
}

TEST_CASE("a CodeFree's count of records is read") {
  CHECK(*decode_count(message_of(
            "53 20 18 30 00 05 aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa 9f aa")) == 5);
  CHECK(*decode_count(message_of(
            "53 20 18 30 00 00 aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa 9a aa")) == 0);
  core::Bytes message =
      message_of("53 20 18 30 00 05 aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa 9f aa");
  message[1] = 0x03;
  CHECK(*decode_count(message) == 0x0305);
  message[0] = 0x31;
  CHECK(decode_count(message).has_error());
  message[0] = 0x30;
  message[21] = 0xab;
  CHECK(decode_count(message).has_error());
  CHECK(decode_count({}).has_error());
  CHECK(decode_count(message_of("53 20 04 10 70 60 aa")).has_error());
}

TEST_CASE("every record of a CodeFree's page is read") {
  const Record real = record_of("53 20 13 20 13 1a 0b 12 15 03 00 68 10 00 00 00 00 00 00 00 5e aa");
  CHECK(real.entry.content == blood(104_mg_dl, core::MealMarker::before_meal));
  CHECK(real.entry.time.local == core::make_local(2026, 11, 18, 21, 3, 0));
  CHECK(real.entry.origin == "104");
  CHECK(real.entry.raw == "1a 0b 12 15 03 00 68 10");
  CHECK_FALSE(real.simulated);

  const Record simulated = record_of("53 20 13 20 13 1a 0b 12 15 03 00 68 10 53 49 4d 00 00 00 01 08 aa");
  CHECK(simulated.entry == real.entry);
  CHECK(simulated.simulated == 1u);

  const Record high = record_of("53 20 13 20 13 1a 0b 12 0c 1e 02 59 20 53 49 4d 00 00 00 01 0f aa");
  CHECK(high.entry.content == blood(core::above_range(600_mg_dl), core::MealMarker::after_meal));
  CHECK(high.entry.time.local == core::make_local(2026, 11, 18, 12, 30, 0));
  CHECK(high.entry.origin == "601");

  const Record low = record_of("53 20 13 20 13 1a 0b 12 08 00 00 13 00 53 49 4d 00 00 00 01 7d aa");
  CHECK(low.entry.content == blood(core::below_range(20_mg_dl)));

  const Record unset = record_of("53 20 13 20 13 00 01 01 00 03 00 65 00 53 49 4d 00 00 00 01 03 aa");
  CHECK(unset.entry.content == blood(101_mg_dl));
  CHECK_FALSE(unset.entry.time.local);
  CHECK(unset.entry.origin == "101 00 01 01 00 03");
}

TEST_CASE("the ends of a CodeFree's range are numbers, what lies beyond is LO and HI") {
  CHECK(with_value(0, 20) == blood(20_mg_dl));
  CHECK(with_value(0, 19) == blood(core::below_range(20_mg_dl)));
  CHECK(with_value(0, 0) == blood(core::below_range(20_mg_dl)));
  CHECK(with_value(0x02, 0x58) == blood(600_mg_dl));
  CHECK(with_value(0x02, 0x59) == blood(core::above_range(600_mg_dl)));
  CHECK(with_value(0xff, 0xff) == blood(core::above_range(600_mg_dl)));
}

TEST_CASE("a CodeFree's clock counts as set from ten minutes after its beginning") {
  const auto at_minute = [](std::uint8_t minute) {
    core::Bytes message = message_of("53 20 13 20 13 00 01 01 00 03 00 65 00 53 49 4d 00 00 00 01 03 aa");
    message[6] = minute;
    return decode_record(message)->entry.time.local;
  };
  CHECK_FALSE(at_minute(9));
  CHECK(at_minute(10) == core::make_local(2000, 1, 1, 0, 10, 0));
}

TEST_CASE("a CodeFree's unknown bytes and meal change no identity, and the unknown bytes not the record") {
  CHECK(changed(9, 0x20).entry.origin == "104");
  CHECK(changed(0, 0xff).entry == changed(0, 0x20).entry);
  CHECK(changed(12, 0x77).entry == changed(0, 0x20).entry);
}

TEST_CASE("a CodeFree's record with an impossible date or meal is kept as it came") {
  const std::vector<std::pair<std::size_t, std::uint8_t>> changes{
      {2, 100}, {3, 0}, {3, 13}, {4, 0}, {4, 31}, {5, 24}, {6, 60}, {9, 0x30}, {9, 0x11}};
  for (const auto& [at, byte] : changes) {
    const Record record = changed(at, byte);
    INFO(at << ": " << int(byte));
    CHECK(record.entry.content == core::Content(core::UnreadRecord{}));
    CHECK(record.entry.origin == record.entry.raw);
    CHECK_FALSE(record.entry.time.local);
  }
  CHECK(changed(4, 31).entry.raw == "1a 0b 1f 15 03 00 68 10");
  CHECK(changed(2, 99).entry.time.local == core::make_local(2099, 11, 18, 21, 3, 0));
  CHECK(decode_record(message_of("53 20 04 10 30 20 aa")).has_error());
  CHECK(decode_record({}).has_error());
}

TEST_CASE("a CodeFree's packet ends by its length, and anything else is no packet") {
  CHECK(state_of("") == State::incomplete);
  CHECK(state_of("00") == State::damaged);
  CHECK(state_of("53") == State::incomplete);
  CHECK(state_of("53 10") == State::damaged);  // the host's own
  CHECK(state_of("53 20 05") == State::damaged);
  CHECK(state_of("53 20 04 10 30 20") == State::incomplete);
  CHECK(state_of("53 20 04 10 30 20 ab") == State::damaged);
  CHECK(look_at_packet(hex("53 20 04 10 30 20 aa 53")).size == 7);
  // "aa" stands inside messages, too.
  CHECK(state_of("53 20 13 20 13 1a 0b aa 15 03 00 68 10 00 00 00 00 00 00 00 e6 aa") == State::complete);
}

TEST_CASE("one flipped bit in a CodeFree's packet makes it none") {
  const core::Bytes right = hex("53 20 13 20 13 1a 0b 12 15 03 00 68 10 00 00 00 00 00 00 00 5e aa");
  for (std::size_t at = 0; at < right.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      core::Bytes wrong = right;
      wrong[at] = static_cast<std::uint8_t>(wrong[at] ^ (1 << bit));
      CHECK(decode_packet(wrong).has_error());
    }
    CHECK(decode_packet(core::ByteView(right).first(at)).has_error());
  }
}

TEST_CASE("a CodeFree is known by its challenge, whatever stands around it") {
  const auto speaks = device::serial_link(*device::find_driver("codefree")).speaks;
  CHECK(speaks(hex("53 20 04 10 30 20 aa")));
  CHECK(speaks(hex("00 53 53 20 04 10 30 20 aa 00")));
  CHECK_FALSE(speaks(hex("53 20 04 10 30 20")));
  CHECK_FALSE(speaks(hex("53 20 04 10 70 60 aa")));
  CHECK_FALSE(speaks({}));
}
