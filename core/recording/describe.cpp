#include <algorithm>

#include <fmt/format.h>

#include "core/recording/recording.hpp"
#include "core/text/printable.hpp"

namespace core {
namespace {

constexpr std::size_t bytes_a_line = 16;

std::string characters(ByteView bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) text += byte >= 0x20 && byte < 0x7F ? static_cast<char>(byte) : '.';
  return text;
}

void append_run(std::string& text, const Exchange& run) {
  for (std::size_t at = 0; at < run.bytes.size(); at += bytes_a_line) {
    const ByteView line = ByteView(run.bytes).subspan(at, std::min(bytes_a_line, run.bytes.size() - at));
    const std::string when =
        at > 0 ? std::string(14, ' ')
               : fmt::format("{:7}.{:06}", run.at.count() / 1000000, run.at.count() % 1000000);
    text += fmt::format("{} {} {:<47}  {}\n", when, run.direction == Direction::to_meter ? '>' : '<',
                        format_hex(line, " "), characters(line));
  }
}

}  // namespace

std::string describe(const Recording& recording) {
  const auto or_unknown = [](const std::string& text) { return text.empty() ? "unknown" : printable(text); };
  std::string text =
      fmt::format("driver {}, model {}, line {}\nstarted {}, zone {}\n", or_unknown(recording.driver),
                  or_unknown(recording.model), or_unknown(recording.settings), format_utc(recording.started),
                  or_unknown(recording.zone));
  std::size_t bytes[2] = {0, 0};
  for (const Exchange& exchange : recording.exchanges)
    bytes[static_cast<std::size_t>(exchange.direction)] += exchange.bytes.size();
  text += fmt::format("{} bytes to the meter, {} bytes from it\n", bytes[0], bytes[1]);

  Exchange run;
  for (const Exchange& exchange : recording.exchanges) {
    if (exchange.direction != run.direction || run.bytes.empty()) {
      append_run(text, run);
      run = exchange;
    } else {
      run.bytes.insert(run.bytes.end(), exchange.bytes.begin(), exchange.bytes.end());
    }
  }
  append_run(text, run);
  return text;
}

}  // namespace core
