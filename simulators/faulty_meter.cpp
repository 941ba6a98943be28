#include "simulators/faulty_meter.hpp"

#include <algorithm>

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

core::Bytes bytes_of(std::string_view text) {
  const core::ByteView view = core::as_bytes(text);
  return {view.begin(), view.end()};
}

bool holds(const std::vector<std::uint64_t>& numbers, std::uint64_t number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

/// The moment of a virtual clock that began with zero.
Moment moment_at(core::Deadline now, core::LocalSeconds start) {
  const auto elapsed = std::chrono::floor<std::chrono::milliseconds>(now.time_since_epoch());
  return {start + std::chrono::floor<std::chrono::seconds>(elapsed), elapsed};
}

}  // namespace

FaultyMeter::FaultyMeter(std::unique_ptr<SimulatedMeter> meter, const Faults& faults, std::uint64_t seed)
    : meter_(std::move(meter)), faults_(faults), counted_(faults), line_(faults, seed) {
  require_refusal(faults);
}

void FaultyMeter::require_refusal(const Faults& faults) const {
  if (!faults.nak.empty() && meter_->refusal().empty())
    throw core::Failure({core::Errc::unsupported, "this meter's protocol has no word for no", "nak",
                         "Leave this fault out."});
}

bool FaultyMeter::is_refused(std::uint64_t message) const {
  return std::any_of(counted_.nak.begin(), counted_.nak.end(), [&](const Faults::Refusals& one) {
    return message >= one.first && message - one.first < one.count;
  });
}

FaultyLine::Sent FaultyMeter::receive(core::ByteView bytes, const Moment& now) {
  if (++messages_ <= counted_.deaf) return line_.from_meter({});
  const core::Bytes arrived = line_.to_meter(bytes);
  core::Bytes answer = is_refused(messages_) ? bytes_of(meter_->refusal()) : meter_->receive(arrived, now);
  spoil(answer, now);
  return line_.from_meter(answer);
}

FaultyLine::Sent FaultyMeter::speak(const Moment& now) {
  core::Bytes said = meter_->speak(now);
  spoil(said, now);
  return line_.from_meter(said);
}

void FaultyMeter::spoil(core::Bytes& answer, const Moment& now) {
  for (const SimulatedMeter::RecordPlace& place : meter_->take_record_places()) {
    ++records_;
    if (holds(counted_.bad_record, records_) && place.begin < place.end)
      answer[(place.begin + place.end) / 2] ^= 1;
    if (holds(counted_.add_during, records_))
      meter_->state().add(sudden_reading(now.wall_clock + meter_->state().clock_difference));
  }
  if (answer.empty()) return;
  ++answers_;
  if (holds(counted_.truncate, answers_)) answer.resize(answer.size() / 2);
  if (holds(counted_.duplicate, answers_)) append(answer, core::Bytes(answer));
}

void FaultyMeter::replug(const Moment& now) {
  meter_->replug(now);
  line_.replug();
}

void FaultyMeter::change(const Faults& faults) {
  require_refusal(faults);
  faults_ = counted_ = faults;
  records_ = messages_ = answers_ = 0;
  line_.change(faults);
}

void FaultyMeter::add(const Faults& more) {
  require_refusal(more);
  faults_ = joined(std::move(faults_), more);
  counted_ =
      joined(std::move(counted_),
             counted_from_start(more, {.messages = messages_, .records = records_, .answers = answers_}));
  line_.add(more);
}

core::MemoryStream::Peer memory_peer(FarEnd& far_end, core::LocalSeconds wall_clock) {
  return [&far_end, wall_clock, late = core::Bytes(), cut = false](core::ByteView bytes,
                                                                   core::Deadline now) mutable {
    core::MemoryStream::Answer answer;
    answer.bytes.swap(late);
    answer.cut = cut;
    if (cut) return answer;
    const FaultyLine::Sent sent = far_end.receive(bytes, moment_at(now, wall_clock));
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

core::MemoryStream::Speaker memory_speaker(FarEnd& far_end, core::LocalSeconds wall_clock) {
  return [&far_end, wall_clock](core::Deadline until) {
    std::optional<core::MemoryStream::Unasked> said;
    const auto next = far_end.next_speech();
    const core::Deadline at = core::Deadline{} + next.value_or(std::chrono::milliseconds(0));
    if (!next || at > until) return said;
    said.emplace();
    said->at = at;
    const FaultyLine::Sent sent = far_end.speak(moment_at(at, wall_clock));
    for (const FaultyLine::Piece& piece : sent.pieces) append(said->answer.bytes, piece.bytes);
    said->answer.cut = sent.cut;
    return said;
  };
}

}  // namespace simulators
