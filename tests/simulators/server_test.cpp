#include "simulators/server.hpp"

#include <condition_variable>
#include <fcntl.h>
#include <mutex>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <thread>
#include <unistd.h>

#include "tests/catch.hpp"

// A real simulator on a real pseudo-terminal; every wait has an end.
namespace {

using namespace core::literals;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// A simulator served on a thread of its own, with its commands on a pipe.
class Running {
 public:
  explicit Running(std::initializer_list<std::string_view> faults = {}, std::string model = "ibgstar") {
    std::string name = (fs::temp_directory_path() / "bgbingo-serve-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    commands_ = ends[1];
    simulators::ServeOptions options;
    options.model = std::move(model);
    if (options.model == "ibgstar") options.serial = "SIM12345678901";
    options.strict = true;
    options.link = link();
    options.now = *core::make_local(2020, 2, 14, 21, 30, 0);
    options.commands = ends[0];
    for (const std::string_view fault : faults)
      options.faults = simulators::with_fault(options.faults, fault).value();
    core::LogEntry entry;
    entry.time.local = core::make_local(2020, 2, 13, 8, 34, 18);
    entry.content = core::BloodGlucose{113_mg_dl};
    options.readings = {entry};
    options.say = [this](const std::string& line) {
      const std::lock_guard lock(mutex_);
      said_.push_back(line);
      changed_.notify_all();
    };
    thread_ = std::thread([options = std::move(options), read_end = ends[0]]() mutable {
      simulators::serve(std::move(options));
      ::close(read_end);
    });
    said(0);
  }
  ~Running() {
    if (commands_ >= 0) command("quit");
    thread_.join();
    ::close(commands_);
    fs::remove_all(folder_);
  }

  fs::path link() const { return folder_ / "meter"; }
  void command(std::string_view line) {
    const std::string text = std::string(line) + "\n";
    CHECK(::write(commands_, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  /// The i-th line the simulator says.
  std::string said(std::size_t i) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 10s, [&] { return said_.size() > i; });
    return said_.size() > i ? said_[i] : "nothing";
  }

 private:
  fs::path folder_;
  int commands_ = -1;
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> said_;
};

class Host {
 public:
  explicit Host(const fs::path& port, speed_t speed = B115200)
      : port_(::open(port.c_str(), O_RDWR | O_NOCTTY)) {
    termios settings{};
    REQUIRE(::tcgetattr(port_, &settings) == 0);
    ::cfsetspeed(&settings, speed);
    REQUIRE(::tcsetattr(port_, TCSANOW, &settings) == 0);
  }
  ~Host() { ::close(port_); }

  /// The answer up to its line feed, or what came before the wire broke or fell silent.
  std::string ask(std::string_view command, int patience_ms = 10000) {
    const std::string line = std::string(command) + "\r";
    if (::write(port_, line.data(), line.size()) < 0) return "cut";
    return hear_until([](std::string_view answer) { return answer.ends_with('\n'); }, patience_ms);
  }
  /// What the meter says unasked, so many bytes of it.
  std::string hear(std::size_t count, int patience_ms = 10000) {
    return hear_until([=](std::string_view said) { return said.size() == count; }, patience_ms);
  }

 private:
  template <class IsEnd>
  std::string hear_until(IsEnd is_end, int patience_ms) {
    std::string said;
    pollfd wait{port_, POLLIN, 0};
    char byte = 0;
    while (!is_end(said) && ::poll(&wait, 1, patience_ms) > 0) {
      if (::read(port_, &byte, 1) <= 0) return said + "cut";
      said += byte;
    }
    return said;
  }

  int port_;
};

}  // namespace

TEST_CASE("a served simulator introduces itself, answers on its link and obeys commands") {
  Running simulator;
  const std::string port = fs::read_symlink(simulator.link()).string();
  CHECK(simulator.said(0) == "{\"simulator\":\"ibgstar\",\"port\":\"" + port + "\",\"link\":\"" +
                                 simulator.link().string() +
                                 "\",\"serial\":\"SIM12345678901\",\"readings\":1,\"seed\":1}");
  Host host(simulator.link());
  CHECK(host.ask("hello") == "200 hello JAZZESC-EN\r\n");
  CHECK(host.ask("get glurec 0") == "200 glurec 0 0 113 0 2020 2 13 8 34 18\r\n");

  simulator.command("clock 2017-01-01T00:00:00");
  CHECK(simulator.said(1).find("\"time\":\"2017-01-01 00:00:0") != std::string::npos);
  simulator.command("add 6.4 before_lunch");
  CHECK(simulator.said(2).find("\"readings\":2") != std::string::npos);
  CHECK(host.ask("get glurec 0").starts_with("200 glurec 0 0 115 3 2017 1 1 0 0 "));
  simulator.command("erase");
  simulator.said(3);
  CHECK(host.ask("get glucount") == "200 glucount 0\r\n");
  simulator.command("fault drop=1");
  simulator.said(4);
  CHECK(host.ask("get glucount") == "00 glucount 0\r\n");
  simulator.command("dance");
  CHECK(simulator.said(5).find("\"error\":\"the simulator knows no such command (dance).") !=
        std::string::npos);
  simulator.command("clock -30d\nclock -100d\nclock 2150-01-01");
  CHECK(simulator.said(8).find("\"error\"") != std::string::npos);
}

TEST_CASE("faults told while it runs come to those it has, until all are cleared") {
  Running simulator{"nak=1:2"};
  Host host(simulator.link());
  simulator.command("fault drop=1 corrupt=2:5");
  CHECK(simulator.said(1) ==
        R"({"command":"fault drop=1 corrupt=2:5","faults":["drop=1","nak=1:2","corrupt=2:5"]})");
  CHECK(host.ask("hello") ==
        "\x10"
        "0 hello JAZZESC-EN\r\n");
  simulator.command("fault drop=2");
  CHECK(simulator.said(2).ends_with(R"("faults":["drop=1","drop=2","nak=1:2","corrupt=2:5"]})"));
  CHECK(host.ask("get glucount") == "53\r\n");
  simulator.command("fault deaf=1");
  simulator.command("fault");
  CHECK(simulator.said(4) == R"({"command":"fault","faults":[]})");
  CHECK(host.ask("get glucount") == "200 glucount 1\r\n");
}

TEST_CASE("unplugged, the host's port is dead; plugged in again, the link leads to a sleeping meter") {
  Running simulator;
  {
    Host host(simulator.link());
    CHECK(host.ask("hello") == "200 hello JAZZESC-EN\r\n");
    simulator.command("unplug");
    CHECK(simulator.said(1) == R"({"command":"unplug","plugged":false})");
    CHECK_FALSE(fs::is_symlink(simulator.link()));
    CHECK(host.ask("get glucount") == "cut");
  }
  simulator.command("plug");
  CHECK(simulator.said(2).starts_with(R"({"command":"plug","plugged":true)"));
  Host host(simulator.link());
  CHECK(host.ask("get glucount", 100).empty());
  CHECK(host.ask("hello") == "200 hello JAZZESC-EN\r\n");
}

TEST_CASE("unplugged and plugged in again in one breath, the meter answers") {
  Running simulator;
  simulator.command("unplug\nplug");
  CHECK(simulator.said(2).starts_with(R"({"command":"plug","plugged":true)"));
  CHECK(Host(simulator.link()).ask("hello") == "200 hello JAZZESC-EN\r\n");
}

TEST_CASE("turned on, a meter that speaks first speaks again, on the same port") {
  Running simulator({}, "codefree");
  Host host(simulator.link(), B38400);
  const std::string challenge("\x53\x20\x04\x10\x30\x20\xaa", 7);
  CHECK(host.hear(7) == challenge);
  CHECK(host.hear(1, 100).empty());
  for (std::size_t i = 1; i <= 3; ++i) {
    simulator.command("on");
    CHECK(simulator.said(i) == R"({"command":"on","on":true})");
    CHECK(host.hear(7) == challenge);
  }
}

TEST_CASE("turned on, a meter that is only asked has to be woken again") {
  Running simulator;
  Host host(simulator.link());
  CHECK(host.ask("hello") == "200 hello JAZZESC-EN\r\n");
  simulator.command("on");
  CHECK(simulator.said(1) == R"({"command":"on","on":true})");
  CHECK(host.ask("get glucount", 100).empty());
  CHECK(host.ask("hello") == "200 hello JAZZESC-EN\r\n");
}

TEST_CASE("a cable pulled after a byte lets the host read exactly what came before") {
  Running simulator{"disconnect=5"};
  Host host(simulator.link());
  CHECK(host.ask("hello") == "200 hcut");
}

TEST_CASE("what a host says at another baud rate is lost, which is told once, and spoils nothing") {
  Running simulator;
  CHECK(Host(simulator.link(), B9600).ask("hello", 100).empty());
  CHECK(simulator.said(1).starts_with(
      R"({"remark":"the host speaks at 9600 baud, this meter hears 115200 baud alone)"));
  CHECK(Host(simulator.link(), B19200).ask("hello", 100).empty());
  Host host(simulator.link());
  CHECK(host.ask("hello") == "200 hello JAZZESC-EN\r\n");
  simulator.command("on");
  CHECK(simulator.said(2) == R"({"command":"on","on":true})");
}

TEST_CASE("messages at another baud rate are not among those that faults count") {
  Running simulator{"deaf=1"};
  CHECK(Host(simulator.link(), B9600).ask("hello", 100).empty());
  Host host(simulator.link());
  CHECK(host.ask("hello", 100).empty());
  CHECK(host.ask("hello") == "200 hello JAZZESC-EN\r\n");
}
