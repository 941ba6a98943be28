#include "core/recording/recording.hpp"

#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

#include "core/io/async.hpp"
#include "core/io/memory_stream.hpp"
#include "core/io/private_file.hpp"
#include "core/recording/recording_stream.hpp"
#include "tests/catch.hpp"
#include "tests/core/recording/bytes.hpp"

namespace {

using namespace std::chrono_literals;
using core::Direction;

core::Recording example() {
  core::Recording recording;
  recording.driver = "bgstar";
  recording.model = "ibgstar";
  recording.settings = "115200 8N1";
  recording.started = *core::parse_utc("2020-02-14T21:30:02Z");
  recording.zone = "Europe/London";
  recording.exchanges = {{Direction::to_meter, 0us, bytes("hello\r")},
                         {Direction::from_meter, 1500us, bytes("200 hello ")},
                         {Direction::from_meter, 2000us, bytes("JAZZESC-EN\r\n")},
                         {Direction::to_meter, 2000001us, bytes("get serial\r")}};
  return recording;
}

/// A folder of this test's own, removed at its end.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "bgbingo-recording-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

core::Errc kind_of_failure(const std::filesystem::path& path) {
  try {
    core::read_recording(path);
  } catch (const core::Failure& failure) {
    return failure.error().kind;
  }
  return core::Errc::internal;
}

boost::asio::awaitable<void> converse(core::ByteStream& wire) {
  const auto deadline = wire.now() + 1s;
  co_await wire.write(core::as_bytes("hello\r"), deadline);
  std::uint8_t buffer[4];
  while (true) co_await wire.read_some(buffer, deadline);
}

}  // namespace

TEST_CASE("a recording comes back as it was written, private whatever the umask") {
  const Folder folder;
  const auto path = folder.path / "session.bgr";
  const mode_t mask = ::umask(0);
  core::write_private_file(path, core::encode_recording(example()), "recording");
  ::umask(mask);
  CHECK(core::read_recording(path) == example());
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  core::Recording other = example();
  other.exchanges.clear();
  core::write_private_file(path, core::encode_recording(other), "recording");
  CHECK(core::read_recording(path) == other);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 1);
}

TEST_CASE("what cannot be read as a recording is told apart") {
  const Folder folder;
  CHECK(kind_of_failure(folder.path / "none") == core::Errc::not_found);
  CHECK(kind_of_failure(folder.path) == core::Errc::bad_data);
  std::ofstream(folder.path / "text") << "no recording";
  CHECK(kind_of_failure(folder.path / "text") == core::Errc::bad_data);
  CHECK_THROWS_AS(
      core::write_private_file(folder.path / "no" / "folder", core::encode_recording(example()), "recording"),
      core::Failure);
}

TEST_CASE("a direction, time or start that cannot be is refused") {
  core::Recording recording = example();
  CHECK(core::decode_recording(core::encode_recording(recording)).has_value());
  SECTION("direction") {
    recording.exchanges[0].direction = static_cast<Direction>(2);
  }
  SECTION("time") {
    recording.exchanges[0].at = -1us;
  }
  SECTION("start") {
    recording.started = core::UtcSeconds(std::chrono::seconds(-1));
  }
  CHECK(core::decode_recording(core::encode_recording(recording)).error().kind == core::Errc::bad_data);
}

TEST_CASE("a recording stream writes down both directions, also of a wire that broke") {
  core::Recording recording;
  core::MemoryStream wire([](core::ByteView) {
    return core::MemoryStream::Answer{bytes("200 hello\r\n"), true};
  });
  core::RecordingStream stream(wire, recording);
  boost::asio::io_context io;
  CHECK_THROWS_AS(core::run(io, converse(stream)), core::Failure);
  CHECK(recording.exchanges == std::vector<core::Exchange>{{Direction::to_meter, 0us, bytes("hello\r")},
                                                           {Direction::from_meter, 0us, bytes("200 ")},
                                                           {Direction::from_meter, 0us, bytes("hell")},
                                                           {Direction::from_meter, 0us, bytes("o\r\n")}});
}

TEST_CASE("times in a recording count from its beginning") {
  core::Recording recording;
  core::MemoryStream wire([](core::ByteView) { return core::MemoryStream::Answer{}; });
  core::RecordingStream stream(wire, recording);
  boost::asio::io_context io;
  for (int i = 0; i < 2; ++i) CHECK_THROWS_AS(core::run(io, converse(stream)), core::Failure);
  REQUIRE(recording.exchanges.size() == 2);
  CHECK(recording.exchanges[1].at == 1s);
}

TEST_CASE("a recording is described as hex and text, sixteen bytes a line") {
  CHECK(core::describe(example()) ==
        "driver bgstar, model ibgstar, line 115200 8N1\n"
        "started 2020-02-14T21:30:02Z, zone Europe/London\n"
        "17 bytes to the meter, 22 bytes from it\n"
        "      0.000000 > 68 65 6c 6c 6f 0d                                hello.\n"
        "      0.001500 < 32 30 30 20 68 65 6c 6c 6f 20 4a 41 5a 5a 45 53  200 hello JAZZES\n"
        "               < 43 2d 45 4e 0d 0a                                C-EN..\n"
        "      2.000001 > 67 65 74 20 73 65 72 69 61 6c 0d                 get serial.\n");
}

TEST_CASE("the end of a recording is its last lines, and no more than there are") {
  const std::string all = core::describe(example());
  const std::string end = core::describe_end(example(), 2);
  CHECK(std::count(end.begin(), end.end(), '\n') == 2);
  CHECK(all.ends_with(end));
  CHECK(core::describe_end(example(), 100) == all.substr(all.find("      0.000000")));
  CHECK(core::describe_end({}, 2).empty());
}

TEST_CASE("a recording from a stranger cannot write to the terminal what it likes") {
  core::Recording recording;
  recording.driver = "\x1b[2J";
  recording.exchanges = {{Direction::from_meter, 0us, bytes("\x1b]0;x\x07")}};
  const std::string text = core::describe(recording);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find('\x07') == std::string::npos);
  CHECK(text.find("driver \\x1B[2J, model unknown") == 0);
}
