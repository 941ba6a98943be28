#pragma once

#include <boost/asio/io_context.hpp>

#include "core/io/async.hpp"
#include "core/io/memory_stream.hpp"
#include "device/download.hpp"
#include "device/registry.hpp"

/// A driver at the end of a wire in memory; what the other end says is the test's script.
struct ScriptedMeter {
  core::MemoryStream wire;
  boost::asio::io_context io;
  std::unique_ptr<device::Meter> meter;

  ScriptedMeter(std::string_view family, core::MemoryStream::Peer peer,
                core::MemoryStream::Speaker speaker = {})
      : wire(std::move(peer), std::move(speaker)),
        meter(device::serial_link(*device::find_driver(family)).open(wire)) {}

  template <class T>
  T run(boost::asio::awaitable<T> conversation) {
    return core::run(io, std::move(conversation));
  }
  void run(boost::asio::awaitable<void> conversation) { core::run(io, std::move(conversation)); }

  device::MeterRead read(device::Passes passes = device::Passes::usual) {
    device::ReadOptions options;
    options.passes = passes;
    return run(device::read_meter(*meter, options));
  }
  auto elapsed() const { return wire.now() - core::Deadline{}; }
};
