#pragma once

#include <exception>
#include <functional>
#include <optional>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace core {

/// Starts a conversation beside others. An exception that leaves it goes to `on_error`: it is never
/// swallowed, as Asio's `detached` would. Coroutines are named functions that take values.
inline void spawn(boost::asio::any_io_executor executor, boost::asio::awaitable<void> conversation,
                  std::function<void(std::exception_ptr)> on_error) {
  boost::asio::co_spawn(executor, std::move(conversation),
                        [on_error = std::move(on_error)](std::exception_ptr error) {
                          if (error) on_error(error);
                        });
}

/// Runs one conversation on `io` to its end and gives its result or throws its exception.
template <class T>
T run(boost::asio::io_context& io, boost::asio::awaitable<T> conversation) {
  std::exception_ptr failure;
  std::optional<T> result;
  boost::asio::co_spawn(io, std::move(conversation), [&](std::exception_ptr error, T value) {
    failure = error;
    if (!error) result = std::move(value);
    io.stop();
  });
  io.restart();
  io.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*result);
}

inline void run(boost::asio::io_context& io, boost::asio::awaitable<void> conversation) {
  std::exception_ptr failure;
  boost::asio::co_spawn(io, std::move(conversation), [&](std::exception_ptr error) {
    failure = error;
    io.stop();
  });
  io.restart();
  io.run();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace core
