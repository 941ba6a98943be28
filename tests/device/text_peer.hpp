#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "core/io/async.hpp"
#include "core/io/memory_stream.hpp"
#include "device/meter.hpp"
#include "device/registry.hpp"

/// The far end of a wire, scripted: answers each message of the host by looking it up. Not a simulator: it
/// decodes and encodes nothing.
struct TextPeer {
  std::map<std::string, std::string> answers;
  std::vector<std::string> asked;
  /// Comes before an answer goes out: the message, how often it has been sent, and the answer, to be changed;
  /// "cut" at its end takes the wire away after the rest.
  std::function<void(const std::string& question, int times, std::string& answer)> tamper =
      [](const std::string&, int, std::string&) {};

  core::MemoryStream::Answer operator()(core::ByteView bytes) {
    const std::string question(core::as_text(bytes));
    asked.push_back(question);
    const auto known = answers.find(question);
    std::string answer = known == answers.end() ? "" : known->second;
    tamper(question, times(question), answer);
    core::MemoryStream::Answer out;
    const std::string cut = "cut";
    out.cut = answer.size() >= cut.size() && answer.substr(answer.size() - cut.size()) == cut;
    if (out.cut) answer.resize(answer.size() - cut.size());
    out.bytes.assign(answer.begin(), answer.end());
    return out;
  }

  int times(const std::string& question) const {
    int count = 0;
    for (const std::string& one : asked) count += one == question ? 1 : 0;
    return count;
  }
};

/// A driver's meter at the other end of a peer's wire.
struct TextBench {
  TextBench(std::string_view family, TextPeer& peer)
      : wire([&peer](core::ByteView bytes) { return peer(bytes); }),
        meter(device::serial_link(*device::find_driver(family)).open(wire)) {}

  template <class T>
  T run(boost::asio::awaitable<T> conversation) {
    return core::run(io, std::move(conversation));
  }
  void run(boost::asio::awaitable<void> conversation) { core::run(io, std::move(conversation)); }

  device::Identity identify() { return run(meter->identify()); }
  void download_into(device::Downloaded& result, device::Passes passes = device::Passes::usual) {
    device::DownloadOptions options;
    options.passes = passes;
    run(meter->download(options, result));
  }
  device::Downloaded download(device::Passes passes = device::Passes::usual) {
    device::Downloaded result;
    download_into(result, passes);
    return result;
  }
  auto elapsed() const { return wire.now() - core::Deadline{}; }

  core::MemoryStream wire;
  boost::asio::io_context io;
  std::unique_ptr<device::Meter> meter;
};
