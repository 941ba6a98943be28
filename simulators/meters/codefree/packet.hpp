#pragma once

#include "core/io/bytes.hpp"

namespace simulators::codefree {

/// A packet from the meter (docs/protocols/codefree.md, "Packet").
core::Bytes encode_packet(core::ByteView message);

/// What has come of a packet from the host.
struct HostPacket {
  enum class State { incomplete, complete, damaged };
  State state = State::incomplete;
  std::size_t size = 0;      ///< of the whole packet, when it is complete
  core::ByteView message{};  ///< lies within what was looked at
};
/// Looks at the front of what the host has sent. It is damaged from the first byte that does not fit.
HostPacket look_at_packet(core::ByteView received);

}  // namespace simulators::codefree
