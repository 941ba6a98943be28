#include "device/meters/contour/frame.hpp"

#include "tests/catch.hpp"
#include "tests/device/meters/contour/contour_peer.hpp"

using namespace device::contour;

namespace {

const std::string frame_of_104 =
    "02 34 52 7c 32 7c 5e 5e 5e 47 6c 75 63 6f 73 65 7c 31 30 34 7c 6d 67 2f 64 4c 5e 50 7c 7c 7c 42"
    "7c 7c 7c 7c 32 30 32 36 31 31 31 38 32 31 30 33 0d 17 41 46 0d 0a";

using State = device::FrameLook::State;
State state_of(const std::string& received) {
  return look_at_frame(core::as_bytes(received)).state;
}

}  // namespace

TEST_CASE("a Contour's control byte or frame is found, whatever its content") {
  CHECK(state_of("") == State::incomplete);
  for (const char* word : {"\x04", "\x05", "\x06", "\x15"}) {
    CHECK(state_of(word) == State::complete);
    CHECK(look_at_frame(core::as_bytes(std::string(word) + "\x02")).size == 1);
  }
  CHECK(state_of("x") == State::damaged);
  CHECK(state_of("\x02") == State::incomplete);
  CHECK(state_of("\x02\x04\x05") == State::incomplete);
  CHECK(look_at_frame(core::as_bytes("\x02xyz\n\x02")).size == 5);
  CHECK(state_of("\x02" + std::string(254, 'x')) == State::incomplete);
  CHECK(state_of("\x02" + std::string(254, 'x') + "\n") == State::complete);
  CHECK(state_of("\x02" + std::string(255, 'x')) == State::damaged);
}

TEST_CASE("every frame of a Contour's example is read with its number and text") {
  int number = 1;
  for (const std::string& bytes : contour_example()) {
    const auto frame = decode_frame(core::as_bytes(bytes));
    REQUIRE(frame.has_value());
    CHECK(frame->number == number++ % 8);
    CHECK(contour_frame(std::to_string(frame->number) + frame->text, frame->text[0] == 'L' ? 3 : 0x17) ==
          bytes);
  }
  CHECK(decode_frame(core::as_bytes(contour_example()[1]))->text == "P|1");
  CHECK(core::as_text(*core::parse_hex(frame_of_104)) == contour_example()[3]);
  CHECK(text_of("\x02"
                "1L|1||N\r\x03"
                "80\r\n") == "L|1||N");
  CHECK(text_of("\x02" + real_header).size() == real_header.size() - 7);
}

TEST_CASE("a Contour's frame with a flipped bit, a byte too few or a wrong end is refused") {
  const std::string right = contour_example()[3];
  for (std::size_t at = 0; at < right.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string wrong = right;
      wrong[at] = static_cast<char>(wrong[at] ^ (1 << bit));
      CHECK(decode_frame(core::as_bytes(wrong)).has_error());
    }
    CHECK(decode_frame(core::as_bytes(right.substr(0, at))).has_error());
  }
  for (const std::string& wrong :
       {contour_frame("8P|1"), contour_frame("xP|1"), contour_frame("2"), contour_frame("2P|1", '\x04'),
        contour_frame("2P|\x01"), contour_frame("2X|1"), contour_frame("2P|\xe9"),
        contour_frame("2P|" + std::string(239, 'x')), std::string("\x04")})
    CHECK(decode_frame(core::as_bytes(wrong)).has_error());
  CHECK(decode_frame(core::as_bytes(contour_frame("2P|" + std::string(238, 'x')))).has_value());
  CHECK(decode_frame(core::as_bytes("\x02"
                                    "2P|1\r\x17"
                                    "53\r\n"))
            .has_value());
  std::string lower = contour_example()[3];
  lower[lower.size() - 4] = 'a';
  CHECK(decode_frame(core::as_bytes(lower)).has_error());
}

TEST_CASE("a Contour's frame may end in ETX or ETB, whatever follows") {
  for (const char end : {'\x03', '\x17'})
    for (const std::string& text : {std::string("2P|1"), std::string("0L|1||N")})
      CHECK(text_of(contour_frame(text, end)) == text.substr(1));
}
