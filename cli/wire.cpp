#include "cli/wire.hpp"

#include <algorithm>
#include <csignal>
#include <ostream>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/parse.hpp"
#include "core/io/async.hpp"
#include "core/io/private_file.hpp"
#include "core/recording/recording_stream.hpp"
#include "core/text/printable.hpp"
#include "core/text/same_name.hpp"
#include "device/language.hpp"
#include "device/meter.hpp"
#include "device/open_tty.hpp"
#include "device/ports.hpp"
#include "device/probe.hpp"
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

/// The driver --meter names; nullptr where it is to be found out.
const device::Driver* named_driver(const WireOptions& options) {
  if (!options.meter || *options.meter == "auto") return nullptr;
  if (const device::Driver* driver = device::find_driver(*options.meter)) return driver;
  std::vector<std::string> names;
  for (const device::Driver* driver : device::drivers())
    for (const device::Model& model : driver->models) names.emplace_back(model.name);
  const std::string near = nearest(*options.meter, names);
  throw core::Failure({core::Errc::usage, "this meter is not known", *options.meter,
                       (near.empty() ? "" : "Did you mean " + near + "? ") +
                           "`bgbingo meters` lists them; --meter auto finds out which it is."});
}

/// What the adapter calls itself, two blanks before it.
std::string name_of(const device::Candidate& candidate) {
  return candidate.port.adapter.empty() ? "" : "  " + core::printable(candidate.port.adapter);
}

/// Which of several. Where nobody can be asked the command has to say it.
std::string ask_which(Context& context, const std::vector<device::Candidate>& candidates) {
  std::vector<std::string> paths;
  for (const device::Candidate& candidate : candidates) paths.push_back(candidate.port.path.string());
  if (!context.can_ask)
    throw core::Failure({core::Errc::usage, "several meters may be plugged in",
                         fmt::format("{}", fmt::join(paths, ", ")),
                         "Say which one with --port PATH; `bgbingo meters --scan` tells them apart."});
  context.err << "Several meters may be plugged in:\n";
  for (std::size_t i = 0; i < paths.size(); ++i)
    context.err << fmt::format("  {}  {}{}\n", i + 1, core::printable(paths[i]), name_of(candidates[i]));
  const std::string answer = context.ask("Which one? Its number");
  for (std::size_t i = 0; i < paths.size(); ++i)
    if (answer == std::to_string(i + 1)) return paths[i];
  throw core::Failure({core::Errc::usage, "there is no such number", answer, "The meter was not asked."});
}

/// --port, or the only meter that may be plugged in, or the one of several that the person means.
std::string chosen_port(Context& context, const WireOptions& options, const device::Driver* named) {
  if (options.port) return *options.port;
  const auto all = device::find_candidates();
  if (all.empty())
    throw core::Failure({core::Errc::not_found, "nothing that may be a meter is plugged in", "",
                         "Plug in the meter's cable, or give --port PATH."});
  auto candidates = device::candidates_for(named, all);
  if (candidates.empty()) candidates = all;
  return candidates.size() == 1 ? candidates.front().port.path.string() : ask_which(context, candidates);
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
  const std::string& path() const { return path_; }
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

/// The families whose meters somebody's logbook here knows: they are asked first.
std::vector<std::string> known_families(const Context& context) {
  const auto logbook = find_logbook(logbook_file(context), core::Logbook::Open::existing);
  std::vector<std::string> families;
  if (logbook)
    for (const auto& [id, source] : logbook->sources()) families.push_back(source.family);
  return families;
}

core::Failure nobody_there(const device::Probed& probed, const std::vector<const device::Driver*>& asked,
                           const std::string& path) {
  const bool may_have_spoken = std::any_of(asked.begin(), asked.end(), [](const device::Driver* driver) {
    return device::serial_link(*driver).probe.question.empty();
  });
  std::string advice =
      "Wake the meter, look at its cable, and try again; `bgbingo meters` lists what can be read.";
  for (const device::Driver* driver : asked)
    if (may_have_spoken && device::serial_link(*driver).probe.question.empty())
      advice += fmt::format(" A {} speaks only when it is turned on: try --meter {}.",
                            driver->models.front().title, driver->models.front().name);
  if (probed.heard)
    return core::Failure({core::Errc::protocol, "what answers here is no meter that is known", path, advice});
  return core::Failure({core::Errc::timeout, "no meter answers", path, advice});
}

boost::asio::awaitable<void> probe_into(device::Probed& result, std::vector<const device::Driver*> candidates,
                                        device::OpenWire open, device::ProbeOptions how) {
  result = co_await device::probe_families(std::move(candidates), std::move(open), std::move(how));
}

device::Probed probe(Context& context, boost::asio::io_context& io, Line& line,
                     std::vector<const device::Driver*> candidates, device::ProbeOptions how) {
  context.err << "Looking which meter is there …" << std::endl;
  how.is_pseudo_terminal = device::is_pseudo_terminal(line.path());
  how.expected = [known = known_families(context)](const device::Driver& driver) {
    return std::find(known.begin(), known.end(), driver.family) != known.end();
  };
  device::Probed probed;
  const auto open = [&](const device::SerialSettings& settings) { return line.open(settings); };
  core::run(io, probe_into(probed, std::move(candidates), open, std::move(how)));
  return probed;
}

/// Which family is at the other end: the only one that can be, or the one that answers.
const device::Driver& find_out(Context& context, boost::asio::io_context& io, Line& line) {
  const auto candidates = device::likely_drivers(device::find_port(line.path()));
  if (candidates.size() == 1) return *candidates.front();
  device::ProbeOptions how;
  how.patience = [&context](std::chrono::seconds time) {
    context.err << fmt::format("Nobody answered at once; asking longer, up to {} s. --meter NAME is faster.",
                               time.count())
                << std::endl;
  };
  const device::Probed probed = probe(context, io, line, candidates, std::move(how));
  if (!probed.driver) throw nobody_there(probed, candidates, line.path());
  return *probed.driver;
}

/// The meter that was named did not answer: `error`, or, where another family's does, that it does.
core::Error look_for_another(Context& context, boost::asio::io_context& io, Line& line,
                             const device::Driver& named, const core::Error& error) {
  std::vector<const device::Driver*> others;
  for (const device::Driver* driver : device::drivers())
    if (driver != &named && std::holds_alternative<device::SerialLink>(driver->link))
      others.push_back(driver);
  device::ProbeOptions how;
  how.is_quick = true;
  try {
    const device::Probed probed = probe(context, io, line, std::move(others), std::move(how));
    return probed.driver ? device::stranger(*probed.driver, named, error.where) : error;
  } catch (const core::Failure& failure) {  // the port is gone, say: what was wrong before matters
    if (failure.error().kind == core::Errc::cancelled) throw;
    return error;
  }
}

const device::Driver& folder_driver(const device::Driver* named, const std::string& folder) {
  const auto fits = [&](const device::Driver* driver) {
    const auto* link = std::get_if<device::FolderLink>(&driver->link);
    return link && (named ? driver == named : link->fits(folder));
  };
  const auto all = device::drivers();
  const auto found = std::find_if(all.begin(), all.end(), fits);
  if (found != all.end()) return **found;
  if (named) static_cast<void>(device::serial_link(*named));  // says what a folder is for
  throw core::Failure(
      {named ? core::Errc::usage : core::Errc::bad_data,
       named ? "this meter is read over a serial port, not from a folder" : "this folder is no meter's",
       folder, "`bgbingo meters --scan` lists what is plugged in."});
}

void converse_with(Context& context, boost::asio::io_context& io, const device::Driver& driver,
                   device::Meter& meter, const Conversation& conversation) {
  meter.request = [&](std::string_view sentence) { context.err << sentence << std::endl; };
  core::run(io, conversation(driver, meter));
}

/// Of the port's own trouble, which says "the meter".
core::Error with_title(core::Error error, const device::Driver& driver, const WireOptions& options) {
  constexpr std::string_view any = "the meter ";
  if (error.kind != core::Errc::disconnected || !error.what.starts_with(any)) return error;
  const auto named =
      std::find_if(driver.models.begin(), driver.models.end(), [&](const device::Model& model) {
        return options.meter && core::is_same_name(model.name, *options.meter);
      });
  const device::Model& model = named == driver.models.end() ? driver.models.front() : *named;
  error.what.replace(0, any.size(), fmt::format("the {} ", model.title));
  return error;
}

void converse_over(Context& context, boost::asio::io_context& io, const device::Driver& driver,
                   core::ByteStream& wire, const WireOptions& options, const Conversation& conversation,
                   bool& is_understood) {
  device::HeardStream heard(wire, driver);
  const std::unique_ptr<device::Meter> meter = device::serial_link(driver).open(heard);
  try {
    converse_with(context, io, driver, *meter, conversation);
  } catch (const core::Failure& failure) {
    const core::Error error = with_title(failure.error(), driver, options);
    if (heard.understood()) throw core::Failure(error);
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
    return converse_with(context, io, *driver, *meter, conversation);
  }
  Line line(io, path, options.verbose);
  const bool is_named = driver != nullptr;
  bool is_understood = true;  // what the meter says, where it fails
  try {
    if (!driver) driver = &find_out(context, io, line);
    converse_and_record(context, io, *driver, line, options, file, conversation, is_understood);
  } catch (const core::Failure& failure) {
    const core::Error& error = failure.error();
    if (options.verbose && is_of_wire(error.kind)) show_end(context, line.said());
    const bool may_be_another = error.kind == core::Errc::timeout || error.kind == core::Errc::protocol;
    if (!is_named || is_understood || !may_be_another) throw;
    throw core::Failure(look_for_another(context, io, line, *driver, error));
  }
}

}  // namespace cli
