#include "simulators/faulty_meter.hpp"

namespace simulators {
namespace {

/// A reading the person takes in the middle of a download; its value tells it apart in a log.
core::LogEntry sudden_reading(core::LocalSeconds time) {
  core::LogEntry entry;
  entry.time.local = time;
  entry.content = core::BloodGlucose{core::mg_dl(123)};
  return entry;
}

void append(core::Bytes& all, core::ByteView more) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

FaultyLine::Sent FaultyMeter::receive(core::ByteView bytes, core::LocalSeconds wall_clock) {
  const std::size_t before = meter_->record_requests() - requests_before_;
  const core::Bytes answer = meter_->receive(line_.to_meter(bytes), wall_clock);
  for (const std::uint64_t request : faults_.add_during)
    if (request > before && request <= meter_->record_requests() - requests_before_)
      meter_->state().add(sudden_reading(wall_clock + meter_->state().clock_difference));
  return line_.from_meter(answer);
}

void FaultyMeter::replug() {
  meter_->replug();
  line_.replug();
}

void FaultyMeter::change(const Faults& faults) {
  faults_ = faults;
  requests_before_ = meter_->record_requests();
  line_.change(faults);
}

core::MemoryStream::Peer memory_peer(FarEnd& far_end, core::LocalSeconds wall_clock) {
  return [&far_end, wall_clock, late = core::Bytes(), cut = false](core::ByteView bytes) mutable {
    core::MemoryStream::Answer answer;
    answer.bytes.swap(late);
    answer.cut = cut;
    if (cut) return answer;
    const FaultyLine::Sent sent = far_end.receive(bytes, wall_clock);
    bool waiting = false;
    for (const FaultyLine::Piece& piece : sent.pieces) {
      waiting = waiting || piece.pause.count() > 0;
      append(waiting ? late : answer.bytes, piece.bytes);
    }
    cut = sent.cut;
    answer.cut = cut && late.empty();
    return answer;
  };
}

}  // namespace simulators
