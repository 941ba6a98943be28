#pragma once

#include <random>

#include "core/io/bytes.hpp"
#include "simulators/faults.hpp"

namespace simulators {

/// The wire between host and meter with its faults: bytes in, bytes out. It knows neither ports nor time, so
/// the same faults happen in memory and on a pseudo-terminal.
class FaultyLine {
 public:
  FaultyLine(const Faults& faults, std::uint64_t seed);

  /// Bytes to send after a pause.
  struct Piece {
    std::chrono::milliseconds pause{0};
    core::Bytes bytes;
  };
  struct Sent {
    std::vector<Piece> pieces;
    bool cut = false;  ///< after the last piece the cable is pulled
  };

  core::Bytes to_meter(core::ByteView bytes);
  Sent from_meter(core::ByteView bytes);
  /// The cable was plugged in: a cut or stalled line lives again, and the count of bytes goes on.
  void replug();
  /// Other faults from now on; bytes are counted from 1 again.
  void change(const Faults& faults);
  /// These as well, whose bytes are counted from here; the others' count goes on.
  void add(const Faults& more);

 private:
  /// Bits that pass until the next flipped one; geometrically distributed.
  std::uint64_t next_gap();
  void add_noise(core::Bytes& bytes);

  Faults faults_;
  std::mt19937_64 random_;
  std::uint64_t sent_ = 0;  ///< bytes the meter gave so far
  bool started_ = false;    ///< what happens before the first byte has happened
  std::uint64_t gap_ = 0;
  bool silent_ = false;
  bool cut_ = false;
};

/// What arrives of `bytes` at an end that listens at another baud rate: nothing an ASCII protocol could use.
core::Bytes garbled(core::ByteView bytes);

}  // namespace simulators
