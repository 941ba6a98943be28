#include <algorithm>

#include <fmt/format.h>

#include "core/recording/annotation.hpp"
#include "core/text/printable.hpp"

namespace core {
namespace {

constexpr std::size_t bytes_a_line = 16;

std::string characters(ByteView bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) text += byte >= 0x20 && byte < 0x7F ? static_cast<char>(byte) : '.';
  return text;
}

const std::string no_time(14, ' ');

std::string format_at(std::chrono::microseconds at) {
  return fmt::format("{:7}.{:06}", at.count() / 1000000, at.count() % 1000000);
}

char sign(Direction direction) {
  return direction == Direction::to_meter ? '>' : '<';
}

/// Calls add(line, is_first) for each sixteen bytes.
template <class Add>
void for_each_line(ByteView bytes, Add add) {
  for (std::size_t at = 0; at < bytes.size(); at += bytes_a_line)
    add(bytes.subspan(at, std::min(bytes_a_line, bytes.size() - at)), at == 0);
}

void append_bytes(std::string& text, std::chrono::microseconds at, Direction direction, ByteView bytes) {
  for_each_line(bytes, [&](ByteView line, bool is_first) {
    text += fmt::format("{} {} {:<47}  {}\n", is_first ? format_at(at) : no_time, sign(direction),
                        format_hex(line, " "), characters(line));
  });
}

void append_message(std::string& text, const Said& said) {
  if (said.message->front().name.empty()) return append_bytes(text, said.at, said.direction, said.bytes);
  ByteView rest = said.bytes;
  bool begins = true;
  for (const Field& field : *said.message) {
    for_each_line(rest.first(field.size), [&](ByteView line, bool is_first) {
      std::string whole =
          begins ? fmt::format("{} {}", format_at(said.at), sign(said.direction)) : no_time + "  ";
      whole += fmt::format(" {:<47}", format_hex(line, " "));
      if (is_first) whole += fmt::format("  {:<16}  {}", field.name, printable(field.meaning));
      whole.erase(whole.find_last_not_of(' ') + 1);
      text += whole + "\n";
      begins = false;
    });
    rest = rest.subspan(field.size);
  }
}

std::string head_of(const Recording& recording) {
  const auto or_unknown = [](const std::string& text) { return text.empty() ? "unknown" : printable(text); };
  std::string text =
      fmt::format("driver {}, model {}, line {}\nstarted {}, zone {}\n", or_unknown(recording.driver),
                  or_unknown(recording.model), or_unknown(recording.settings), format_utc(recording.started),
                  or_unknown(recording.zone));
  std::size_t bytes[2] = {0, 0};
  for (const Exchange& exchange : recording.exchanges)
    bytes[static_cast<std::size_t>(exchange.direction)] += exchange.bytes.size();
  return text + fmt::format("{} bytes to the meter, {} bytes from it\n", bytes[0], bytes[1]);
}

/// Without the head.
std::string describe_bytes(const Recording& recording) {
  std::string text;
  Exchange run;
  for (const Exchange& exchange : recording.exchanges) {
    if (exchange.direction != run.direction || run.bytes.empty()) {
      append_bytes(text, run.at, run.direction, run.bytes);
      run = exchange;
    } else {
      run.bytes.insert(run.bytes.end(), exchange.bytes.begin(), exchange.bytes.end());
    }
  }
  append_bytes(text, run.at, run.direction, run.bytes);
  return text;
}

}  // namespace

std::string describe(const Recording& recording) {
  return head_of(recording) + describe_bytes(recording);
}

std::string describe_end(const Recording& recording, std::size_t most_lines) {
  const std::string text = describe_bytes(recording);
  std::size_t begin = text.size();
  for (std::size_t lines = 0; lines < most_lines && begin > 0; ++lines) {
    const std::size_t end_before = begin < 2 ? text.npos : text.rfind('\n', begin - 2);
    begin = end_before == text.npos ? 0 : end_before + 1;
  }
  return text.substr(begin);
}

std::string describe(const Recording& recording, const Annotator& annotator) {
  std::string text = head_of(recording);
  for (const JoinedRun& run : annotate(recording, annotator))
    for (const Said& said : messages_of(recording, run)) append_message(text, said);
  return text;
}

}  // namespace core
