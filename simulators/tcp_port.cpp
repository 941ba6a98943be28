#include "simulators/tcp_port.hpp"

#include <charconv>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include "core/io/async.hpp"
#include "core/io/bytes.hpp"

namespace simulators {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// A client, and the host's end of the pseudo-terminal that it has meanwhile.
struct Client {
  tcp::socket socket;
  asio::posix::stream_descriptor wire;

  void close() {
    boost::system::error_code ignored;
    socket.close(ignored);
    wire.close(ignored);
  }
};

/// Carries what comes from one end to the other, until either is closed; then both are.
template <class From, class To>
asio::awaitable<void> carry(std::shared_ptr<Client> client, From& from, To& to) {
  core::Bytes buffer(4096);
  boost::system::error_code error;
  while (!error) {
    const std::size_t count =
        co_await from.async_read_some(asio::buffer(buffer), asio::redirect_error(asio::use_awaitable, error));
    if (error) break;
    co_await asio::async_write(to, asio::buffer(buffer.data(), count),
                               asio::redirect_error(asio::use_awaitable, error));
  }
  client->close();
}

tcp::endpoint endpoint_of(const LoopbackAddress& address) {
  return {asio::ip::make_address(address.host), address.port};
}

}  // namespace

core::Result<LoopbackAddress> parse_loopback_address(std::string_view text) {
  const core::Error no_address{core::Errc::usage, "this is no address that only this machine reaches",
                               std::string(text), "Write --listen 127.0.0.1:7000; port 0 is any free one."};
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return no_address;
  std::string_view host = text.substr(0, colon);
  const std::string_view digits = text.substr(colon + 1);
  const bool has_brackets = host.starts_with('[') && host.ends_with(']');
  if (has_brackets) host = host.substr(1, host.size() - 2);
  LoopbackAddress address{std::string(host), 0};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
  boost::system::error_code wrong;
  const asio::ip::address ip = asio::ip::make_address(address.host, wrong);
  if (error != std::errc() || end != digits.data() + digits.size() || wrong || !ip.is_loopback() ||
      ip.is_v6() != has_brackets)
    return no_address;
  return address;
}

struct TcpPort::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::io_context& context, std::function<int()> open_host_end_of,
       std::function<void(std::exception_ptr)> on_error)
      : io(context),
        acceptor(context),
        open_host_end(std::move(open_host_end_of)),
        fail(std::move(on_error)) {}

  /// Owns itself while it waits.
  static asio::awaitable<void> accept_clients(std::shared_ptr<Impl> self);
  void serve(tcp::socket socket);

  asio::io_context& io;
  tcp::acceptor acceptor;
  std::function<int()> open_host_end;
  std::function<void(std::exception_ptr)> fail;
  std::weak_ptr<Client> client;
};

asio::awaitable<void> TcpPort::Impl::accept_clients(std::shared_ptr<Impl> self) {
  while (true) {
    tcp::socket socket(self->io);
    boost::system::error_code error;
    co_await self->acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
    if (!self->acceptor.is_open()) co_return;
    if (!error)
      self->serve(std::move(socket));
    else if (error != asio::error::connection_aborted)
      throw boost::system::system_error(error);
  }
}

/// A socket that is not served is closed as it goes.
void TcpPort::Impl::serve(tcp::socket socket) {
  if (const auto present = client.lock(); present && present->socket.is_open()) return;
  const int host_end = open_host_end();
  if (host_end < 0) return;
  const auto here =
      std::make_shared<Client>(Client{std::move(socket), asio::posix::stream_descriptor(io, host_end)});
  client = here;
  boost::system::error_code ignored;
  here->socket.set_option(tcp::no_delay(true), ignored);
  core::spawn(io.get_executor(), carry(here, here->socket, here->wire), fail);
  core::spawn(io.get_executor(), carry(here, here->wire, here->socket), fail);
}

TcpPort::TcpPort(asio::io_context& io, const LoopbackAddress& address, std::function<int()> open_host_end,
                 std::function<void(std::exception_ptr)> fail)
    : impl_(std::make_shared<Impl>(io, std::move(open_host_end), std::move(fail))) {
  const tcp::endpoint endpoint = endpoint_of(address);
  try {
    impl_->acceptor.open(endpoint.protocol());
    impl_->acceptor.set_option(tcp::acceptor::reuse_address(true));
    impl_->acceptor.bind(endpoint);
    impl_->acceptor.listen();
  } catch (const boost::system::system_error& error) {
    const bool is_taken = error.code() == asio::error::address_in_use;
    throw core::Failure({is_taken ? core::Errc::busy : core::Errc::access_denied,
                         "the meter cannot listen there: " + error.code().message(),
                         fmt::format("{}:{}", address.host, address.port), "Port 0 is any free one."});
  }
  core::spawn(io.get_executor(), Impl::accept_clients(impl_), impl_->fail);
}

TcpPort::~TcpPort() {
  boost::system::error_code ignored;
  impl_->acceptor.close(ignored);
  if (const auto client = impl_->client.lock()) client->close();
}

std::string TcpPort::address() const {
  const tcp::endpoint endpoint = impl_->acceptor.local_endpoint();
  return fmt::format(fmt::runtime(endpoint.address().is_v6() ? "[{}]:{}" : "{}:{}"),
                     endpoint.address().to_string(), endpoint.port());
}

}  // namespace simulators
