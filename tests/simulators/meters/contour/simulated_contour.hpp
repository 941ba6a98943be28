#pragma once

#include "core/error.hpp"
#include "simulators/simulated_meter.hpp"
#include "tests/simulators/meters/reading_at.hpp"

// Every expected byte is taken from docs/protocols/contour.md, never from the encoder.
namespace contour_test {

using namespace core::literals;
using namespace std::chrono_literals;
using core::MealMarker;
using simulators::MeterState;
using simulators::Moment;
using simulators::SimulatedMeter;

inline const core::LocalSeconds evening = *core::make_local(2026, 11, 18, 21, 3, 27);
inline const core::LocalSeconds noon = *core::make_local(2026, 11, 18, 12, 30, 0);
inline const core::LocalSeconds morning = *core::make_local(2026, 11, 18, 8, 0, 0);
inline const core::LocalSeconds now = *core::make_local(2026, 11, 18, 21, 5, 12);
inline const auto mg_dl = core::GlucoseUnit::mg_dl;
inline const auto mmol_l = core::GlucoseUnit::mmol_l;

inline std::unique_ptr<SimulatedMeter> make(simulators::Readings memory = {}, bool is_strict = false,
                                            core::GlucoseUnit unit = mg_dl, std::string_view name = "contour",
                                            const std::vector<std::string>& options = {}) {
  const auto [family, model] = simulators::find_model(name);
  MeterState state;
  state.memory = std::move(memory);
  state.display_unit = unit;
  return family->make(*model, std::move(state), {is_strict, options});
}

/// Single bytes as the page names them: "<CR>", "<STX>".
inline std::string bytes(std::string_view text) {
  const std::pair<std::string_view, char> names[] = {{"<STX>", 0x02}, {"<ETX>", 0x03}, {"<EOT>", 0x04},
                                                     {"<ENQ>", 0x05}, {"<ACK>", 0x06}, {"<LF>", 0x0a},
                                                     {"<CR>", 0x0d},  {"<NAK>", 0x15}, {"<ETB>", 0x17}};
  std::string result;
  while (!text.empty()) {
    char byte = text.front();
    std::size_t length = 1;
    for (const auto& [name, value] : names)
      if (text.starts_with(name)) {
        byte = value;
        length = name.size();
      }
    result += byte;
    text.remove_prefix(length);
  }
  return result;
}

inline std::string ask(SimulatedMeter& meter, std::string_view said,
                       std::chrono::milliseconds elapsed = 0ms) {
  const std::string from_host = bytes(said);
  return std::string(core::as_text(meter.receive(core::as_bytes(from_host), Moment(now, elapsed))));
}

/// What a host gets that says EOT and then ACK until the meter says EOT.
inline std::vector<std::string> dump(SimulatedMeter& meter) {
  std::vector<std::string> answers{ask(meter, "<EOT>")};
  while (answers.size() < 1000 && answers.back() != bytes("<EOT>")) answers.push_back(ask(meter, "<ACK>"));
  return answers;
}

/// Record R number 2 of a meter that holds one entry.
inline std::string record_of(core::LogEntry entry, core::GlucoseUnit unit = mg_dl) {
  const auto meter = make({std::move(entry)}, false, unit);
  const std::vector<std::string> frames = dump(*meter);
  return frames.size() < 7 ? "" : frames[4].substr(2, frames[4].find('\r') - 2);
}

inline const simulators::Readings page_memory{
    at(std::nullopt, core::BloodGlucose{101_mg_dl}), at(morning, core::ControlResult{98_mg_dl}),
    at(noon, core::BloodGlucose{core::above_range(600_mg_dl), MealMarker::after_meal}),
    at(evening, core::BloodGlucose{104_mg_dl, MealMarker::before_meal})};

constexpr std::string_view page_header =
    "<STX>1H|\\^&||SIM001|Bayer7150^02.10\\01.10\\00.00.00^7150-SIM0001^7150-|A=1^C=63^G=1^I=0200^R=0^S=1^U=0"
    "^V=10600^X=070070070070180130150250^Y=360126090050099050300089^Z=0|4||||||1|202611182105<CR><ETB>12<CR>"
    "<LF>";
constexpr std::string_view page_patient = "<STX>2P|1<CR><ETB>53<CR><LF>";

}  // namespace contour_test
