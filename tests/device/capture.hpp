#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/io/memory_stream.hpp"
#include "core/values/log_entry.hpp"

/// A conversation as a file of tests/captures/<family> tells it: the bytes, and what they mean.
/// tests/captures/README.md describes the form. Throws std::runtime_error for a file in any other.
struct Capture {
  struct Step {
    core::Bytes host;
    core::Bytes meter;
  };
  struct Record {
    std::size_t index;  ///< 0 is the newest
    core::LogEntry entry;
  };

  core::Bytes unasked;  ///< what the meter says before the host's first word
  std::vector<Step> steps;

  std::vector<std::string> simulated;  ///< the simulated model and its options; empty: none says this
  bool is_strict = false;              ///< a strict one says this, too
  bool is_session = false;             ///< the driver holds the whole of it when it reads the meter
  std::string serial;
  core::GlucoseUnit unit = core::GlucoseUnit::mg_dl;
  std::optional<core::LocalSeconds> clock;
  std::size_t count = 0;
  std::vector<Record> records;  ///< those that the bytes show

  std::string path;

  explicit Capture(const std::string& file) : path(file) {
    std::ifstream in(std::string(BGBINGO_SOURCE_DIR) + "/tests/captures/" + file);
    for (std::string line; std::getline(in, line);) take(line);
    if (steps.empty()) throw std::runtime_error("no such capture: " + file);
    count = std::max(count, records.size());
  }

 private:
  void take(const std::string& line) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string first;
    if (!(words >> first)) return;
    const bool is_marked = first == "R" || first == "T" || first == "M";
    if (is_marked) words >> first;
    std::string rest;
    std::getline(words >> std::ws, rest);
    rest.erase(rest.find_last_not_of(' ') + 1);
    if (is_marked && (first == ">" || first == "<")) return take_bytes(first == ">", rest);
    if (first == "session") return void(is_session = true);
    if (first == "strict") return void(is_strict = true);
    if (first == "simulated") return void(simulated = split(rest));
    if (first == "serial") return void(serial = rest);
    if (first == "unit") return void(unit = core::parse_glucose_unit(rest).value());
    if (first == "clock") return void(clock = core::parse_local(rest).value());
    if (first == "count") return void(count = std::stoul(rest));
    if (first == "record") return take_record(split(rest));
    throw std::runtime_error("not a line of a capture: " + line);
  }

  void take_bytes(bool from_host, const std::string& hex) {
    const auto bytes = core::parse_hex(hex);
    if (!bytes) throw std::runtime_error("not bytes: " + hex);
    if (from_host) return steps.push_back({*bytes, {}});
    core::Bytes& said = steps.empty() ? unasked : steps.back().meter;
    said.insert(said.end(), bytes->begin(), bytes->end());
  }

  /// INDEX DATE TIME KIND VALUE UNIT [MEAL] [TAG…]; >600 is HI, <20 LO; a record without a time has - -.
  void take_record(const std::vector<std::string>& words) {
    Record record{std::stoul(words.at(0)), {}};
    if (words.at(1) != "-") record.entry.time.local = core::parse_local(words[1] + " " + words.at(2)).value();
    std::string_view number = words.at(4);
    const core::Reach reach = number[0] == '>'   ? core::Reach::hi
                              : number[0] == '<' ? core::Reach::lo
                                                 : core::Reach::number;
    if (reach != core::Reach::number) number.remove_prefix(1);
    const core::Decimal value = core::parse_decimal(number).value();
    if (words[3] == "ketone") {
      record.entry.content = core::Ketone{value, reach};
    } else {
      const core::Glucose glucose{value.digits, value.decimals, core::parse_glucose_unit(words.at(5)).value(),
                                  reach};
      core::BloodGlucose blood{glucose};
      std::size_t next = 6;
      if (next < words.size())
        if (const auto meal = core::parse_meal_marker(words[next])) blood.meal = *meal, ++next;
      record.entry.tags.assign(words.begin() + static_cast<std::ptrdiff_t>(next), words.end());
      if (words[3] == "blood")
        record.entry.content = blood;
      else if (words[3] == "control")
        record.entry.content = core::ControlResult{glucose};
      else
        throw std::runtime_error("no such kind of record: " + words[3]);
    }
    records.push_back(std::move(record));
  }

  static std::vector<std::string> split(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
  }
};

/// The meter's end of a capture, replayed strictly: the host's bytes must be the recorded ones, in their
/// order, whatever the pieces they come in. Anything else throws, naming what the host sent.
class CapturePeer {
 public:
  explicit CapturePeer(const Capture& capture) : capture_(capture) {}

  core::MemoryStream::Answer operator()(core::ByteView host) {
    heard_.insert(heard_.end(), host.begin(), host.end());
    if (next_ == capture_.steps.size()) fail("more than recorded");
    const Capture::Step& step = capture_.steps[next_];
    if (heard_.size() > step.host.size() || !std::equal(heard_.begin(), heard_.end(), step.host.begin()))
      fail("other bytes than " + core::format_hex(step.host, " "));
    if (heard_.size() < step.host.size()) return {};
    heard_.clear();
    ++next_;
    return {step.meter, false};
  }
  bool at_end() const { return next_ == capture_.steps.size() && heard_.empty(); }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw std::runtime_error(capture_.path + ": at step " + std::to_string(next_ + 1) + " the host sent " +
                             what + ": " + core::format_hex(heard_, " "));
  }

  const Capture& capture_;
  std::size_t next_ = 0;
  core::Bytes heard_;
};

/// Every file of tests/captures.
inline std::vector<Capture> captures() {
  const std::filesystem::path folder = std::string(BGBINGO_SOURCE_DIR) + "/tests/captures";
  std::vector<Capture> all;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder))
    if (file.path().extension() == ".txt")
      all.emplace_back(std::filesystem::relative(file.path(), folder).string());
  return all;
}

inline std::string family_of(const Capture& capture) {
  return capture.path.substr(0, capture.path.find('/'));
}

/// What is said before the host's first word comes three seconds after it began to listen.
inline core::MemoryStream::Speaker speaker_of(const Capture& capture) {
  return [&capture,
          is_said = false](core::Deadline until) mutable -> std::optional<core::MemoryStream::Unasked> {
    const core::Deadline at = core::Deadline{} + std::chrono::seconds(3);
    if (is_said || capture.unasked.empty() || at > until) return std::nullopt;
    is_said = true;
    return core::MemoryStream::Unasked{at, {capture.unasked, false}};
  };
}
