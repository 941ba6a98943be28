#pragma once

#include <optional>
#include <string>
#include <utility>

#include "core/error.hpp"
#include "device/answer_time.hpp"
#include "device/line_reader.hpp"

namespace device::bgstar {

/// Asks a BGStar and gets the answer that belongs to the question. Answers carry no number, so after one that
/// was missing or garbled `hello` marks the place again: what comes before its answer is dropped.
class Conversation {
 public:
  /// `exchanges` counts the questions sent.
  Conversation(core::ByteStream& wire, std::size_t& exchanges)
      : wire_(wire), lines_(wire), exchanges_(exchanges) {}

  /// The first question. Throws Failure: nothing answers, what comes cannot be read, or is no BGStar's.
  boost::asio::awaitable<void> greet();

  /// Sends the question and gives decode(answer), a Result, asking up to five times until it has a value.
  /// `about` tells the user what was asked for: "its serial number".
  template <class Decode>
  auto ask(std::string question, std::string about, Decode decode)
      -> boost::asio::awaitable<typename decltype(decode(std::string_view{}))::value_type> {
    core::Error problem = silence(about);
    for (int tries = 0; tries < max_tries; ++tries) {
      disturbed_ = disturbed_ || tries > 0;
      const std::optional<std::string_view> answer = co_await exchange(question);
      if (!answer) continue;
      auto decoded = decode(*answer);
      if (decoded.has_value()) co_return std::move(*decoded);
      problem = decoded.error();
      settled_ = false;
    }
    throw core::Failure(std::move(problem));
  }

  core::Deadline now() const { return wire_.now(); }
  /// Whether a question had to be repeated, or something came that no question asked for.
  bool is_disturbed() const { return disturbed_; }

 private:
  static constexpr int max_tries = 5, waking_tries = 3;

  boost::asio::awaitable<std::optional<std::string_view>> exchange(const std::string& question);
  boost::asio::awaitable<bool> send(std::string question);
  boost::asio::awaitable<bool> settle(std::string hello);
  boost::asio::awaitable<bool> read_answer();
  boost::asio::awaitable<std::optional<std::string_view>> read_line(core::Deadline deadline);
  static core::Error silence(const std::string& about);

  core::ByteStream& wire_;
  LineReader lines_;
  std::size_t& exchanges_;
  AnswerTime answer_time_{std::chrono::seconds(1)};  ///< for a line
  std::string answer_;                               ///< its lines, joined by line feeds
  bool settled_ = true;                              ///< no answer to an earlier question can be under way
  bool disturbed_ = false;
  int readable_lines_ = 0;  ///< while greeting
  int garbled_lines_ = 0;
};

}  // namespace device::bgstar
