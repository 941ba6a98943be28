#pragma once

#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "device/meters/contour/frame.hpp"
#include "tests/catch.hpp"
#include "tests/device/meters/scripted_meter.hpp"

/// STX, the text with its number in front, and what belongs behind it.
inline std::string contour_frame(const std::string& text, char end = '\x17') {
  const std::string covered = text + "\r" + end;
  unsigned sum = 0;
  for (const char c : covered) sum += static_cast<unsigned char>(c);
  return fmt::format("\x02{}{:02X}\r\n", covered, sum % 256);
}

/// The header of a real USB model.
inline const std::string real_header =
    "1H|\\^&||7w3LBL|Bayer7390^01.24\\01.04\\09.02.20^7390-2336773^7403-|A=1^C=63^G=1^I=0200^R=0^S=1^U=0^V="
    "10600^X=070070070070180130150250^Y=360126090050099050300089^Z=1|1714||||||1|201909221304\r\x17"
    "D7\r\n";

inline std::string text_of(const std::string& frame) {
  const auto decoded = device::contour::decode_frame(core::as_bytes(frame));
  REQUIRE(decoded.has_value());
  return decoded->text;
}

/// The data of the page's example, frame by frame.
inline std::vector<std::string> contour_example() {
  return {
      "\x02"
      "1H|\\^&||SIM001|Bayer7150^02.10\\01.10\\00.00.00^7150-SIM0001^7150-|A=1^C=63^G=1^I=0200^R=0^S=1^U=0^"
      "V=10600^X=070070070070180130150250^Y=360126090050099050300089^Z=0|4||||||1|202611182105\r\x17"
      "12\r\n",
      "\x02"
      "2P|1\r\x17"
      "53\r\n",
      "\x02"
      "3R|1|^^^Glucose|99|mg/dL^P|||||||202611182105\r\x17"
      "4A\r\n",
      "\x02"
      "4R|2|^^^Glucose|104|mg/dL^P|||B||||202611182103\r\x17"
      "AF\r\n",
      "\x02"
      "5R|3|^^^Glucose|600|mg/dL^P||>|A||||202611181230\r\x17"
      "EF\r\n",
      "\x02"
      "6R|4|^^^Glucose|98|mg/dL^P||||E|||202611180800\r\x17"
      "94\r\n",
      "\x02"
      "7R|5|^^^Glucose|101|mg/dL^P|||||||200001010003\r\x17"
      "5C\r\n",
      "\x02"
      "0L|1||N\r\x03"
      "7F\r\n",
  };
}

/// The far end of a wire, scripted: the states and answers of the page's table, frames written out.
struct ContourPeer {
  std::vector<std::string> frames = contour_example();
  std::string date = "261118", time = "2105";  ///< what the clock shows
  bool takes_clock = true;
  /// Comes before the answer goes out: the host's word's number from 1 on, and the answer, to be changed;
  /// "cut" breaks the line.
  std::function<void(std::size_t number, std::string& answer)> tamper = [](std::size_t, std::string&) {};
  std::vector<std::string> heard;

  core::MemoryStream::Answer operator()(core::ByteView bytes) {
    heard.emplace_back(core::as_text(bytes));
    std::string answer = answer_to(heard.back());
    tamper(heard.size(), answer);
    if (answer == "cut") return {{}, true};
    return {{answer.begin(), answer.end()}, false};
  }

  ScriptedMeter meter() {
    return {"contour", [this](core::ByteView bytes, core::Deadline) { return (*this)(bytes); }};
  }

  std::string answer_to(const std::string& word) {
    switch (state) {
      case idle:
        if (word == "\x04" || word == "\x15") return go(offered, "\x05");
        return word == "\x05" ? go(command, "\x06") : "";
      case offered:
        if (word == "\x06") return go(sending, frames.at(at = 0));
        if (word == "\x15") return go(idle, "\x04");
        return word == "\x04" ? "\x05" : "";
      case sending:
        if (word == "\x15") return frames[at];
        if (word == "\x04") return go(idle, "\x04");
        if (word != "\x06") return "";
        return ++at < frames.size() ? frames[at] : go(idle, "\x04");
      default:
        return answer_to_command(word);
    }
  }

 private:
  enum { idle, offered, sending, command } state = idle;
  std::size_t at = 0;
  std::string words;

  template <class State>
  std::string go(State next, std::string answer) {
    state = next;
    words.clear();
    return answer;
  }
  std::string answer_to_command(const std::string& word) {
    if (word == "\x04") return go(offered, "\x05");
    words += word;
    if (words == "R|D|") return go(command, "D|" + date + "|\r\n\x06");
    if (words == "R|T|") return go(command, "T|" + time + "|\r\n\x06");
    const bool is_date = words.substr(0, 4) == "W|D|", is_time = words.substr(0, 4) == "W|T|";
    if ((is_date || is_time) && words.size() > 4) {
      if (takes_clock) (is_date ? date : time) = words.substr(4, is_date ? 6 : 4);
      return go(command, "\x06");
    }
    return words == "R|" || words == "W|" || is_date || is_time ? "\x06" : "\x15";
  }
};
