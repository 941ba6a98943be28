#include "core/io/async.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace core {

void spawn(boost::asio::any_io_executor executor, boost::asio::awaitable<void> conversation,
           std::function<void(std::exception_ptr)> on_error) {
  boost::asio::co_spawn(std::move(executor), std::move(conversation),
                        [on_error = std::move(on_error)](std::exception_ptr error) {
                          if (error) on_error(error);
                        });
}

void run(boost::asio::io_context& io, boost::asio::awaitable<void> conversation) {
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
