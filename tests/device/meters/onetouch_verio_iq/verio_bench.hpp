#pragma once

#include <map>

#include "device/download.hpp"
#include "device/lifescan_frame.hpp"
#include "tests/device/meters/meter_bench.hpp"

// The page's meter at the end of a wire: its questions and answers in hex.
namespace verio_tests {

inline const std::string model = "02 08 00 03 06 03 e8 44";
inline const std::string serial = "02 0a 00 03 0b 01 02 03 2a dc";
inline const std::string unit = "02 0a 00 03 09 02 02 03 12 68";
inline const std::string clock_question = "02 09 00 03 20 02 03 d4 92";
inline const std::string count = "02 09 00 03 27 00 03 26 71";
inline const std::string first_record = "02 0a 00 03 21 00 00 03 9d d2";
inline const std::string set_clock = "02 0d 00 03 20 01 a8 d0 90 32 03 43 b4";
inline const std::string erase = "02 08 00 03 1a 03 f6 02";
inline const std::string done = "02 08 00 03 06 03 e8 44";
inline const std::string no_such_record = "02 08 00 03 09 03 d6 54";

/// What the page's meter says, newest record first.
struct Script {
  std::map<std::string, std::string> answers{
      {model,
       "02 22 00 03 06 56 65 72 69 6f 49 51 00 00 a6 e7 79 0c ee c6 00 94 b6 fe 7a 58 ec c6 00 1a 00 03 62 "
       "f5"},
      {serial, "02 12 00 03 06 53 49 4d 30 30 30 30 30 31 00 03 6b 00"},
      {unit, "02 0c 00 03 06 00 00 00 00 03 a3 ef"},
      {clock_question, "02 0c 00 03 06 09 f5 7c 1b 03 37 16"},
      {set_clock, done},
  };
  std::vector<std::string> records{
      "02 12 00 03 06 8d bc 7c 1b 56 00 00 01 00 00 03 e5 19",
      "02 12 00 03 06 ca 68 7b 1b 4b 00 00 01 00 00 03 da b7",
      "02 12 00 03 06 0c 28 79 1b 54 00 00 01 00 00 03 be 82",
      "02 12 00 03 06 6d c4 78 1b a2 00 00 01 00 00 03 9b 99",
      "02 12 00 03 06 5a a5 78 1b ce 00 00 01 00 00 03 42 8a",
  };

  std::string operator()(const std::string& question) {
    const core::Bytes bytes = *core::parse_hex(question);
    if (bytes[4] == 0x21) return bytes[5] < records.size() ? records[bytes[5]] : no_such_record;
    if (question == count) {
      const core::Bytes message{0x03, 0x06, static_cast<std::uint8_t>(records.size()), 0};
      return core::format_hex(device::lifescan::encode_frame(0, message), " ");
    }
    if (question == erase) {
      records.clear();
      return done;
    }
    const auto known = answers.find(question);
    return known != answers.end() ? known->second : no_such_record;
  }
};

struct Bench : MeterBench {
  Bench()
      : MeterBench("onetouch_verio_iq", [this](const std::string& question) { return script(question); }) {}
  Script script;
};

inline const std::vector<std::string> all_origins{"86", "75", "84", "162", "206"};

inline device::WallClock evening_clock() {
  return [] { return *core::make_local(2026, 11, 18, 21, 10, 0); };
}

}  // namespace verio_tests
