#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace boost::asio {
class io_context;
}

namespace core {

/// Starts a conversation beside others. An exception that leaves it goes to `on_error`: it is never
/// swallowed, as Asio's `detached` would.
void spawn(boost::asio::any_io_executor executor, boost::asio::awaitable<void> conversation,
           std::function<void(std::exception_ptr)> on_error);

/// Runs one conversation on `io` to its end; throws what it throws.
void run(boost::asio::io_context& io, boost::asio::awaitable<void> conversation);

template <class T>
boost::asio::awaitable<void> keep_result(boost::asio::awaitable<T> conversation, std::optional<T>& result) {
  result = co_await std::move(conversation);
}

/// The same, and gives its result.
template <class T>
T run(boost::asio::io_context& io, boost::asio::awaitable<T> conversation) {
  std::optional<T> result;
  run(io, keep_result(std::move(conversation), result));
  return std::move(*result);
}

}  // namespace core
