#pragma once

#include <functional>
#include <vector>

#include "core/io/stream.hpp"
#include "device/driver.hpp"

namespace device {

/// Opens the port with these settings. Called again only after the stream before is gone.
using OpenWire = std::function<std::shared_ptr<core::ByteStream>(const SerialSettings&)>;

/// What a look at an unknown port brought.
struct Probed {
  const Driver* driver = nullptr;  ///< nullptr: none of the families answered
  bool heard = false;              ///< something came, whatever it was
};

/// Finds out which of the families is at the other end by their probes, which change nothing in a meter: in
/// the order of their places, first each once with a short wait (a meter that is awake answers at once), then
/// in full. Families that speak first are listened for before anything is sent; on a pseudo-terminal, where
/// nobody is disturbed, after the short round. In that round those who are `expected` come first. Throws what
/// `open` and the stream throw but timeouts.
struct ProbeOptions {
  bool is_pseudo_terminal = false;
  std::function<bool(const Driver&)> expected = [](const Driver&) { return false; };
  bool is_quick = false;  ///< the short round alone
  /// Called when nobody answered in the short round, with how long the full one takes at most.
  std::function<void(std::chrono::seconds)> patience = [](std::chrono::seconds) {};
};
boost::asio::awaitable<Probed> probe_families(std::vector<const Driver*> candidates, OpenWire open,
                                              ProbeOptions options);

}  // namespace device
