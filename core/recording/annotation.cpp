#include "core/recording/annotation.hpp"

#include <algorithm>
#include <utility>

namespace core {

void Cutter::take(std::size_t size, std::string name, std::string meaning, Rewrite rewrite) {
  size = std::min(size, rest_.size());
  if (size == 0) return;
  if (!is_open_) messages_.emplace_back();
  is_open_ = true;
  messages_.back().push_back({size, std::move(name), std::move(meaning), std::move(rewrite)});
  rest_ = rest_.subspan(size);
}

void Cutter::text(std::size_t size, std::string name, Rewrite rewrite) {
  const ByteView bytes = rest_.first(std::min(size, rest_.size()));
  take(size, std::move(name), std::string(as_text(bytes)), std::move(rewrite));
}

void Cutter::skip(std::size_t size) {
  is_open_ = false;
  const bool goes_on = !messages_.empty() && messages_.back().front().name.empty();
  size = std::min(size, rest_.size());
  if (goes_on) {
    messages_.back().front().size += size;
    rest_ = rest_.subspan(size);
  } else {
    take(size, "", "", Blank{});
    is_open_ = false;
  }
}

std::vector<Message> Cutter::finish() {
  skip(rest_.size());
  return std::move(messages_);
}

std::vector<JoinedRun> annotate(const Recording& recording, const Annotator& annotator) {
  std::vector<JoinedRun> runs;
  for (std::size_t i = 0; i < recording.exchanges.size(); ++i) {
    const Exchange& exchange = recording.exchanges[i];
    if (runs.empty() || runs.back().direction != exchange.direction)
      runs.push_back({exchange.direction, i, i, {}, {}});
    runs.back().end = i + 1;
    runs.back().bytes.insert(runs.back().bytes.end(), exchange.bytes.begin(), exchange.bytes.end());
  }
  ByteView asked;
  for (JoinedRun& run : runs) {
    Cutter cut(run.bytes);
    annotator.annotate({run.direction, run.bytes, asked}, cut);
    run.messages = cut.finish();
    if (run.direction == Direction::to_meter) asked = run.bytes;
  }
  return runs;
}

std::vector<Said> messages_of(const Recording& recording, const JoinedRun& run) {
  std::vector<Said> all;
  std::size_t piece = run.first, passed = 0, place = 0;
  for (const Message& message : run.messages) {
    std::size_t size = 0;
    for (const Field& field : message) size += field.size;
    while (piece + 1 < run.end && passed + recording.exchanges[piece].bytes.size() <= place)
      passed += recording.exchanges[piece++].bytes.size();
    all.push_back(
        {run.direction, recording.exchanges[piece].at, ByteView(run.bytes).subspan(place, size), &message});
    place += size;
  }
  return all;
}

}  // namespace core
