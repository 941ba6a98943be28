#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "device/raw_answer.hpp"

namespace device {

/// A question in text, and how its answer is read.
struct TextQuestion {
  std::string text;
  core::Error silence;  ///< what is thrown when no answer came
  AnswerLimits limits;
  std::function<bool(std::string_view)> is_over;  ///< each answer is read with a fresh copy
  int tries_if_silent = 3;
  int tries_if_damaged = 3;
};

/// Errc::timeout: "the meter stopped answering when asked for its clock".
core::Error stopped_answering(const std::string& about);

/// Questions and answers in text, for meters whose answers carry no number: before a question is asked again,
/// everything is dropped until the line has been silent for 0.3 s.
class TextExchange {
 public:
  /// `exchanges` counts the questions sent; `longest_answer` is what a whole memory takes.
  TextExchange(core::ByteStream& wire, std::size_t& exchanges, std::chrono::milliseconds longest_answer)
      : wire_(wire), exchanges_(exchanges), longest_answer_(longest_answer) {}

  /// Asks until decode(answer), a Result, has a value. What it throws ends the asking.
  template <class Decode>
  auto ask(TextQuestion question, Decode decode)
      -> boost::asio::awaitable<typename decltype(decode(std::string_view{}))::value_type> {
    core::Error problem = question.silence;
    int silent = 0;
    int damaged = 0;
    while (silent < question.tries_if_silent && damaged < question.tries_if_damaged) {
      const core::Result<std::string> answer = co_await ask_once(question);
      if (answer.has_value() && answer->empty()) {
        ++silent;
        continue;
      }
      ++damaged;
      problem = answer.has_error() ? answer.error() : core::Error{};
      // What has not ended in all its time does not end the next time either.
      if (answer.has_error() && now() - sent_ >= question.limits.whole) break;
      if (answer.has_error()) continue;
      auto decoded = decode(std::string_view(*answer));
      settled_ = decoded.has_value() && silent + damaged == 1;
      if (decoded.has_value()) co_return std::move(*decoded);
      problem = decoded.error();
    }
    throw core::Failure(std::move(problem));
  }

  /// One question and its answer; empty where none came.
  boost::asio::awaitable<core::Result<std::string>> ask_once(const TextQuestion& question);
  /// Waits until no earlier answer can be under way. What sends does it first. Throws Failure: protocol for a
  /// line that does not fall silent.
  boost::asio::awaitable<void> settle();
  /// Sends a question whose answer the caller reads himself.
  boost::asio::awaitable<void> send(std::string text);

  core::Deadline now() const { return wire_.now(); }
  /// When the last question was sent.
  core::Deadline sent() const { return sent_; }

 private:
  core::ByteStream& wire_;
  std::size_t& exchanges_;
  std::chrono::milliseconds longest_answer_;
  core::Deadline sent_{};
  bool settled_ = true;  ///< the last question was asked once, and its answer whole: nothing more can come
};

}  // namespace device
