#pragma once

#include "device/annotation.hpp"
#include "device/lifescan_frame.hpp"

namespace device::lifescan {

/// A message in a frame: its fields are taken off the cutter; what is left of it is unknown. `question` is
/// the last one of the host's, as its answers do not say what they answer; empty where none is known.
using TakeMessage = void (*)(core::ByteView message, core::ByteView question, core::Cutter& cut);

/// The frames of a run, with lengths and checksums that are made anew.
void annotate(const core::Run& run, core::Cutter& cut, FrameReader::Look look, TakeMessage take_question,
              TakeMessage take_answer);

/// Seconds since `epoch`, low byte first, up to the end of 2099; what is later is no day and stays.
void take_seconds(core::Cutter& cut, std::string name, core::LocalSeconds epoch);

}  // namespace device::lifescan
