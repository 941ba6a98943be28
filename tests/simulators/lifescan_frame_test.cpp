#include "simulators/lifescan_frame.hpp"

#include "tests/catch.hpp"

// Every expected byte is taken from docs/protocols/onetouch_ultra_easy.md and onetouch_verio_iq.md.
namespace {

using simulators::LifescanFrame;

core::Bytes bytes(std::string_view hex) {
  return *core::parse_hex(hex);
}

std::vector<LifescanFrame> take_all(core::Bytes received) {
  std::vector<LifescanFrame> frames;
  while (auto frame = simulators::take_lifescan_frame(received)) frames.push_back(*frame);
  return frames;
}

const LifescanFrame disconnect{0x08, {}};
const LifescanFrame ask_version{0x03, bytes("05 0d 02")};

}  // namespace

TEST_CASE("a LifeScan frame is written with its length and its CRC") {
  CHECK(simulators::encode_lifescan_frame(0x0c, {}) == bytes("02 06 0c 03 06 ae"));
  CHECK(simulators::encode_lifescan_frame(0x02, bytes("05 09")) == bytes("02 08 02 05 09 03 1e 0b"));
  CHECK(simulators::encode_lifescan_frame(0x00, bytes("03 06 00 00 00 00")) ==
        bytes("02 0c 00 03 06 00 00 00 00 03 a3 ef"));
}

TEST_CASE("the LifeScan frames of foreign clients are read") {
  CHECK(take_all(bytes("02 06 08 03 c2 62")) == std::vector{disconnect});
  CHECK(take_all(bytes("02 09 03 05 0d 02 03 08 9f")) == std::vector{ask_version});
  CHECK(take_all(bytes("02 08 00 04 06 03 78 c1")) == std::vector{LifescanFrame{0x00, bytes("04 06")}});
}

TEST_CASE("a LifeScan frame that comes in pieces waits until it is whole") {
  const core::Bytes whole = bytes("02 09 03 05 0d 02 03 08 9f");
  core::Bytes received;
  for (const std::uint8_t byte : whole) {
    CHECK_FALSE(simulators::take_lifescan_frame(received));
    received.push_back(byte);
  }
  CHECK(simulators::take_lifescan_frame(received) == ask_version);
  CHECK(received.empty());
}

TEST_CASE("two LifeScan frames in one piece are both read") {
  const std::vector expected{disconnect, ask_version};
  CHECK(take_all(bytes("02 06 08 03 c2 62 02 09 03 05 0d 02 03 08 9f")) == expected);
}

TEST_CASE("after a damaged LifeScan frame the search goes on at the byte after its start") {
  CHECK(take_all(bytes("02 06 08 03 c2 63")).empty());                           // CRC
  CHECK(take_all(bytes("02 06 08 04 c2 62")).empty());                           // end
  CHECK(take_all(bytes("02 05 08 c2 62")).empty());                              // too short to be one
  CHECK(take_all(bytes("ff 00 02 06 08 03 c2 62")) == std::vector{disconnect});  // bytes before
  CHECK(take_all(bytes("02 02 06 08 03 c2 62")) == std::vector{disconnect});     // start twice
  CHECK(take_all(bytes("02 07 02 06 08 03 c2 62")) == std::vector{disconnect});  // within a damaged one
  CHECK(take_all(bytes("02 06 08 02 06 08 03 c2 62")) == std::vector{disconnect});
}
