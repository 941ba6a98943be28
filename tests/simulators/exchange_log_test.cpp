#include "simulators/exchange_log.hpp"

#include "core/io/private_file.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace {

core::Bytes bytes_of(std::string_view text) {
  const core::ByteView view = core::as_bytes(text);
  return {view.begin(), view.end()};
}

}  // namespace

TEST_CASE("an exchange is a JSON object with time, direction, hex and text") {
  using core::Direction;
  using std::chrono::microseconds;
  CHECK(simulators::format_exchange({Direction::to_meter, microseconds(1'250'031), bytes_of("hello\r")}) ==
        R"({"at_s":1.250031,"direction":"to_meter","hex":"68656c6c6f0d","text":"hello\u000d"})");
  CHECK(simulators::format_exchange({Direction::from_meter, microseconds(7), bytes_of("\x80\"\\")}) ==
        R"({"at_s":0.000007,"direction":"from_meter","hex":"80225c","text":"\ufffd\"\\"})");
  CHECK(simulators::format_exchange({Direction::to_meter, microseconds(7), bytes_of("x")}, 9600) ==
        R"({"at_s":0.000007,"direction":"to_meter","baud":9600,"hex":"78","text":"x"})");
}

TEST_CASE("a log is appended to, and anything but a file is refused") {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "log";
  simulators::ExchangeLog(path).write("one");
  simulators::ExchangeLog(path).write("two");
  CHECK(core::read_whole_file(path, 100, "log") == bytes_of("one\ntwo\n"));
  CHECK((std::filesystem::status(path).permissions() & std::filesystem::perms::mask) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  CHECK_THROWS_AS(simulators::ExchangeLog(folder.path()), core::Failure);
  CHECK_THROWS_AS(simulators::ExchangeLog("/dev/null"), core::Failure);
  CHECK_THROWS_AS(simulators::ExchangeLog(folder.path() / "none" / "log"), core::Failure);
  CHECK_THROWS_AS(simulators::ExchangeLog("/dev/full"), core::Failure);
}
