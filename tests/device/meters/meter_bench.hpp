#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "core/io/async.hpp"
#include "core/io/memory_stream.hpp"
#include "device/meter.hpp"
#include "device/registry.hpp"

/// A meter of a family on a wire in memory. Its far end is a script that gets each frame the host writes as
/// hex and gives the answer as hex; nothing is decoded or encoded here.
struct MeterBench {
  using Answer = core::MemoryStream::Answer;

  MeterBench(std::string_view family, std::function<std::string(const std::string& question)> script)
      : answer_to(std::move(script)), meter(device::serial_link(*device::find_driver(family)).open(wire)) {}

  template <class T>
  T run(boost::asio::awaitable<T> conversation) {
    return core::run(io, std::move(conversation));
  }
  void run(boost::asio::awaitable<void> conversation) { core::run(io, std::move(conversation)); }

  device::Identity identify() { return run(meter->identify()); }
  device::Downloaded download(const device::DownloadOptions& options = {}) {
    device::Downloaded result;
    run(meter->download(options, result));
    return result;
  }
  auto elapsed() const { return wire.now() - core::Deadline{}; }
  std::size_t times_asked(std::string_view question) const {
    return static_cast<std::size_t>(std::count(asked.begin(), asked.end(), question));
  }

  std::function<std::string(const std::string&)> answer_to;
  std::vector<std::string> asked;
  /// Comes before an answer goes out: the question's number from 1 on, and the answer, to be changed.
  std::function<void(std::size_t number, Answer& answer)> tamper = [](std::size_t, Answer&) {};
  core::MemoryStream wire{[this](core::ByteView bytes) {
    asked.push_back(core::format_hex(bytes, " "));
    Answer answer{core::parse_hex(answer_to(asked.back())).value(), false};
    tamper(asked.size(), answer);
    return answer;
  }};
  boost::asio::io_context io;
  std::unique_ptr<device::Meter> meter;
};

// What goes wrong with the answer to question `number`.
inline auto lost(std::size_t number) {
  return [number](std::size_t now, MeterBench::Answer& answer) {
    if (now == number) answer.bytes.clear();
  };
}
inline auto damaged(std::size_t number) {
  return [number](std::size_t now, MeterBench::Answer& answer) {
    if (now == number && !answer.bytes.empty()) answer.bytes[answer.bytes.size() / 2] ^= 0x10;
  };
}
inline auto cut(std::size_t number) {
  return [number](std::size_t now, MeterBench::Answer& answer) {
    if (now == number) answer = {{}, true};
  };
}

inline std::vector<std::string> origins(const std::vector<core::LogEntry>& entries) {
  std::vector<std::string> all;
  for (const core::LogEntry& entry : entries) all.push_back(entry.origin);
  return all;
}
