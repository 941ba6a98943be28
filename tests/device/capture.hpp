#pragma once

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/io/memory_stream.hpp"

/// A recorded conversation (tests/captures): "> hex" from the host, "< hex" from the meter, "#" says where it
/// is from and what it means. Replayed strictly: the host's bytes must be the recorded ones, in their order.
class Capture {
 public:
  explicit Capture(const std::string& file) {
    std::ifstream in(std::string(BGBINGO_SOURCE_DIR) + "/tests/captures/" + file);
    for (std::string line; std::getline(in, line);) {
      if (line.empty() || line[0] == '#') continue;
      const auto bytes = core::parse_hex(std::string_view(line).substr(1));
      if ((line[0] != '>' && line[0] != '<') || !bytes) throw std::runtime_error("not a capture: " + line);
      if (line[0] == '>') steps_.push_back({*bytes, {}});
      if (line[0] == '<')
        steps_.at(steps_.size() - 1).meter.insert(steps_.back().meter.end(), bytes->begin(), bytes->end());
    }
    if (steps_.empty()) throw std::runtime_error("no such capture: " + file);
  }

  core::MemoryStream::Answer operator()(core::ByteView host) {
    const Step& step = steps_.at(next_++);
    if (!std::equal(host.begin(), host.end(), step.host.begin(), step.host.end()))
      throw std::runtime_error("the host sent other bytes than recorded: " + core::format_hex(host, " "));
    return {step.meter, false};
  }

  bool at_end() const { return next_ == steps_.size(); }

 private:
  struct Step {
    core::Bytes host;
    core::Bytes meter;
  };
  std::vector<Step> steps_;
  std::size_t next_ = 0;
};
