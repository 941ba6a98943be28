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
#include "simulators/exchange_log.hpp"
#include "simulators/memory_file.hpp"
#include "simulators/serve_meter.hpp"

namespace simulators {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::size_t longest_command = 4096;

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
        meter_(serve_meter(options_, surroundings())),
        commands_(io_),
        signals_(io_, SIGINT, SIGTERM, SIGHUP) {}

  void run();

 private:
  Surroundings surroundings();
  asio::awaitable<void> read_commands();
  void obey(std::string_view line);
  void apply(const Command& command, json::object& answer);
  void keep_memory() {
    if (memory_) memory_->keep(state());
  }
  void fail(std::exception_ptr error) {
    failure_ = error;
    io_.stop();
  }
  void say(const json::object& object) { options_.say(json::serialize(object)); }
  json::object introduction() const;
  Moment moment() const {
    const auto elapsed =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started_);
    return {options_.now + std::chrono::floor<std::chrono::seconds>(elapsed), elapsed};
  }
  core::LocalSeconds wall_clock() const { return moment().wall_clock; }
  MeterState& state() {
    if (MeterState* const state = meter_->state()) return *state;
    throw core::Failure({core::Errc::unsupported, "a recording has no memory and no clock", "", ""});
  }

  ServeOptions options_;
  asio::io_context io_{1};
  std::chrono::steady_clock::time_point started_ =
      std::chrono::steady_clock::now();  // before the meter, which asks for the moment
  std::exception_ptr failure_;
  std::optional<ExchangeLog> log_;
  std::optional<MemoryFile> memory_;
  std::unique_ptr<ServedMeter> meter_;
  asio::posix::stream_descriptor commands_;
  asio::signal_set signals_;
};

Surroundings Server::surroundings() {
  Surroundings around{io_, [this] { return moment(); },
                      [this](const std::string& text) {
                        say({{"remark", text}});
                      },
                      [this](std::exception_ptr error) { fail(error); }};
  if (!options_.log.empty()) {
    log_.emplace(options_.log);
    around.note = [this](core::Direction direction, core::ByteView bytes,
                         std::optional<std::uint32_t> other_baud) {
      const auto at = std::chrono::steady_clock::now() - started_;
      log_->write(format_exchange({direction, std::chrono::floor<std::chrono::microseconds>(at),
                                   core::Bytes(bytes.begin(), bytes.end())},
                                  other_baud));
    };
  }
  around.after_exchange = [this] { keep_memory(); };
  return around;
}

json::object Server::introduction() const {
  json::object object{{"simulator", options_.model}, {"port", meter_->port()}};
  if (!options_.link.empty()) object["link"] = options_.link.string();
  if (const std::string address = meter_->listens(); !address.empty()) object["listen"] = address;
  if (const MeterState* const state = meter_->state()) {
    object["serial"] = state->serial;
    object["readings"] = state->memory.size();
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
  signals_.async_wait([this](const boost::system::error_code&, int) { io_.stop(); });
  if (!options_.memory.empty()) memory_.emplace(options_.memory, options_.model);
  keep_memory();
  const json::object ready = introduction();
  if (log_) log_->write(json::serialize(ready));
  say(ready);
  if (const int own = open_commands(options_.commands); own >= 0) {
    commands_.assign(own);
    core::spawn(io_.get_executor(), read_commands(), [this](std::exception_ptr error) { fail(error); });
  }
  io_.run();
  keep_memory();
  if (failure_) std::rethrow_exception(failure_);
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
  obey(text);  // the last line may have no end
  commands_.close();
}

void Server::obey(std::string_view line) {
  if (line.find_first_not_of(" \r") == std::string_view::npos) return;
  json::object answer{{"command", core::printable(line)}};
  const core::Result<Command> command = parse_command(line);
  try {
    apply(command.value(), answer);
    keep_memory();
  } catch (const core::Failure& failure) {
    answer["error"] = core::sentence(failure.error());
  }
  say(answer);
}

void Server::apply(const Command& command, json::object& answer) {
  const auto clock_now = [&] { return wall_clock() + state().clock_difference; };
  if (const auto* add = std::get_if<command::Add>(&command)) {
    core::LogEntry entry = add->entry;
    entry.time.local = clock_now();
    if (!state().add(std::move(entry)))
      throw core::Failure({core::Errc::unsupported, "this meter cannot hold such a record", "", ""});
    meter_->show_state();
    answer["time"] = core::format_local(clock_now());
    answer["readings"] = state().memory.size();
  } else if (const auto* set = std::get_if<command::SetClock>(&command)) {
    const auto* step = std::get_if<std::chrono::seconds>(&set->clock);
    const auto difference =
        step ? state().clock_difference + *step : std::get<core::LocalSeconds>(set->clock) - wall_clock();
    state().set_clock(difference, wall_clock());
    meter_->show_state();
    answer["time"] = core::format_local(clock_now());
  } else if (std::holds_alternative<command::ClearFaults>(command)) {
    state();
    meter_->clear_faults();
    meter_->show_state();
    answer["faults"] = json::array();
  } else if (const auto* add_faults = std::get_if<command::AddFaults>(&command)) {
    const Faults& faults = add_faults->faults;
    MeterState changed = state();
    if (faults.clock) changed.set_clock(initial_clock_difference(faults, wall_clock()), wall_clock());
    apply_to_state(faults, changed, wall_clock());
    meter_->add(faults);
    state() = std::move(changed);
    meter_->show_state();
    json::array now;
    for (const std::string& fault : format_faults(meter_->faults())) now.emplace_back(fault);
    answer["faults"] = std::move(now);
  } else if (std::holds_alternative<command::Unplug>(command)) {
    meter_->unplug();
    answer["plugged"] = false;
  } else if (std::holds_alternative<command::Plug>(command)) {
    meter_->plug();
    answer["plugged"] = true;
    answer["port"] = meter_->port();
  } else if (std::holds_alternative<command::TurnOn>(command)) {
    meter_->turn_on();
    answer["on"] = true;
  } else if (std::holds_alternative<command::Erase>(command)) {
    state().memory.clear();
    meter_->show_state();
    answer["readings"] = 0;
  } else {
    io_.stop();
  }
}

}  // namespace

void serve(ServeOptions options) {
  Server(std::move(options)).run();
}

}  // namespace simulators
