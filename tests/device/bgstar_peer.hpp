#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/io/memory_stream.hpp"

/// The far end of a wire, scripted: answers each line by looking it up. Records are written out, newest
/// first. Not a simulator: it decodes and encodes nothing.
struct BgstarPeer {
  std::map<std::string, std::string> answers{
      {"hello", "200 hello JAZZESC-EN"},
      {"get serial", "200 serial ABCD1234567890"},
      {"get sysinfo all", "100 model JAZZESC-EN\r\n100 product BGStar\r\n100 comm F\r\n200 sysinfo all"},
      {"get gluunit", "200 gluunit mg/dL"},
      {"get datetime", "200 datetime 2020 2 14 21 30 2"},
  };
  std::vector<std::string> records;  ///< "0 0 113 1 2020 2 13 8 34 18"
  std::string line_end = "\r\n";
  std::vector<std::string> asked;
  /// Comes before the answer goes out: the question's number from 1 on, and the answer, to be changed.
  std::function<void(std::size_t number, std::string& answer)> tamper = [](std::size_t, std::string&) {};
  std::string received;

  core::MemoryStream::Answer operator()(core::ByteView bytes) {
    received += core::as_text(bytes);
    core::MemoryStream::Answer out;
    for (std::size_t end; (end = received.find('\r')) != std::string::npos;) {
      const std::string question = received.substr(0, end);
      received.erase(0, end + 1);
      if (question.empty()) continue;
      asked.push_back(question);
      std::string answer = answer_to(question) + line_end;
      tamper(asked.size(), answer);
      if (answer == "cut")
        out.cut = true;
      else
        out.bytes.insert(out.bytes.end(), answer.begin(), answer.end());
    }
    return out;
  }

  std::string answer_to(const std::string& question) const {
    if (question == "get glucount") return "200 glucount " + std::to_string(records.size());
    if (question.rfind("get glurec ", 0) == 0) {
      const std::size_t index = std::stoul(question.substr(11));
      return index < records.size() ? "200 glurec " + records[index] : "404 glurec";
    }
    const auto known = answers.find(question);
    return known != answers.end() ? known->second : "400";
  }
};

inline BgstarPeer peer_with_two_records() {
  BgstarPeer peer;
  peer.records = {"0 0 113 1 2020 2 13 8 34 18", "3 0 98 6 2020 2 12 20 1 0"};
  return peer;
}
