#include "cli/wire.hpp"

#include <algorithm>
#include <csignal>
#include <ostream>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include "cli/context.hpp"
#include "core/io/async.hpp"
#include "core/io/private_file.hpp"
#include "core/recording/recording_stream.hpp"
#include "core/text/printable.hpp"
#include "device/meter.hpp"
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

void replace_only_with_a_yes(Context& context, const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(path, ignored))
    context.require_yes("Replace the file " + core::printable(path) + "?", "the meter was not asked");
}

/// A disk that fails now costs the recording alone: there may be readings to keep.
void keep(Context& context, core::PrivateFile& file, const core::Recording& recording) {
  try {
    file.publish(core::encode_recording(recording));
  } catch (const core::Failure& failure) {
    context.err << failure.what() << "\n";
  }
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

void require_named_model(const WireOptions& options, const device::Driver& driver,
                         const device::Identity& identity) {
  const auto named = std::find_if(driver.models.begin(), driver.models.end(),
                                  [&](const device::Model& model) { return model.name == options.meter; });
  const auto answering =
      std::find_if(driver.models.begin(), driver.models.end(),
                   [&](const device::Model& model) { return model.product == identity.model; });
  if (named == driver.models.end() || answering == driver.models.end() || named == answering) return;
  throw core::Failure({core::Errc::protocol,
                       fmt::format("the meter that answers calls itself {}, so it is not a {}",
                                   answering->product, named->title),
                       core::printable(identity.serial),
                       fmt::format("Read it with --meter {}, or without --meter.", answering->name)});
}

core::Source source_of(const device::Driver& driver, const device::Identity& identity) {
  return {core::SourceKind::meter, std::string(driver.family), identity.serial, identity.model,
          identity.simulated};
}

void converse(Context& context, const WireOptions& options, const Conversation& conversation) {
  const device::Driver& driver = chosen_driver(options);
  const device::SerialLink& link = device::serial_link(driver);
  const std::string path = chosen_port(options);
  std::optional<core::PrivateFile> file;  // before the meter is asked for anything
  if (options.record) {
    replace_only_with_a_yes(context, *options.record);
    file.emplace(*options.record, "recording");
  }
  boost::asio::io_context io(1);
  device::SerialPort port(io.get_executor(), path, link.settings);
  boost::asio::signal_set stop(io, SIGINT, SIGTERM, SIGHUP);
  stop.async_wait([&](const boost::system::error_code& error, int) {
    if (!error) port.close();
  });
  const auto talk_over = [&](core::ByteStream& wire) {
    const std::unique_ptr<device::Meter> meter = link.open(wire);
    meter->request = [&](std::string_view sentence) { context.err << sentence << std::endl; };
    core::run(io, conversation(*meter));
  };
  if (!file) return talk_over(port);
  core::Recording recording{std::string(driver.family),   options.meter.value_or(""),
                            settings_text(link.settings), context.now(),
                            zone_name(context),           {}};
  core::RecordingStream wire(port, recording);
  try {
    talk_over(wire);
  } catch (...) {
    keep(context, *file, recording);
    throw;
  }
  keep(context, *file, recording);
}

}  // namespace cli
