#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace boost::asio {
class io_context;
}

namespace simulators {

/// Where clients may come from: this machine alone, for what is said is neither encrypted nor asked for a
/// password.
struct LoopbackAddress {
  std::string host;        ///< "127.0.0.1"
  std::uint16_t port = 0;  ///< 0: any that is free
};

/// "127.0.0.1:7000", "[::1]:7000". Errc::usage for anything else, and for an address that others reach.
[[nodiscard]] core::Result<LoopbackAddress> parse_loopback_address(std::string_view text);

/// The port of a simulated meter, also over TCP: whoever connects is the host at the pseudo-terminal, and
/// what is true there is true here: pace, faults, and a pulled cable, which closes the connection. One client
/// at a time: another one, or one that comes while the cable is out or a program holds the pseudo-terminal's
/// lock (flock, as bgbingo and pyserial's `exclusive` take it), is closed at once. A client that closes its
/// side has left, and what it asked is not answered to the next one.
class TcpPort {
 public:
  /// Listens from now on. Throws core::Failure: busy where somebody else does. `open_host_end` gives the
  /// pseudo-terminal's end for a client, -1 where none can be let in; `fail` is told when it cannot go on.
  TcpPort(boost::asio::io_context& io, const LoopbackAddress& address, std::function<int()> open_host_end,
          std::function<void(std::exception_ptr)> fail);
  ~TcpPort();
  TcpPort(const TcpPort&) = delete;
  TcpPort& operator=(const TcpPort&) = delete;

  std::string address() const;  ///< "127.0.0.1:43211"

 private:
  struct Impl;  // keeps Asio's headers out of this one; the conversations hold it, too
  std::shared_ptr<Impl> impl_;
};

}  // namespace simulators
