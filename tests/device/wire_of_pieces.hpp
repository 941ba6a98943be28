#pragma once

#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "core/io/async.hpp"
#include "core/io/memory_stream.hpp"

// A wire on which pieces arrive at set times, whatever the host says.

using namespace std::chrono_literals;

struct WireOfPieces {
  std::vector<std::pair<std::chrono::milliseconds, std::string>> pieces;
  std::size_t next = 0;
  core::MemoryStream stream{
      [](core::ByteView, core::Deadline) { return core::MemoryStream::Answer{}; },
      [this](core::Deadline until) -> std::optional<core::MemoryStream::Unasked> {
        if (next == pieces.size() || core::Deadline{} + pieces[next].first > until) return std::nullopt;
        const auto& [at, text] = pieces[next++];
        const core::ByteView bytes = core::as_bytes(text);
        return core::MemoryStream::Unasked{core::Deadline{} + at, {{bytes.begin(), bytes.end()}, false}};
      }};
  boost::asio::io_context io;

  explicit WireOfPieces(std::vector<std::pair<std::chrono::milliseconds, std::string>> all)
      : pieces(std::move(all)) {}

  core::Deadline at(std::chrono::milliseconds time) const { return core::Deadline{} + time; }
  auto elapsed() const { return stream.now() - core::Deadline{}; }
  template <class T>
  T run(boost::asio::awaitable<T> conversation) {
    return core::run(io, std::move(conversation));
  }
  void run(boost::asio::awaitable<void> conversation) { core::run(io, std::move(conversation)); }
};
