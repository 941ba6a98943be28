#pragma once

#include "tests/device/bgstar_peer.hpp"
#include "tests/device/meters/scripted_meter.hpp"

/// A driver at the other end of the wire from a scripted BGStar.
struct BgstarBench : ScriptedMeter {
  explicit BgstarBench(BgstarPeer& peer)
      : ScriptedMeter("bgstar", [&peer](core::ByteView bytes, core::Deadline) { return peer(bytes); }) {}

  device::Identity identify() { return run(meter->identify()); }
  device::Downloaded download(const device::DownloadOptions& options = {}) {
    device::Downloaded result;
    run(meter->download(options, result));
    return result;
  }
};
