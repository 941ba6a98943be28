#pragma once

#include <span>
#include <string_view>

#include "device/annotation.hpp"
#include "device/lifescan_frame.hpp"

namespace device::lifescan {

struct Question {
  core::Bytes begin;  ///< of the message; behind it "set clock" has a time, "read record" an index
  std::string_view name;
};

/// What differs between the families.
struct Words {
  FrameReader::Look look;
  core::LocalSeconds epoch;  ///< times are seconds since then, to the end of 2099
  std::span<const Question> questions;
  /// Takes the fields of an answer to the question of that name ("" where none is known); what it leaves is
  /// unknown. Answers do not say what they answer.
  void (*take_answer)(core::ByteView message, std::string_view asked, core::Cutter& cut);
};

/// The frames of a run, with lengths and checksums that are made anew.
void annotate(const core::Run& run, core::Cutter& cut, const Words& words);

/// Four bytes, low byte first; a lost clock's time, and one later than 2099, are no day and stay.
void take_seconds(core::Cutter& cut, std::string name, core::LocalSeconds epoch);

}  // namespace device::lifescan
