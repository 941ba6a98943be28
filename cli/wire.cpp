#include "cli/wire.hpp"

#include <algorithm>

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include "cli/context.hpp"
#include "core/io/async.hpp"
#include "core/recording/recording_stream.hpp"
#include "device/registry.hpp"
#include "device/serial_port.hpp"

namespace cli {
namespace {

std::string settings_text(const device::SerialSettings& settings) {
  const char parity = settings.parity == device::Parity::none  ? 'N'
                      : settings.parity == device::Parity::odd ? 'O'
                                                               : 'E';
  return fmt::format("{} {}{}{}", settings.baud, settings.data_bits, parity, settings.stop_bits);
}

/// The serial adapters of this machine, as Linux names them.
std::vector<std::string> adapters() {
  std::vector<std::string> found;
  std::error_code ignored;
  for (const auto& file : std::filesystem::directory_iterator("/dev", ignored)) {
    const std::string name = file.path().filename().string();
    if (name.starts_with("ttyUSB") || name.starts_with("ttyACM")) found.push_back(file.path().string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

const device::Driver& chosen_driver(const WireOptions& options) {
  const auto drivers = device::drivers();
  if (!options.meter && drivers.size() == 1) return *drivers.front();
  const device::Driver* driver = options.meter ? device::find_driver(*options.meter) : nullptr;
  if (!driver)
    throw core::Failure({core::Errc::usage, options.meter ? "this meter is not known" : "which meter is it",
                         options.meter.value_or(""), "Give --meter NAME; `bgbingo meters` lists them."});
  return *driver;
}

std::string chosen_port(const WireOptions& options) {
  if (options.port) return *options.port;
  const std::vector<std::string> found = adapters();
  if (found.size() == 1) return found.front();
  if (found.empty())
    throw core::Failure({core::Errc::not_found, "no serial adapter is plugged in", "",
                         "Plug in the meter's cable, or give --port PATH."});
  throw core::Failure({core::Errc::usage, "several serial adapters are plugged in",
                       fmt::format("{}", fmt::join(found, ", ")), "Say which one with --port PATH."});
}

void converse(const Context& context, const WireOptions& options,
              const std::function<boost::asio::awaitable<void>(const device::Driver&, core::ByteStream&)>&
                  conversation) {
  const device::Driver& driver = chosen_driver(options);
  boost::asio::io_context io(1);
  device::SerialPort port(io.get_executor(), chosen_port(options), driver.serial);
  if (!options.record) {
    core::run(io, conversation(driver, port));
    return;
  }
  core::Recording recording{std::string(driver.family),   options.meter.value_or(""),
                            settings_text(driver.serial), context.now(),
                            zone_name(context),           {}};
  core::RecordingStream wire(port, recording);
  try {
    core::run(io, conversation(driver, wire));
  } catch (const core::Failure&) {
    core::write_recording(*options.record, recording);
    throw;
  }
  core::write_recording(*options.record, recording);
}

}  // namespace cli
