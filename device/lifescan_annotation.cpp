#include "device/lifescan_annotation.hpp"

#include <algorithm>

#include "core/io/checksum.hpp"

namespace device::lifescan {
namespace {

core::Bytes make_length(core::ByteView message, std::size_t) {
  return {static_cast<std::uint8_t>(message.size())};
}

core::Bytes make_crc(core::ByteView message, std::size_t place) {
  core::Bytes crc;
  core::ByteWriter(crc).u16_le(core::crc16(message.first(place)));
  return crc;
}

/// The last message in what the host said.
core::ByteView last_message(core::ByteView said, FrameReader::Look look) {
  core::ByteView last;
  while (!said.empty()) {
    const FrameLook found = look(said);
    const bool is_whole = found.state == FrameLook::State::complete;
    if (is_whole && found.size > envelope) last = message_of(said.first(found.size));
    said = said.subspan(is_whole ? found.size : 1);
  }
  return last;
}

/// The question that a message is; nullptr for one nobody knows.
const Question* find_question(core::ByteView message, const Words& words) {
  const auto found =
      std::find_if(words.questions.begin(), words.questions.end(), [&](const Question& question) {
        return core::as_text(message).substr(0, question.begin.size()) == core::as_text(question.begin);
      });
  return found == words.questions.end() ? nullptr : &*found;
}

void take_question(core::ByteView message, const Words& words, core::Cutter& cut) {
  const Question* const question = find_question(message, words);
  if (!question) return;
  cut.take(question->begin.size(), "command", std::string(question->name));
  const core::ByteView rest = message.subspan(question->begin.size());
  if (question->name == "set clock" && rest.size() == 4) take_seconds(cut, "time", words.epoch);
  if (question->name == "read record" && rest.size() == 2)
    cut.take(2, "index", std::to_string(core::ByteReader(rest).u16_le()));
}

}  // namespace

void annotate(const core::Run& run, core::Cutter& cut, const Words& words) {
  const bool is_to_meter = run.direction == core::Direction::to_meter;
  const core::ByteView asked = is_to_meter ? core::ByteView() : last_message(run.asked, words.look);
  const Question* const question = find_question(asked, words);
  cut_frames(cut, words.look, [&](core::ByteView frame) {
    const core::ByteView message = message_of(frame);
    cut.take(1, "frame begins");
    cut.take(1, "length", std::to_string(frame.size()), core::Derived{make_length});
    cut.take(1, "link");
    const std::size_t after = cut.rest().size() - message.size();
    if (is_to_meter)
      take_question(message, words, cut);
    else if (!message.empty())
      words.take_answer(message, question ? question->name : "", cut);
    cut.take(cut.rest().size() - std::min(cut.rest().size(), after), "unknown", "", core::Blank{});
    cut.take(1, "frame ends");
    cut.take(2, "checksum", "", core::Derived{make_crc});
  });
}

void take_seconds(core::Cutter& cut, std::string name, core::LocalSeconds epoch) {
  const auto encode = [epoch](core::LocalSeconds time) -> std::optional<core::Bytes> {
    if (time < epoch || time > *core::make_local(2099, 12, 31, 23, 59, 59)) return std::nullopt;
    core::Bytes bytes;
    core::ByteWriter(bytes).u32_le(static_cast<std::uint32_t>((time - epoch).count()));
    return bytes;
  };
  core::ByteReader in(cut.rest());
  const core::LocalSeconds time = epoch + std::chrono::seconds(in.u32_le());
  const bool is_unset = time < epoch + std::chrono::minutes(10);
  if (in.ok() && encode(time) && !is_unset)
    take_day(cut, 4, std::move(name), time, encode);
  else
    cut.take(4, std::move(name), is_unset ? "time unknown" : "no calendar time");
}

}  // namespace device::lifescan
