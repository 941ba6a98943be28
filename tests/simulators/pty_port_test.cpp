#include "simulators/pty_port.hpp"

#include <fcntl.h>
#include <fstream>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "core/error.hpp"
#include "tests/catch.hpp"

namespace fs = std::filesystem;
using simulators::PtyPort;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "bgbingo-pty-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { fs::remove_all(path); }
  fs::path path;
};

core::Errc refusal(const fs::path& link) {
  try {
    PtyPort port(115200, link);
  } catch (const core::Failure& failure) {
    return failure.error().kind;
  }
  return core::Errc::internal;
}

}  // namespace

TEST_CASE("a host opens the port by its link and both sides hear each other byte for byte") {
  const Folder folder;
  const fs::path link = folder.path / "meter";
  PtyPort port(115200, link);
  CHECK(fs::read_symlink(link) == port.path());
  const int host = ::open(link.c_str(), O_RDWR | O_NOCTTY);
  REQUIRE(host >= 0);
  const std::string all("\x03\x04\r\n\x11\x13\x1a\x7f\xff\0x", 11);
  char got[32] = {};
  CHECK(::write(host, all.data(), all.size()) == 11);
  CHECK(std::string(got, static_cast<std::size_t>(::read(port.master(), got, sizeof got))) == all);
  CHECK(::write(port.master(), all.data(), all.size()) == 11);
  for (int i = 0; i < 2000 && port.unread() < 11; ++i) ::usleep(1000);
  CHECK(port.unread() == 11);
  CHECK(std::string(got, static_cast<std::size_t>(::read(host, got, sizeof got))) == all);
  CHECK(port.unread() == 0);
  ::close(host);
}

TEST_CASE("the host's baud rate is seen") {
  PtyPort port(115200, {});
  CHECK(port.host_baud() == 115200);
  const int host = ::open(port.path().c_str(), O_RDWR | O_NOCTTY);
  termios settings{};
  REQUIRE(::tcgetattr(host, &settings) == 0);
  ::cfsetspeed(&settings, B9600);
  REQUIRE(::tcsetattr(host, TCSANOW, &settings) == 0);
  CHECK(port.host_baud() == 9600);
  ::close(host);
}

TEST_CASE("an unplugged port is gone with its link and comes back under the same one") {
  const Folder folder;
  const fs::path link = folder.path / "meter";
  PtyPort port(9600, link);
  const int host = ::open(link.c_str(), O_RDWR | O_NOCTTY);
  REQUIRE(host >= 0);
  port.unplug();
  CHECK_FALSE(port.is_plugged());
  CHECK_FALSE(fs::is_symlink(link));
  char byte = 0;
  CHECK(::read(host, &byte, 1) <= 0);
  port.plug();
  CHECK(fs::read_symlink(link) == port.path());
  ::close(host);
}

TEST_CASE("the link never takes the place of what is not a dead port's") {
  const Folder folder;
  const fs::path link = folder.path / "meter";
  SECTION("a file") {
    std::ofstream(link) << "mine";
  }
  SECTION("a folder") {
    fs::create_directory(link);
  }
  SECTION("a link to a file") {
    std::ofstream(folder.path / "file") << "mine";
    fs::create_symlink(folder.path / "file", link);
  }
  SECTION("a link elsewhere that leads nowhere") {
    fs::create_symlink("/nowhere/at/all", link);
  }
  SECTION("a link into /dev/pts by way of another folder") {
    fs::create_symlink("/dev/pts/../nowhere", link);
  }
  SECTION("a link that came before ours was made") {
    fs::create_symlink("/dev/ptmx", link);
  }
  const fs::file_status before = fs::symlink_status(link);
  CHECK(refusal(link) == core::Errc::refused);
  CHECK(fs::symlink_status(link).type() == before.type());
}

TEST_CASE("a running simulator keeps its link, one that was killed loses it") {
  const Folder folder;
  const fs::path link = folder.path / "meter";
  {
    PtyPort running(9600, link);
    CHECK(refusal(link) == core::Errc::refused);
    CHECK(fs::read_symlink(link) == running.path());
  }
  CHECK_FALSE(fs::is_symlink(link));
  fs::create_symlink("/dev/pts/4000000", link);
  PtyPort next(9600, link);
  CHECK(fs::read_symlink(link) == next.path());
  CHECK(std::distance(fs::directory_iterator(folder.path), {}) == 1);
}

TEST_CASE("at its end the port leaves a link alone that is no longer its own") {
  const Folder folder;
  const fs::path link = folder.path / "meter";
  {
    PtyPort port(9600, link);
    fs::remove(link);
    std::ofstream(link) << "mine";
  }
  CHECK(fs::is_regular_file(link));
}

TEST_CASE("a link in a folder that does not exist is not found") {
  CHECK(refusal("/nowhere/at/all/meter") == core::Errc::not_found);
}
