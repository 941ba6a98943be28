#pragma once

#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>

#include "core/error.hpp"

namespace device {

/// For a question whose answer no reading depends on (the unit a meter shows, its model): a meter that does
/// not know it is read all the same. Nothing where the asking came to an end in silence or with an answer
/// that cannot be read, a refusal among them; a line that is gone and a meter that is busy are thrown.
template <class T>
boost::asio::awaitable<std::optional<T>> if_told(boost::asio::awaitable<T> answer) {
  try {
    co_return co_await std::move(answer);
  } catch (const core::Failure& failure) {
    const core::Errc kind = failure.error().kind;
    if (kind != core::Errc::timeout && kind != core::Errc::protocol) throw;
  }
  co_return std::nullopt;
}

}  // namespace device
