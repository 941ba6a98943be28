#include "device/meters/bgstar/annotate.hpp"

#include <algorithm>
#include <array>

#include "device/annotation.hpp"
#include "device/line_reader.hpp"
#include "device/meters/bgstar/records.hpp"

namespace device::bgstar {
namespace {

constexpr std::string_view set_command = "set datetime ";

std::optional<core::Bytes> encode_day(core::LocalSeconds time) {
  if (time < *core::make_local(1970, 1, 1, 0, 0, 0) || time > *core::make_local(2099, 12, 31, 23, 59, 59))
    return std::nullopt;
  return bytes_of(encode_set_datetime(time).substr(set_command.size()));
}

bool starts_with(std::string_view text, std::string_view begin) {
  return text.substr(0, begin.size()) == begin;
}

bool take_question(std::string_view line, core::Cutter& cut) {
  constexpr std::array<std::string_view, 6> questions{"hello",        "get serial",  "get datetime",
                                                      "get glucount", "get gluunit", "get sysinfo all"};
  if (starts_with(line, set_command)) {
    const auto time = decode_datetime("200 " + std::string(line.substr(4)));
    if (!time) return false;
    cut.text(set_command.size(), "command");
    take_day(cut, line.size() - set_command.size(), "time", *time, encode_day);
    return true;
  }
  const bool is_record = starts_with(line, "get glurec ") && line.size() < 16;
  if (!is_record && std::find(questions.begin(), questions.end(), line) == questions.end()) return false;
  cut.text(line.size(), "command");
  return true;
}

/// `200 glurec a b VALUE TAG Y M D h m s`
bool take_record(std::string_view line, core::Cutter& cut) {
  auto entry = decode_record(line);
  if (!entry) entry = keep_unread(line);
  if (!entry) return false;
  cut.text(11, "answer");
  std::string_view rest = line.substr(11);
  const auto take = [&](std::string name, std::string meaning, core::Rewrite rewrite) {
    const std::size_t size = rest.find(' ') + 1;
    cut.take(size, std::move(name), std::move(meaning), std::move(rewrite));
    rest.remove_prefix(size);
  };
  take("unknown", "", core::Blank{});
  take("control", rest[0] == '1' ? "control solution" : "blood", core::Keep{});
  take("value", meaning_of(entry->content), core::Keep{});
  take("meal tag", std::string(rest.substr(0, rest.find(' '))), core::Keep{});
  take_record_day(cut, rest.size(), *entry, encode_day);
  return true;
}

/// A line of `get sysinfo all`.
bool take_info(std::string_view line, core::Cutter& cut) {
  constexpr std::array<std::string_view, 8> of_the_model{"model ", "product ",  "comm ",        "commmaster ",
                                                         "co ",    "firmware ", "compiletime ", "cpu "};
  const std::size_t word = line.find(' ', 4);
  if (word == std::string_view::npos) return false;
  const std::string_view name = line.substr(4, word + 1 - 4);
  const bool is_of_the_model =
      std::find(of_the_model.begin(), of_the_model.end(), name) != of_the_model.end();
  cut.text(word + 1, "answer");
  cut.text(line.size() - word - 1, std::string(line.substr(4, word - 4)),
           is_of_the_model ? core::Rewrite{core::Keep{}} : core::Private{});
  return true;
}

bool take_answer(std::string_view line, core::Cutter& cut) {
  if (starts_with(line, "200 glurec ")) return take_record(line, cut);
  if (starts_with(line, "100 ")) return is_readable(line) && take_info(line, cut);
  if (const auto serial = decode_serial(line)) {
    cut.text(11, "answer");
    cut.text(serial->size(), "serial number", serial_masked_as("SIM00000000000"));
    return true;
  }
  if (const auto time = decode_datetime(line)) {
    const std::size_t words = starts_with(line, "200 datetime ") ? 13 : 4;
    cut.text(words, "answer");
    take_day(cut, line.size() - words, "clock", *time, encode_day);
    return true;
  }
  const bool is_known = decode_hello(line) || decode_count(line) || decode_unit(line) || is_no_record(line) ||
                        line == "503" || is_refused(line) || line == "200 sysinfo all";
  if (is_known) cut.text(line.size(), "answer");
  return is_known;
}

}  // namespace

void annotate(const core::Run& run, core::Cutter& cut) {
  const bool is_to_meter = run.direction == core::Direction::to_meter;
  cut_lines(cut, [&](std::string_view line) {
    return is_to_meter ? take_question(line, cut) : take_answer(line, cut);
  });
}

}  // namespace device::bgstar
