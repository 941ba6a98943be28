#pragma once

#include <optional>

#include "core/io/bytes.hpp"

namespace simulators {

/// The frame that LifeScan's binary meters have in common (docs/protocols/onetouch_ultra_easy.md and
/// onetouch_verio_iq.md):
///
/// | byte | meaning |
/// |---|---|
/// | 0 | 02 |
/// | 1 | length of the whole frame, 6 to 255 |
/// | 2 | link; the Verio IQ has no use for it, and it is 00 |
/// | 3 … length - 4 | message |
/// | length - 3 | 03 |
/// | length - 2, length - 1 | CRC-16/CCITT-FALSE over what is before, low byte first |
struct LifescanFrame {
  std::uint8_t link = 0;
  core::Bytes message;  ///< at most 249 bytes

  bool operator==(const LifescanFrame&) const = default;
};

core::Bytes encode_lifescan_frame(std::uint8_t link, core::ByteView message);

/// Takes the first whole frame off the front of what came, and what lies before it and is none. Nothing
/// while no frame is whole; what may become one stays.
std::optional<LifescanFrame> take_lifescan_frame(core::Bytes& received);

}  // namespace simulators
