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
#include "core/text/same_name.hpp"
#include "device/language.hpp"
#include "device/meter.hpp"
#include "device/serial_port.hpp"

namespace cli {
namespace {

std::string settings_text(const device::SerialSettings& settings) {
  const char parity = settings.parity == device::Parity::none  ? 'N'
                      : settings.parity == device::Parity::odd ? 'O'
                                                               : 'E';
  return fmt::format("{} {}{}{}", settings.baud, settings.data_bits, parity, settings.stop_bits);
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
    context.err << "The recording could not be kept: " << failure.what() << "\n";
  }
}

/// An open port, and the way to it on which everything is written down.
struct RecordedPort {
  device::SerialPort port;
  core::RecordingStream wire;

  RecordedPort(const boost::asio::any_io_executor& executor, const std::string& path,
               const device::SerialSettings& settings, core::Recording& said)
      : port(executor, path, settings), wire(port, said) {}
};

/// The port as it is open now, so that a signal can close it.
class Line {
 public:
  Line(boost::asio::io_context& io, std::string path, bool is_recorded)
      : io_(io), path_(std::move(path)), is_recorded_(is_recorded), stop_(io, SIGINT, SIGTERM, SIGHUP) {
    stop_.async_wait([this](const boost::system::error_code& error, int) {
      if (error) return;
      stopped_ = true;
      if (const auto wire = open_.lock()) wire->close();
    });
  }

  std::shared_ptr<core::ByteStream> open(const device::SerialSettings& settings) {
    if (stopped_) throw core::Failure({core::Errc::cancelled, "stopped", "", ""});
    const auto port = std::make_shared<RecordedPort>(io_.get_executor(), path_, settings, said_);
    core::ByteStream& seen = is_recorded_ ? static_cast<core::ByteStream&>(port->wire) : port->port;
    const std::shared_ptr<core::ByteStream> wire(port, &seen);
    open_ = wire;
    return wire;
  }
  /// Whatever went over the wire, at any settings; where it is recorded.
  const core::Recording& said() const { return said_; }

 private:
  boost::asio::io_context& io_;
  std::string path_;
  const bool is_recorded_;
  boost::asio::signal_set stop_;
  std::weak_ptr<core::ByteStream> open_;
  core::Recording said_;
  bool stopped_ = false;
};

/// "the meter stopped answering" is the trouble of one that has a name. What the person is refused is not.
core::Error with_title(core::Error error, const device::Driver& driver, const WireOptions& options) {
  if (error.kind == core::Errc::refused || error.kind == core::Errc::usage) return error;
  for (const std::string_view any : {"the meter", "this meter"}) {
    const std::string_view behind =
        std::string_view(error.what).substr(std::min(any.size(), error.what.size()));
    if (!error.what.starts_with(any) || (!behind.starts_with(" ") && !behind.starts_with("'"))) continue;
    const std::string named = title_of_named(driver, options);
    const std::string_view title = named.empty() ? driver.models.front().title : std::string_view(named);
    error.what.replace(0, any.size(), fmt::format("the {}", title));
    break;
  }
  return error;
}

void converse_with(Context& context, boost::asio::io_context& io, const device::Driver& driver,
                   device::Meter& meter, const WireOptions& options, const Conversation& conversation) {
  meter.request = [&](std::string_view sentence) { context.err << sentence << std::endl; };
  try {
    core::run(io, conversation(driver, meter));
  } catch (const core::Failure& failure) {
    throw core::Failure(with_title(failure.error(), driver, options));
  }
}

void converse_over(Context& context, boost::asio::io_context& io, const device::Driver& driver,
                   core::ByteStream& wire, const WireOptions& options, const Conversation& conversation,
                   bool& is_understood) {
  device::HeardStream heard(wire, driver);
  const std::unique_ptr<device::Meter> meter = device::serial_link(driver).open(heard);
  try {
    converse_with(context, io, driver, *meter, options, conversation);
  } catch (const core::Failure& failure) {
    const core::Error& error = failure.error();
    if (heard.understood()) throw;
    is_understood = device::whose_language(heard.heard(), device::serial_link(driver).settings) != nullptr;
    throw core::Failure(device::name_stranger(error, driver, heard.heard()));
  }
}

void converse_and_record(Context& context, boost::asio::io_context& io, const device::Driver& driver,
                         Line& line, const WireOptions& options, std::optional<core::PrivateFile>& file,
                         const Conversation& conversation, bool& is_understood) {
  const device::SerialSettings& settings = device::serial_link(driver).settings;
  const std::shared_ptr<core::ByteStream> port = line.open(settings);
  if (!file) return converse_over(context, io, driver, *port, options, conversation, is_understood);
  core::Recording recording{std::string(driver.family), options.meter.value_or(""),
                            settings_text(settings),    context.now(),
                            zone_name(context),         {}};
  core::RecordingStream wire(*port, recording);
  try {
    converse_over(context, io, driver, wire, options, conversation, is_understood);
  } catch (...) {
    keep(context, *file, recording);
    throw;
  }
  keep(context, *file, recording);
}

bool is_of_wire(core::Errc kind) {
  return kind == core::Errc::timeout || kind == core::Errc::disconnected || kind == core::Errc::protocol ||
         kind == core::Errc::busy;
}

/// Two dozen lines are a screen of it.
void show_end(Context& context, const core::Recording& said) {
  const std::string lines = core::describe_end(said, 24);
  if (lines.empty())
    context.err << "Nothing went over the wire.\n";
  else
    context.err
        << "What last went over the wire, in seconds since the port was opened (> to the meter, < from it):\n"
        << lines;
}

}  // namespace

void require_named_model(const WireOptions& options, const device::Driver& driver,
                         const device::Identity& identity) {
  const auto named = std::find_if(driver.models.begin(), driver.models.end(),
                                  [&](const device::Model& model) { return model.name == options.meter; });
  const auto answering =
      std::find_if(driver.models.begin(), driver.models.end(),
                   [&](const device::Model& model) { return model.product == identity.model; });
  if (named == driver.models.end() || answering == driver.models.end()) return;
  if (named->product == answering->product) return;  // of some models the wire tells no difference
  throw core::Failure(
      {core::Errc::protocol,
       fmt::format("what answers calls itself {}, so it is not the {}", answering->product, named->title),
       core::printable(identity.serial),
       fmt::format("Read it with --meter {}, or without --meter.", answering->name)});
}

core::Source source_of(const device::Driver& driver, const device::Identity& identity) {
  return {core::SourceKind::meter, std::string(driver.family), identity.serial, identity.model,
          identity.simulated};
}

std::string title_of_named(const device::Driver& driver, const WireOptions& options) {
  for (const device::Model& model : driver.models)
    if (options.meter && core::is_same_name(model.name, *options.meter)) return std::string(model.title);
  return "";
}

std::string for_meter(const Context& context, const WireOptions& options) {
  const auto word = [](const char* option, const std::optional<std::string>& value) {
    return value ? fmt::format(" {} {}", option, as_word(*value)) : "";
  };
  return word("--port", options.port) + word("--meter", options.meter) + for_logbook(context);
}

void converse(Context& context, const WireOptions& options, const Conversation& conversation) {
  const device::Driver* driver = named_driver(options);
  const std::string path = chosen_port(context, options, driver);
  std::optional<core::PrivateFile> file;  // before the meter is asked for anything
  if (options.record) {
    replace_only_with_a_yes(context, *options.record);
    file.emplace(*options.record, "recording");
  }
  boost::asio::io_context io(1);
  if (std::error_code ignored; std::filesystem::is_directory(path, ignored)) {
    if (file)
      throw core::Failure({core::Errc::usage, "a folder has no wire to record", path, "Leave out --record."});
    driver = &folder_driver(driver, path);
    const auto meter = std::get<device::FolderLink>(driver->link).open(path);
    return converse_with(context, io, *driver, *meter, options, conversation);
  }
  Line line(io, path, options.verbose);
  const auto open = [&line](const device::SerialSettings& settings) { return line.open(settings); };
  const PortToMeter port{io, path, open};
  const bool is_named = driver != nullptr;
  bool is_understood = true;  // what the meter says, where it fails
  try {
    if (!driver) driver = &find_out(context, port);
    converse_and_record(context, io, *driver, line, options, file, conversation, is_understood);
  } catch (const core::Failure& failure) {
    const core::Error& error = failure.error();
    if (options.verbose && is_of_wire(error.kind)) show_end(context, line.said());
    const bool may_be_another = error.kind == core::Errc::timeout || error.kind == core::Errc::protocol;
    if (!is_named || is_understood || !may_be_another) throw;
    throw core::Failure(look_for_another(context, port, *driver, error));
  }
}

}  // namespace cli
