#include "cli/simulated_contents.hpp"

#include <algorithm>
#include <charconv>
#include <ostream>

#include <fmt/format.h>

#include "core/text/printable.hpp"
#include "simulators/memory_file.hpp"
#include "simulators/people.hpp"
#include "simulators/presets.hpp"
#include "simulators/scenario.hpp"

namespace cli {
namespace {

bool is_number(const std::string& text) {
  const std::size_t digits = text.starts_with("-") ? 1 : 0;
  return text.size() > digits && text.find_first_not_of("0123456789", digits) == std::string::npos;
}

std::size_t parse_count(const std::string& text) {
  std::size_t count = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || stop != text.data() + text.size())
    throw core::Failure({core::Errc::usage, "--readings wants a number from 0 on, or a file", text, ""});
  return count;
}

simulators::Readings read_file(Context& context, const std::string& file) {
  simulators::Scenario scenario = simulators::read_scenario(file);
  for (const simulators::RejectedLine& line : scenario.rejected)
    context.err << fmt::format("{}:{}: {}: {}\n", core::printable(file), line.line,
                               core::printable(line.reason), core::printable(line.text));
  if (scenario.readings.empty() && !scenario.rejected.empty())
    throw core::Failure({core::Errc::bad_data, "no line of this file is a reading", file,
                         "Lines look like: 2026-01-31 08:00 6.4 mmol/L before_breakfast"});
  return std::move(scenario.readings);
}

/// A number of made-up ones, or a file.
simulators::Readings readings_of(Context& context, const std::string& wanted,
                                 const simulators::ServeOptions& serve) {
  const std::size_t memory = simulators::find_model(serve.model).model->memory;
  const bool is_made_up = is_number(wanted);
  const std::size_t count = is_made_up ? parse_count(wanted) : 0;
  simulators::Readings readings = is_made_up ? simulators::make_readings(std::min(count, memory), serve.now,
                                                                         serve.display_unit, serve.seed)
                                             : read_file(context, wanted);
  if (std::max(count, readings.size()) > memory)
    context.err << fmt::format("This meter holds {} readings: of {} the newest {} are kept.\n", memory,
                               std::max(count, readings.size()), memory);
  return readings;
}

/// What a file has kept, if it is there.
bool fill_from_file(Context& context, const SimulatedContents& contents, simulators::ServeOptions& serve) {
  serve.memory = *contents.memory;
  std::optional<simulators::SavedMeter> saved = simulators::MemoryFile(serve.memory, serve.model).read();
  if (!saved) return false;
  if (contents.readings || contents.preset || !serve.serial.empty() || context.options.unit)
    context.err << fmt::format(
        "{} holds a meter already: --readings, --preset, --serial and --unit are for a new one.\n",
        core::printable(*contents.memory));
  serve.serial = std::move(saved->serial);
  serve.display_unit = saved->display_unit;
  serve.clock_difference = saved->clock_difference;
  serve.readings = std::move(saved->readings);
  return true;
}

}  // namespace

void fill(Context& context, const SimulatedContents& contents, simulators::ServeOptions& serve) {
  if (contents.readings && contents.preset)
    throw core::Failure({core::Errc::usage, "--preset and --readings do not go together", "",
                         "A preset brings readings of its own."});
  if (contents.memory && fill_from_file(context, contents, serve)) return;
  if (!contents.preset) {
    const std::string wanted = contents.readings.value_or("100");
    serve.readings = readings_of(context, wanted, serve);
    if (!is_number(wanted)) serve.warn = [&](const std::string& text) { context.err << text << "\n"; };
    return;
  }
  simulators::Preset preset =
      simulators::make_preset(*contents.preset, {simulators::find_model(serve.model), serve.now,
                                                 serve.display_unit, serve.seed, zone_name(context)})
          .value();
  serve.readings = std::move(preset.readings);
  serve.clock_difference = preset.clock_difference;
}

}  // namespace cli
