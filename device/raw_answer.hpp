#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/io/stream.hpp"

namespace device {

/// How long to wait for a text answer, and how much of one to take.
struct AnswerLimits {
  std::chrono::milliseconds first;  ///< for its first byte
  std::chrono::milliseconds next;   ///< for each byte after it
  std::chrono::milliseconds whole{60'000};
  std::size_t bytes = 65'536;
};

/// Reads an answer byte for byte as it comes, for protocols whose sum covers line ends: until is_over(what
/// has come so far), which is asked after each piece, or a pause of limits.next. Empty where nothing came.
/// Throws Failure: protocol for an answer that is longer or takes longer than the limits, disconnected.
boost::asio::awaitable<std::string> read_raw_answer(core::ByteStream& wire, AnswerLimits limits,
                                                    std::function<bool(std::string_view)> is_over);

}  // namespace device
