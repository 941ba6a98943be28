#include "device/line_reader.hpp"

#include <vector>

#include <boost/asio/io_context.hpp>

#include "core/error.hpp"
#include "core/io/async.hpp"
#include "core/io/memory_stream.hpp"
#include "tests/catch.hpp"

namespace {

boost::asio::awaitable<std::vector<std::string>> lines_until_silence(core::MemoryStream& wire) {
  device::LineReader reader(wire);
  std::vector<std::string> lines;
  try {
    while (true) lines.emplace_back(co_await reader.read_line(wire.now() + std::chrono::seconds(1)));
  } catch (const core::Failure& failure) {
    CHECK(failure.error().kind == core::Errc::timeout);
  }
  co_return lines;
}

std::vector<std::string> lines_of(std::string_view bytes) {
  core::MemoryStream wire([](core::ByteView) { return core::MemoryStream::Answer{}; });
  wire.push(core::as_bytes(bytes));
  boost::asio::io_context io;
  return core::run(io, lines_until_silence(wire));
}

using Lines = std::vector<std::string>;

/// A wire that never falls silent: a letter a millisecond.
class Babble : public core::ByteStream {
 public:
  core::Deadline now() const override { return now_; }
  boost::asio::awaitable<std::size_t> read_some(std::span<std::uint8_t> into, core::Deadline) override {
    now_ += std::chrono::milliseconds(1);
    into[0] = 'x';
    co_return 1;
  }
  boost::asio::awaitable<void> write(core::ByteView, core::Deadline) override { co_return; }
  void close() override {}

 private:
  core::Deadline now_{};
};

boost::asio::awaitable<core::Errc> outcome(core::ByteStream& wire, core::Deadline deadline) {
  device::LineReader reader(wire);
  try {
    co_await reader.read_line(deadline);
  } catch (const core::Failure& failure) {
    co_return failure.error().kind;
  }
  co_return core::Errc::internal;
}

}  // namespace

TEST_CASE("a line ends with CR LF, with CR or with LF") {
  CHECK(lines_of("one\r\ntwo\rthree\nfour\r\n") == Lines{"one", "two", "three", "four"});
}

TEST_CASE("empty lines are passed over") {
  CHECK(lines_of("\r\n\r\n\none\r\r\rtwo\n") == Lines{"one", "two"});
}

TEST_CASE("half a line is no line") {
  CHECK(lines_of("one\rtw") == Lines{"one"});
}

TEST_CASE("a line of 128 characters is readable, a longer one is not and costs no memory") {
  const auto lines = lines_of(std::string(128, 'x') + "\r" + std::string(100000, 'y') + "\rz\r");
  REQUIRE(lines.size() == 3);
  CHECK(device::is_readable(lines[0]));
  CHECK(lines[1].size() == 129);
  CHECK_FALSE(device::is_readable(lines[1]));
  CHECK(lines[2] == "z");
}

TEST_CASE("only printable ASCII is readable") {
  CHECK(device::is_readable("200 hello ~"));
  CHECK_FALSE(device::is_readable("200 hello\t"));
  CHECK_FALSE(device::is_readable("200 hello \x7f"));
  CHECK_FALSE(device::is_readable("200 hello \xc3\xa9"));
}

TEST_CASE("a wire that never falls silent keeps nobody beyond the deadline") {
  Babble wire;
  boost::asio::io_context io;
  CHECK(core::run(io, outcome(wire, core::Deadline{} + std::chrono::seconds(1))) == core::Errc::timeout);
  CHECK(wire.now() <= core::Deadline{} + std::chrono::seconds(1));
}
