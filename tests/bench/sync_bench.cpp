// What a sync costs beyond its bytes: the driver against a bare loop that sends the same bytes over the same
// pseudo-terminal and waits for as many back; and, with a paced line, how near the wire's limit it comes.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

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

const device::SerialLink& serial() {
  return device::serial_link(*device::find_driver("bgstar"));
}

/// `bgbingo simulate bgstar` in another process, at a link.
class Simulator {
 public:
  Simulator(const fs::path& link, const std::string& readings, bool pace) {
    const char* program = std::getenv("BGBINGO");
    std::vector<std::string> words{program,  "simulate", "bgstar",     "--readings",
                                   readings, "--link",   link.string()};
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

struct Run {
  double seconds = 0;
  std::size_t exchanges = 0;
  std::size_t readings = 0;
};

Run read_with_driver(const fs::path& port, core::Recording* recording) {
  boost::asio::io_context io(1);
  device::SerialPort wire(io.get_executor(), port, serial().settings);
  const Clock::time_point started = Clock::now();
  const auto read_over = [&](core::ByteStream& stream) {
    const auto meter = serial().open(stream);
    return core::run(io, device::read_meter(*meter, {}));
  };
  device::MeterRead read;
  if (recording) {
    core::RecordingStream recorded(wire, *recording);
    read = read_over(recorded);
  } else {
    read = read_over(wire);
  }
  return {std::chrono::duration<double>(Clock::now() - started).count(), read.exchanges,
          read.downloaded.entries.size()};
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

double ping_pong(const fs::path& port, const std::vector<Turn>& turns) {
  const int descriptor = device::open_tty(port, serial().settings);
  const Clock::time_point started = Clock::now();
  core::Bytes buffer(4096);
  for (const Turn& turn : turns) {
    if (::write(descriptor, turn.said.data(), turn.said.size()) < 0) std::exit(1);
    for (std::size_t heard = 0; heard < turn.heard;) {
      pollfd ready{descriptor, POLLIN, 0};
      if (::poll(&ready, 1, 2000) <= 0) std::exit(1);
      const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
      if (count > 0) heard += static_cast<std::size_t>(count);
    }
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - started).count();
  ::close(descriptor);
  return seconds;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void print(const char* name, double value, const char* unit, double limit, bool at_most) {
  const bool is_ok = at_most ? value <= limit : value >= limit;
  fmt::print("{} {:.3f} {} {} {}\n", name, value, unit, limit, is_ok ? "ok" : "over");
}

}  // namespace

int main() {
  const bool is_quick = std::getenv("SCALE") && std::string(std::getenv("SCALE")) == "quick";
  const fs::path folder = fs::temp_directory_path() / fmt::format("bgbingo-bench-{}", ::getpid());
  fs::create_directory(folder);
  {
    const fs::path link = folder / "meter";
    const Simulator simulator(link, "1865", false);
    core::Recording recording;
    const Run first = read_with_driver(link, &recording);
    const std::vector<Turn> turns = turns_of(recording);
    std::vector<double> overheads, exchange_times;
    for (int i = 0; i < (is_quick ? 3 : 9); ++i) {
      const Run run = read_with_driver(link, nullptr);
      const double bare = ping_pong(link, turns);
      overheads.push_back((run.seconds - bare) / static_cast<double>(run.exchanges) * 1e6);
      exchange_times.push_back(bare / static_cast<double>(run.exchanges) * 1e6);
    }
    fmt::print("# {} records, {} exchanges; the bare loop takes {:.1f} us an exchange\n", first.readings,
               first.exchanges, median(exchange_times));
    print("driver_overhead_an_exchange", median(overheads), "us", 100, true);
  }
  {
    const fs::path link = folder / "paced";
    const Simulator simulator(link, is_quick ? "100" : "1865", true);
    core::Recording recording;
    const Run run = read_with_driver(link, &recording);
    std::size_t bytes = 0;
    for (const core::Exchange& exchange : recording.exchanges) bytes += exchange.bytes.size();
    const double limit = static_cast<double>(bytes) * 10 / serial().settings.baud;
    fmt::print("# {} bytes take {:.2f} s at {} baud, the sync took {:.2f} s\n", bytes, limit,
               serial().settings.baud, run.seconds);
    print("wire_efficiency_paced", limit / run.seconds, "ratio", 0.95, false);
  }
  fs::remove_all(folder);
}
