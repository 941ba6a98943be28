#include "device/serial_port.hpp"

#include <fcntl.h>
#include <fstream>
#include <grp.h>
#include <pty.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <thread>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

#include "core/error.hpp"
#include "core/io/async.hpp"
#include "device/open_tty.hpp"
#include "tests/catch.hpp"
#include "tests/failure_of.hpp"

namespace {

using core::Errc;
using device::SerialPort;
using device::SerialSettings;
using namespace std::chrono_literals;

/// A pseudo-terminal; the test plays the meter on its master end.
struct Pty {
  Pty() {
    char name[128] = "";
    int slave = -1;
    REQUIRE(::openpty(&master, &slave, name, nullptr, nullptr) == 0);
    path = name;
    ::close(slave);
  }
  ~Pty() { unplug(); }
  Pty(const Pty&) = delete;
  Pty& operator=(const Pty&) = delete;

  void unplug() {
    if (master >= 0) ::close(master);
    master = -1;
  }
  void say(std::string_view text) const {
    REQUIRE(::write(master, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  std::string hear() const {
    char buffer[256];
    const ssize_t count = ::read(master, buffer, sizeof buffer);
    return count > 0 ? std::string(buffer, static_cast<std::size_t>(count)) : "";
  }

  int master = -1;
  std::string path;
};

boost::asio::awaitable<std::string> read_for(SerialPort& port, std::chrono::milliseconds time) {
  std::array<std::uint8_t, 256> buffer{};
  const std::size_t count = co_await port.read_some(buffer, port.now() + time);
  co_return std::string(core::as_text({buffer.data(), count}));
}

core::Error open_failure(const std::string& path) {
  boost::asio::io_context io;
  return failure_of([&] { SerialPort port(io.get_executor(), path, {}); });
}

boost::asio::awaitable<void> answer_later(SerialPort& port, const Pty& pty) {
  co_await port.write(core::as_bytes("hello\r"), port.now() + 1s);
  CHECK(pty.hear() == "hello\r");
}

}  // namespace

TEST_CASE("bytes pass a pseudo-terminal unchanged, both ways") {
  Pty pty;
  boost::asio::io_context io;
  SerialPort port(io.get_executor(), pty.path, {115200, 8, device::Parity::none, 1});
  core::run(io, answer_later(port, pty));
  const std::string every_kind = std::string("200 hello\r\n\x03\x04\x11\x13\x1a\x7f\x80\xff", 19) + '\0';
  pty.say(every_kind);
  CHECK(core::run(io, read_for(port, 1000ms)) == every_kind);
}

TEST_CASE("what a pseudo-terminal has not, parity and seven bits, is passed over") {
  Pty pty;
  boost::asio::io_context io;
  for (int openings = 0; openings < 2;
       ++openings) {  // the second changes nothing more, which Linux may refuse
    SerialPort port(io.get_executor(), pty.path, {9600, 7, device::Parity::even, 2});
    core::run(io, answer_later(port, pty));
  }
}

TEST_CASE("a speed no port has is refused in a sentence") {
  Pty pty;
  boost::asio::io_context io;
  const core::Error error = failure_of([&] {
    SerialPort port(io.get_executor(), pty.path, {12345, 8, device::Parity::none, 1});
  });
  CHECK(error.kind == Errc::unsupported);
  CHECK(error.what.find("12345") != std::string::npos);
}

TEST_CASE("a read waits for what comes later and ends at once when it is there") {
  Pty pty;
  boost::asio::io_context io;
  SerialPort port(io.get_executor(), pty.path, {});
  std::thread meter([&pty] {
    std::this_thread::sleep_for(30ms);
    pty.say("late");
  });
  const auto begin = std::chrono::steady_clock::now();
  CHECK(core::run(io, read_for(port, 5000ms)) == "late");
  CHECK(std::chrono::steady_clock::now() - begin < 3s);
  meter.join();
}

TEST_CASE("a silent port times out at its deadline, again and again") {
  Pty pty;
  boost::asio::io_context io;
  SerialPort port(io.get_executor(), pty.path, {});
  for (const auto time : {60ms, 20ms, 40ms}) {
    const auto begin = std::chrono::steady_clock::now();
    CHECK(failure_of([&] { core::run(io, read_for(port, time)); }).kind == Errc::timeout);
    const auto took = std::chrono::steady_clock::now() - begin;
    CHECK(took >= time);
    CHECK(took < time + 2s);
  }
  pty.say("still there");
  CHECK(core::run(io, read_for(port, 1000ms)) == "still there");
}

TEST_CASE("a port nobody reads from times out writing") {
  Pty pty;
  boost::asio::io_context io;
  SerialPort port(io.get_executor(), pty.path, {});
  const core::Bytes plenty(1 << 20, 'x');
  CHECK(failure_of([&] { core::run(io, port.write(plenty, port.now() + 50ms)); }).kind == Errc::timeout);
}

TEST_CASE("a write that times out does not end a read that still has time") {
  Pty pty;
  boost::asio::io_context io;
  SerialPort port(io.get_executor(), pty.path, {});
  const core::Bytes plenty(1 << 20, 'x');
  std::exception_ptr write_error;
  core::spawn(io.get_executor(), port.write(plenty, port.now() + 30ms),
              [&write_error](std::exception_ptr error) { write_error = error; });
  std::thread meter([&pty] {
    std::this_thread::sleep_for(120ms);
    pty.say("in time");
  });
  CHECK(core::run(io, read_for(port, 5000ms)) == "in time");
  CHECK(write_error != nullptr);
  meter.join();
}

TEST_CASE("what came before the port was opened is dropped") {
  Pty pty;
  const int early = ::open(pty.path.c_str(), O_RDWR | O_NOCTTY);
  REQUIRE(early >= 0);
  termios raw{};
  REQUIRE(::tcgetattr(early, &raw) == 0);
  ::cfmakeraw(&raw);
  REQUIRE(::tcsetattr(early, TCSANOW, &raw) == 0);
  pty.say("stale");
  boost::asio::io_context io;
  SerialPort port(io.get_executor(), pty.path, {});
  pty.say("fresh");
  CHECK(core::run(io, read_for(port, 1000ms)) == "fresh");
  ::close(early);
}

TEST_CASE("a meter unplugged is told from a silent one") {
  Pty pty;
  boost::asio::io_context io;
  SerialPort port(io.get_executor(), pty.path, {});
  std::thread puller;
  SECTION("before the read") {
    pty.unplug();
  }
  SECTION("during the read") {
    puller = std::thread([&pty] {
      std::this_thread::sleep_for(30ms);
      pty.unplug();
    });
  }
  const core::Error error = failure_of([&] { core::run(io, read_for(port, 5000ms)); });
  if (puller.joinable()) puller.join();
  CHECK(error.kind == Errc::disconnected);
  CHECK(error.what == "the meter was unplugged");
  CHECK(error.where == pty.path);
  CHECK(failure_of([&] { core::run(io, port.write(core::as_bytes("x"), port.now() + 1s)); }).kind ==
        Errc::disconnected);
}

TEST_CASE("a closed port says so") {
  Pty pty;
  boost::asio::io_context io;
  SerialPort port(io.get_executor(), pty.path, {});
  port.close();
  port.close();
  CHECK(failure_of([&] { core::run(io, read_for(port, 100ms)); }).kind == Errc::cancelled);
}

TEST_CASE("a second opening of a port is refused until the first is closed") {
  Pty pty;
  boost::asio::io_context io;
  {
    SerialPort port(io.get_executor(), pty.path, {});
    CHECK(open_failure(pty.path).kind == Errc::busy);
  }
  SerialPort again(io.get_executor(), pty.path, {});
}

TEST_CASE("a port locked by another process is busy") {
  Pty pty;
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const pid_t other = ::fork();
  if (other == 0) {
    const int fd = ::open(pty.path.c_str(), O_RDWR | O_NOCTTY);
    ::flock(fd, LOCK_EX);
    if (::write(ready[1], "x", 1) != 1) ::_exit(1);
    ::pause();
    ::_exit(0);
  }
  char go = 0;
  REQUIRE(::read(ready[0], &go, 1) == 1);
  CHECK(open_failure(pty.path).kind == Errc::busy);
  ::kill(other, SIGKILL);
  ::waitpid(other, nullptr, 0);
  CHECK(open_failure(pty.path).what == "nothing was thrown");
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_CASE("a port that is not there comes with the way to list ports") {
  for (const char* path : {"/dev/ttyUSB-none", "/no/such/folder/tty", ""}) {
    const core::Error error = open_failure(path);
    CHECK(error.kind == Errc::not_found);
    CHECK(error.advice.find("ls /dev/ttyUSB*") != std::string::npos);
  }
}

TEST_CASE("a file, a folder and a device of another kind are no serial ports") {
  const std::string file = "/tmp/bgbingo-serial-test-" + std::to_string(::getpid());
  std::ofstream(file) << "x";
  for (const std::string& path : {file, std::string("/tmp"), std::string("/dev/null")}) {
    INFO(path);
    CHECK(open_failure(path).kind == Errc::bad_data);
  }
  ::unlink(file.c_str());
}

TEST_CASE("a port without permission names the group and the command") {
  Pty pty;
  const ::group* dialout = ::getgrnam("dialout");
  // Only root can give the port to a group and become somebody else.
  if (::geteuid() != 0 || dialout == nullptr) return;
  REQUIRE(::chown(pty.path.c_str(), 0, dialout->gr_gid) == 0);
  REQUIRE(::chmod(pty.path.c_str(), 0660) == 0);
  REQUIRE(::seteuid(65534) == 0);
  const core::Error error = open_failure(pty.path);
  REQUIRE(::seteuid(0) == 0);
  CHECK(error.kind == Errc::access_denied);
  CHECK(error.what.find("group dialout") != std::string::npos);
  CHECK(error.advice.find("sudo adduser $USER dialout") != std::string::npos);
}

TEST_CASE("a port without a low-latency mode is used as it is") {
  Pty pty;
  CHECK_FALSE(device::set_low_latency(pty.master, true));
  CHECK_FALSE(device::set_low_latency(-1, true));
}
