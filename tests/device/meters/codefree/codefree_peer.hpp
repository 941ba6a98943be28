#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/device/meters/scripted_meter.hpp"

inline core::Bytes hex(std::string_view text) {
  return *core::parse_hex(text);
}

/// The far end of a wire, scripted: the page's packets. It speaks three seconds after the person was asked to
/// turn it on.
struct CodefreePeer {
  std::vector<std::string> records;  ///< whole packets in hex, newest first
  std::string count = "00 00";       ///< as the meter says it
  std::string count_check = "9a";
  std::string bye = "53 20 04 10 70 60 aa";
  std::string clock_answer = "53 20 04 10 10 00 aa";
  bool speaks = true;
  /// Comes before the answer goes out: the host's packet's number from 1 on, and the answer in hex, to be
  /// changed; "cut" breaks the line.
  std::function<void(std::size_t number, std::string& answer)> tamper = [](std::size_t, std::string&) {};
  std::vector<std::string> heard;
  std::vector<std::string> wishes;
  std::string before_challenge;

  core::MemoryStream::Answer operator()(core::ByteView bytes) {
    heard.push_back(core::format_hex(bytes, " "));
    std::string answer = answer_to(heard.back());
    tamper(heard.size(), answer);
    if (answer == "cut") return {{}, true};
    return {hex(answer), false};
  }

  std::string answer_to(const std::string& packet) {
    if (packet == "53 10 04 10 40 50 aa") {
      at = 0;
      return "53 20 18 30 " + count + " aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa " +
             count_check + " aa";
    }
    if (packet == "53 10 04 10 60 70 aa") return at < records.size() ? records[at++] : bye;
    at = records.size();
    return clock_answer;
  }

  /// What the driver asks the person for reaches the peer.
  std::unique_ptr<ScriptedMeter> meter() {
    auto bench = std::make_unique<ScriptedMeter>(
        "codefree", [this](core::ByteView bytes, core::Deadline) { return (*this)(bytes); },
        [this](core::Deadline until) -> std::optional<core::MemoryStream::Unasked> {
          if (!on_at || *on_at > until) return std::nullopt;
          const core::MemoryStream::Unasked said{*on_at,
                                                 {hex(before_challenge + "53 20 04 10 30 20 aa"), false}};
          on_at.reset();
          return said;
        });
    bench->meter->request = [this, &wire = bench->wire](std::string_view wish) {
      wishes.emplace_back(wish);
      if (speaks) on_at = wire.now() + std::chrono::seconds(3);
    };
    return bench;
  }

 private:
  std::size_t at = 0;
  std::optional<core::Deadline> on_at;
};

/// The page's records of the simulated meter SIM00000001.
inline CodefreePeer codefree_with_four() {
  CodefreePeer peer;
  peer.records = {"53 20 13 20 13 1a 0b 12 15 03 00 68 10 53 49 4d 00 00 00 01 08 aa",
                  "53 20 13 20 13 1a 0b 12 0c 1e 02 59 20 53 49 4d 00 00 00 01 0f aa",
                  "53 20 13 20 13 1a 0b 12 08 00 00 13 00 53 49 4d 00 00 00 01 7d aa",
                  "53 20 13 20 13 00 01 01 00 03 00 65 00 53 49 4d 00 00 00 01 03 aa"};
  peer.count = "00 04";
  peer.count_check = "9e";
  return peer;
}
