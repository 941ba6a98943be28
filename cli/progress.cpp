#include "cli/progress.hpp"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "cli/context.hpp"

namespace cli {

ProgressBar::ProgressBar(Context& context) : context_(context) {}

ProgressBar::~ProgressBar() {
  if (drawn_ != Clock::time_point{}) context_.err << "\r\x1b[K" << std::flush;
}

void ProgressBar::show(std::size_t done, std::size_t total) {
  const Clock::time_point now = Clock::now();
  if (!started_) started_ = now;
  if (!context_.err_is_terminal || context_.options.json || now - drawn_ < std::chrono::milliseconds{100})
    return;
  drawn_ = now;
  const double seconds = std::chrono::duration<double>(now - *started_).count();
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  std::string text = total > 0 ? fmt::format(" {} of {}", done, total) : fmt::format(" {}", done);
  if (rate > 0 && seconds > 0.5) {
    text += fmt::format(", {:.0f} a second", rate);
    if (total > done) text += fmt::format(", {:.0f} s left", static_cast<double>(total - done) / rate);
  }
  const int room = std::clamp(context_.columns - static_cast<int>(text.size()) - 12, 0, 30);
  if (total > 0 && room >= 5) {
    const auto filled = static_cast<std::size_t>(room) * std::min(done, total) / total;
    text = "[" + std::string(filled, '#') + std::string(static_cast<std::size_t>(room) - filled, '.') + "]" +
           text;
  }
  context_.err << "\r\x1b[Kreading " << text << std::flush;
}

}  // namespace cli
