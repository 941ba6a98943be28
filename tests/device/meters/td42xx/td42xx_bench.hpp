#pragma once

#include <map>

#include "core/io/checksum.hpp"
#include "device/download.hpp"
#include "tests/device/meters/meter_bench.hpp"

// The page's meter at the end of a wire: its questions and answers in hex.
namespace td42xx_tests {

inline const std::string hello = "51 22 00 00 00 00 a3 16";
inline const std::string model = "51 24 00 00 00 00 a3 18";
inline const std::string serial_end = "51 27 00 00 00 00 a3 1b";
inline const std::string serial_begin = "51 28 00 00 00 00 a3 1c";
inline const std::string clock_question = "51 23 00 00 00 00 a3 17";
inline const std::string count = "51 2b 00 00 00 00 a3 1f";
inline const std::string erase = "51 52 00 00 00 00 a3 46";
inline const std::string set_clock = "51 33 04 27 25 0d a3 84";
inline const std::string notice = "51 54 00 00 00 00 a5 4a";

/// A packet of the meter's from its first six bytes.
inline std::string packet(const std::string& front) {
  core::Bytes bytes = *core::parse_hex(front + " a5");
  bytes.push_back(core::sum8(bytes));
  return core::format_hex(bytes, " ");
}

struct Record {
  std::string time, value;  ///< four bytes each
};

/// What the page's meter says, newest record first.
struct Script {
  std::map<std::string, std::string> answers{
      {hello, "51 22 00 00 00 00 a5 18"},          {model, "51 24 77 42 00 00 a5 d3"},
      {serial_end, "51 27 01 00 4d 49 a5 b4"},     {serial_begin, "51 28 53 4d 49 53 a5 5a"},
      {clock_question, "51 23 72 35 03 15 a5 d8"}, {set_clock, "51 33 04 27 25 0d a5 86"},
  };
  std::vector<Record> records{{"72 35 03 15", "68 00 00 40"},
                              {"72 35 03 14", "59 02 00 80"},
                              {"72 35 03 13", "62 00 00 c0"},
                              {"72 35 03 12", "2d 00 00 1c"},
                              {"21 00 03 00", "13 00 00 00"}};

  std::string operator()(const std::string& question) {
    const core::Bytes bytes = *core::parse_hex(question);
    const std::size_t index = bytes[2] + 256u * bytes[3];
    if (bytes[1] == 0x25) return index < records.size() ? packet("51 25 " + records[index].time) : "";
    if (bytes[1] == 0x26) return index < records.size() ? packet("51 26 " + records[index].value) : "";
    if (question == count) return packet("51 2b " + core::format_hex({{low_byte(), 0}}, " ") + " 00 00");
    if (question == erase) {
      records.clear();
      return "51 52 00 00 00 00 a5 48";
    }
    const auto known = answers.find(question);
    return known != answers.end() ? known->second : "";
  }
  std::uint8_t low_byte() const { return static_cast<std::uint8_t>(records.size()); }
};

struct Bench : MeterBench {
  Bench() : MeterBench("td42xx", [this](const std::string& question) { return script(question); }) {}
  Script script;
};

inline const std::vector<std::string> all_origins{"104", "601", "98 c", "ketone 45", "19 at 00:03"};

using Tamper = decltype(MeterBench::tamper);

}  // namespace td42xx_tests
