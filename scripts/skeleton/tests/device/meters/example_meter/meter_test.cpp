#include <boost/asio/io_context.hpp>

#include "core/io/async.hpp"
#include "core/io/memory_stream.hpp"
#include "device/meters/example_meter/example_meter_meter.hpp"
#include "device/meters/example_meter/records.hpp"
#include "device/registry.hpp"
#include "tests/catch.hpp"
#include "tests/failure_of.hpp"

// Replace these by tests of what the page says, its example bytes first.
TEST_CASE("example_meter says that its driver is not written yet, and nothing goes over the wire") {
  std::size_t words = 0;
  core::MemoryStream wire([&words](core::ByteView) {
    ++words;
    return core::MemoryStream::Answer{};
  });
  boost::asio::io_context io;
  const auto meter = device::example_meter::open(wire);
  device::Downloaded result;
  CHECK(failure_of([&] { core::run(io, meter->identify()); }).kind == core::Errc::unsupported);
  CHECK(failure_of([&] { core::run(io, meter->download({}, result)); }).kind == core::Errc::unsupported);
  CHECK_FALSE(result.complete);
  CHECK(words == 0);
}

TEST_CASE("no record of example_meter is read, and nobody is offered the driver") {
  const core::Bytes record{0x01, 0x02};
  const auto entry = device::example_meter::decode_record(record);
  REQUIRE(entry.has_error());
  CHECK(entry.error().kind == core::Errc::unsupported);
  CHECK_FALSE(device::example_meter::is_answer(record));
  CHECK(device::find_driver("example_meter") == nullptr);
}
