#include "simulators/meters/onetouch_ultra_easy/link.hpp"

namespace simulators::onetouch_ultra_easy {
namespace {

constexpr unsigned number_bit = 0x01;
constexpr unsigned expected_bit = 0x02;
constexpr unsigned ack_bit = 0x04;
constexpr unsigned disconnect_bit = 0x08;
constexpr unsigned never_sent = 0xf0;  ///< MORE, and three bits that are not used

}  // namespace

Link::Step Link::take(std::uint8_t link, bool has_message) {
  if ((link & never_sent) != 0) return Step::nothing;
  const bool number = (link & number_bit) != 0;
  const bool expected = (link & expected_bit) != 0;
  const unsigned kind = link & (ack_bit | disconnect_bit);
  if (kind == 0) return take_command(number, expected);
  if (has_message) return Step::nothing;
  if (kind == ack_bit) take_acknowledgement(number, expected);
  if (kind != disconnect_bit) return Step::nothing;
  state_ = State::reset;
  own_ = expected_ = unacknowledged_ = false;
  return Step::reset;
}

Link::Step Link::take_command(bool number, bool expected) {
  if (strict_ && state_ == State::idle) return Step::nothing;
  if (!strict_ && state_ != State::talking) {
    expected_ = number;
    own_ = expected;
  }
  state_ = State::talking;
  if (number != expected_) {
    const bool number_of_last_answer = own_ != !unacknowledged_;
    return strict_ && expected != number_of_last_answer ? Step::nothing : Step::repeat;
  }
  if (strict_ && (unacknowledged_ || expected != own_)) return Step::nothing;
  if (unacknowledged_) own_ = !own_;
  expected_ = !expected_;
  unacknowledged_ = true;
  return Step::command;
}

void Link::take_acknowledgement(bool number, bool expected) {
  if (!unacknowledged_) return;
  if (strict_ && (number != expected_ || expected == own_)) return;
  own_ = !own_;
  unacknowledged_ = false;
}

}  // namespace simulators::onetouch_ultra_easy
