#include "simulators/server.hpp"

#include <csignal>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "core/io/async.hpp"
#include "core/text/printable.hpp"
#include "simulators/command.hpp"
#include "simulators/faulty_meter.hpp"
#include "simulators/line_server.hpp"
#include "simulators/replay.hpp"
#include "simulators/scenario.hpp"

namespace simulators {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::size_t longest_command = 4096;

struct Peer {
  std::uint32_t baud;
  std::unique_ptr<FarEnd> far_end;
  FaultyMeter* meter;  ///< far_end as a meter; nullptr for a replay
};

FoundModel known_model(std::string_view name) {
  const FoundModel found = find_model(name);
  if (found.family) return found;
  std::string names;
  for (const SimulatedFamily* family : families())
    for (const SimulatedModel& model : family->models)
      names += (names.empty() ? "" : ", ") + std::string(model.name);
  throw core::Failure({core::Errc::not_found, "there is no simulator of this name", std::string(name),
                       "There are " + names + "."});
}

Peer make_peer(ServeOptions& options) {
  const auto [family, model] = known_model(options.model);
  if (options.replay) return {model->baud, std::make_unique<Replay>(*options.replay), nullptr};
  MeterState state;
  state.serial = options.serial;
  if (state.serial.empty()) state.serial = family->make_serial(*model, options.seed);
  if (!family->is_serial(*model, state.serial))  // by its form its readings are known for ever
    throw core::Failure({core::Errc::usage, "this is no serial number of such a simulated meter",
                         state.serial, "They look like " + family->make_serial(*model, 1) + "."});
  state.capacity = model->memory;
  state.memory = std::move(options.readings);
  state.set_clock(initial_clock_difference(options.faults, options.now), options.now);
  state.display_unit = options.display_unit;
  auto simulated = family->make(*model, std::move(state), {options.strict, options.meter_options});
  apply_to_state(options.faults, simulated->state(), options.now);
  auto meter = std::make_unique<FaultyMeter>(std::move(simulated), options.faults, options.seed);
  FaultyMeter* const seen = meter.get();
  return {model->baud, std::move(meter), seen};
}

/// A descriptor of our own for the commands: changing its mode must not change the shell's. -1 where there
/// is nothing to wait for.
int open_commands(int descriptor) {
  struct stat status {};
  if (descriptor < 0 || ::fstat(descriptor, &status) != 0) return -1;
  if (!S_ISFIFO(status.st_mode) && !S_ISSOCK(status.st_mode) && ::isatty(descriptor) == 0) return -1;
  const std::string path = fmt::format("/proc/self/fd/{}", descriptor);
  const int own = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  return own >= 0 ? own : ::fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
}

class Server {
 public:
  explicit Server(ServeOptions options)
      : options_(std::move(options)),
        peer_(make_peer(options_)),
        port_(peer_.baud, options_.link),
        line_(io_, port_, *peer_.far_end,
              {peer_.baud, options_.pace, [this] { return moment(); }, [this] { remark(); }}),
        commands_(io_),
        signals_(io_, SIGINT, SIGTERM, SIGHUP) {}

  void run();

 private:
  asio::awaitable<void> read_commands();
  void obey(std::string_view line);
  void apply(const Command& command, json::object& answer);
  void remark();
  void say(const json::object& object) { options_.say(json::serialize(object)); }
  json::object introduction() const;
  Moment moment() const {
    const auto elapsed =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started_);
    return {options_.now + std::chrono::floor<std::chrono::seconds>(elapsed), elapsed};
  }
  core::LocalSeconds wall_clock() const { return moment().wall_clock; }
  FaultyMeter& meter() {
    if (peer_.meter) return *peer_.meter;
    throw core::Failure({core::Errc::unsupported, "a recording has no memory and no clock", "", ""});
  }

  ServeOptions options_;
  asio::io_context io_{1};
  Peer peer_;
  PtyPort port_;
  Instant started_ = std::chrono::steady_clock::now();  // before the line, which asks for the moment
  LineServer line_;
  asio::posix::stream_descriptor commands_;
  asio::signal_set signals_;
};

json::object Server::introduction() const {
  json::object object{{"simulator", options_.model}, {"port", port_.path()}};
  if (!options_.link.empty()) object["link"] = options_.link.string();
  if (peer_.meter) {
    const MeterState& state = peer_.meter->meter().state();
    object["serial"] = state.serial;
    object["readings"] = state.memory.size();
    object["seed"] = options_.seed;
  } else {
    object["replay"] = true;
  }
  json::array faults;
  for (const std::string& fault : format_faults(options_.faults)) faults.emplace_back(fault);
  if (!faults.empty()) object["faults"] = std::move(faults);
  return object;
}

void Server::run() {
  // A terminal that a background job reads stops it, and a closed pipe on stdout kills: neither is wanted.
  std::signal(SIGTTIN, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  std::exception_ptr failure;
  const auto on_error = [&](std::exception_ptr error) {
    failure = error;
    io_.stop();
  };
  signals_.async_wait([this](const boost::system::error_code&, int) { io_.stop(); });
  core::spawn(io_.get_executor(), line_.run(), on_error);
  say(introduction());
  if (const int own = open_commands(options_.commands); own >= 0) {
    commands_.assign(own);
    core::spawn(io_.get_executor(), read_commands(), on_error);
  }
  io_.run();
  if (failure) std::rethrow_exception(failure);
}

asio::awaitable<void> Server::read_commands() {
  std::string text;
  char buffer[512];
  while (true) {
    boost::system::error_code error;
    const std::size_t count = co_await commands_.async_read_some(
        asio::buffer(buffer), asio::redirect_error(asio::use_awaitable, error));
    if (error) break;  // the end of the commands is not the end of the simulator
    text.append(buffer, count);
    for (std::size_t end; (end = text.find('\n')) != std::string::npos; text.erase(0, end + 1))
      obey(std::string_view(text).substr(0, end));
    if (text.size() > longest_command) text.clear();
  }
  commands_.close();
}

void Server::obey(std::string_view line) {
  if (line.find_first_not_of(" \r") == std::string_view::npos) return;
  json::object answer{{"command", core::printable(line)}};
  const core::Result<Command> command = parse_command(line);
  try {
    apply(command.value(), answer);
  } catch (const core::Failure& failure) {
    answer["error"] = core::sentence(failure.error());
  }
  say(answer);
}

void Server::apply(const Command& command, json::object& answer) {
  const auto clock_now = [&] { return wall_clock() + meter().meter().state().clock_difference; };
  if (const auto* add = std::get_if<command::Add>(&command)) {
    core::LogEntry entry;
    entry.time.local = clock_now();
    entry.content = add->content;
    MeterState& state = meter().meter().state();
    if (!state.add(std::move(entry)))
      throw core::Failure({core::Errc::unsupported, "this meter cannot hold such a record", "", ""});
    answer["time"] = core::format_local(clock_now());
    answer["readings"] = state.memory.size();
  } else if (const auto* set = std::get_if<command::SetClock>(&command)) {
    MeterState& state = meter().meter().state();
    const auto* step = std::get_if<std::chrono::seconds>(&set->clock);
    const auto difference =
        step ? state.clock_difference + *step : std::get<core::LocalSeconds>(set->clock) - wall_clock();
    state.set_clock(difference, wall_clock());
    answer["time"] = core::format_local(clock_now());
  } else if (const auto* faults = std::get_if<command::SetFaults>(&command)) {
    MeterState& state = meter().meter().state();
    if (faults->faults.clock)
      state.set_clock(initial_clock_difference(faults->faults, wall_clock()), wall_clock());
    apply_to_state(faults->faults, state, wall_clock());
    meter().change(faults->faults);
    json::array now;
    for (const std::string& fault : format_faults(faults->faults)) now.emplace_back(fault);
    answer["faults"] = std::move(now);
  } else if (std::holds_alternative<command::Unplug>(command)) {
    line_.unplug();
    answer["plugged"] = false;
  } else if (std::holds_alternative<command::Plug>(command)) {
    line_.plug();
    answer["plugged"] = true;
    answer["port"] = port_.path();
  } else if (std::holds_alternative<command::Erase>(command)) {
    meter().meter().state().memory.clear();
    answer["readings"] = 0;
  } else {
    io_.stop();
  }
}

void Server::remark() {
  const std::string text = peer_.far_end->take_remark();
  if (!text.empty()) say({{"remark", text}});
}

}  // namespace

void serve(ServeOptions options) {
  Server(std::move(options)).run();
}

}  // namespace simulators
