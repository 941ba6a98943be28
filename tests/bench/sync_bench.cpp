// What a sync costs beyond its bytes, for every family: the driver against a bare loop that sends the same
// bytes over the same pseudo-terminal and waits for as many back; and, with a paced line, how near the wire's
// limit it comes.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include "core/io/async.hpp"
#include "core/recording/recording_stream.hpp"
#include "device/download.hpp"
#include "device/open_tty.hpp"
#include "device/registry.hpp"
#include "device/serial_port.hpp"

extern char** environ;

namespace {

using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

/// `bgbingo simulate MODEL` in another process, at a link.
class Simulator {
 public:
  Simulator(std::string_view model, const fs::path& link, std::size_t readings, bool pace) {
    const char* program = std::getenv("BGBINGO");
    std::vector<std::string> words{
        program,  "simulate",   std::string(model), "--readings", std::to_string(readings),
        "--link", link.string()};
    if (pace) words.push_back("--pace");
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    if (::posix_spawn(&process_, program, &actions, nullptr, arguments.data(), environ) != 0) std::exit(1);
    for (int i = 0; i < 100 && !fs::exists(link); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  ~Simulator() {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
  }

 private:
  pid_t process_ = 0;
};

/// Keeps every processor from falling asleep, by threads that run where nothing else would. One that slept
/// wakes up a tenth of a millisecond late, on a virtual machine more, and that in each exchange: it is
/// neither the wire's time nor the driver's.
class Awake {
 public:
  Awake() {
    for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i)
      threads_.emplace_back([this] { spin(); });
  }
  ~Awake() {
    is_over_ = true;
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  void spin() {
    const sched_param none{};
    if (::sched_setscheduler(0, SCHED_IDLE, &none) != 0) return;
    while (!is_over_) {
    }
  }

  std::atomic<bool> is_over_ = false;
  std::vector<std::thread> threads_;
};

struct Run {
  double seconds = 0;  ///< from the first byte on: a meter that speaks first is not waited for
  std::size_t exchanges = 0;
  std::size_t readings = 0;
  core::Recording recording;
};

Run read_with_driver(const device::SerialLink& link, const fs::path& port) {
  boost::asio::io_context io(1);
  device::SerialPort wire(io.get_executor(), port, link.settings);
  Run run;
  const Clock::time_point started = Clock::now();
  core::RecordingStream recorded(wire, run.recording);
  const auto meter = link.open(recorded);
  const device::MeterRead read = core::run(io, device::read_meter(*meter, {}));
  run.seconds = std::chrono::duration<double>(Clock::now() - started).count();
  if (read.broken) throw core::Failure(*read.broken);
  if (run.recording.exchanges.empty()) throw std::runtime_error("nothing came");
  run.seconds -= std::chrono::duration<double>(run.recording.exchanges.front().at).count();
  run.exchanges = read.exchanges;
  run.readings = read.downloaded.entries.size();
  return run;
}

/// Whether the meter gives its memory unasked, once it is told to: to acknowledge a record takes the host one
/// byte, to ask for it more.
bool is_dump(const Run& run) {
  std::size_t said = 0;
  for (const core::Exchange& exchange : run.recording.exchanges)
    if (exchange.direction == core::Direction::to_meter) said += exchange.bytes.size();
  return said < 2 * run.readings;
}

bool speaks_first(const Run& run) {
  return run.recording.exchanges.front().direction == core::Direction::from_meter;
}

/// What the host said, and how many bytes it then heard.
struct Turn {
  core::Bytes said;
  std::size_t heard = 0;
};

std::vector<Turn> turns_of(const core::Recording& recording) {
  std::vector<Turn> turns;
  for (const core::Exchange& exchange : recording.exchanges) {
    if (exchange.direction == core::Direction::to_meter) {
      if (turns.empty() || turns.back().heard > 0) turns.emplace_back();
      turns.back().said.insert(turns.back().said.end(), exchange.bytes.begin(), exchange.bytes.end());
    } else if (!turns.empty()) {
      turns.back().heard += exchange.bytes.size();
    }
  }
  return turns;
}

/// Nothing where an answer stayed shorter than the recorded one: the time of day in it may have a digit less.
std::optional<double> ping_pong(const device::SerialLink& link, const fs::path& port,
                                const std::vector<Turn>& turns) {
  const int descriptor = device::open_tty(port, link.settings);
  const Clock::time_point started = Clock::now();
  core::Bytes buffer(4096);
  bool is_whole = true;
  for (auto turn = turns.begin(); turn != turns.end() && is_whole; ++turn) {
    if (::write(descriptor, turn->said.data(), turn->said.size()) < 0)
      throw std::runtime_error("the bare loop could not write");
    for (std::size_t heard = 0; heard < turn->heard;) {
      pollfd ready{descriptor, POLLIN, 0};
      is_whole = ::poll(&ready, 1, 2000) > 0;
      if (!is_whole) break;
      const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
      if (count > 0) heard += static_cast<std::size_t>(count);
    }
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - started).count();
  ::close(descriptor);
  return is_whole ? std::optional(seconds) : std::nullopt;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void print(const std::string& name, double value, const char* unit, double limit, bool at_most) {
  const bool is_ok = at_most ? value <= limit : value >= limit;
  fmt::print("{} {:.3f} {} {} {}\n", name, value, unit, limit, is_ok ? "ok" : "over");
}

/// A whole dump is one exchange or two with all records in it: its cost is shared among those.
double steps_of(const Run& run) {
  return static_cast<double>(is_dump(run) ? std::max(run.exchanges, run.readings) : run.exchanges);
}

void measure_overhead(const device::Driver& driver, const fs::path& port, std::size_t readings, int repeats) {
  const device::SerialLink& link = device::serial_link(driver);
  const Simulator simulator(driver.models.front().name, port, readings, false);
  const Run first = read_with_driver(link, port);
  if (speaks_first(first)) {
    fmt::print("# {}: the meter speaks first, a bare loop has nothing to ask\n", driver.family);
    return;
  }
  std::vector<double> overheads, bare_times;
  for (int i = 0; i < repeats; ++i) {
    const Run run = read_with_driver(link, port);
    const std::optional<double> bare = ping_pong(link, port, turns_of(run.recording));
    if (!bare) continue;
    overheads.push_back((run.seconds - *bare) / steps_of(run) * 1e6);
    bare_times.push_back(*bare / steps_of(run) * 1e6);
  }
  if (bare_times.empty())
    throw std::runtime_error(fmt::format("no bare loop with {} came through", driver.family));
  fmt::print("# {}: {} records, {} exchanges; the bare loop takes {:.1f} us an exchange{}\n", driver.family,
             first.readings, first.exchanges, median(bare_times), is_dump(first) ? " or record" : "");
  print(fmt::format("driver_overhead_{}", driver.family), median(overheads), "us", 100, true);
}

/// A paced line waits for the clock, so that whatever disturbs a run makes it longer: the fastest of several
/// is the nearest to what the driver needs.
void measure_efficiency(const device::Driver& driver, const fs::path& port, std::size_t readings) {
  const device::SerialLink& link = device::serial_link(driver);
  const Awake awake;
  const Simulator simulator(driver.models.front().name, port, readings, true);
  Run run = read_with_driver(link, port);
  std::size_t bytes = 0;
  for (const core::Exchange& exchange : run.recording.exchanges) bytes += exchange.bytes.size();
  const double limit = static_cast<double>(bytes * bits_per_byte(link.settings)) / link.settings.baud;
  const int runs = std::clamp(static_cast<int>(40 / limit), 1, 5);
  double fastest = run.seconds;
  std::optional<double> bare;
  for (int i = 0; i < runs; ++i) {
    if (i > 0) run = read_with_driver(link, port);
    fastest = std::min(fastest, run.seconds);
    if (speaks_first(run)) continue;
    const std::optional<double> loop = ping_pong(link, port, turns_of(run.recording));
    if (loop) bare = std::min(*loop, bare.value_or(*loop));
  }
  fmt::print("# {}: {} bytes take {:.2f} s at {} baud, the sync took {:.2f} s (fastest of {})\n",
             driver.family, bytes, limit, link.settings.baud, fastest, runs);
  if (bare) fmt::print("# {}: a bare loop over the same line takes {:.2f} s\n", driver.family, *bare);
  print(fmt::format("wire_efficiency_{}_{}", driver.family, run.readings), limit / fastest, "ratio",
        is_dump(run) ? 0.97 : 0.95, false);
}

/// Of the families that are named; of all without a name.
void measure(const std::vector<std::string>& wanted, const fs::path& folder, bool is_quick) {
  for (const device::Driver* driver : device::drivers()) {
    if (!std::holds_alternative<device::SerialLink>(driver->link)) continue;
    const std::size_t memory = driver->models.front().memory;
    const std::size_t most = std::min<std::size_t>(500, memory);
    const std::string name(driver->family);
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), name) == wanted.end()) continue;
    const bool has_large_memory = driver->family == "bgstar";
    measure_overhead(*driver, folder / name, has_large_memory ? memory : most, is_quick ? 3 : 9);
    measure_efficiency(*driver, folder / (name + "-paced"), is_quick ? 60 : most);
    if (has_large_memory && !is_quick) measure_efficiency(*driver, folder / (name + "-full"), memory);
  }
}

}  // namespace

int main(int count_of_words, char** words) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const bool is_quick = std::getenv("SCALE") && std::string(std::getenv("SCALE")) == "quick";
  const fs::path folder = fs::temp_directory_path() / fmt::format("bgbingo-bench-{}", ::getpid());
  fs::create_directory(folder);
  int status = 0;
  try {
    measure({words + 1, words + count_of_words}, folder, is_quick);
  } catch (const std::exception& problem) {
    fmt::print(stderr, "{}\n", problem.what());
    status = 1;
  }
  fs::remove_all(folder);
  return status;
}
