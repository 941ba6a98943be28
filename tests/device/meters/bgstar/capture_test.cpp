#include "tests/device/capture.hpp"

#include <boost/asio/io_context.hpp>

#include "core/io/async.hpp"
#include "device/meters/bgstar/conversation.hpp"
#include "device/meters/bgstar/records.hpp"
#include "tests/catch.hpp"

using namespace device::bgstar;

namespace {

boost::asio::awaitable<void> repeat_real_conversation(core::MemoryStream& wire) {
  std::size_t exchanges = 0;
  Conversation meter(wire, exchanges);
  co_await meter.greet();
  const auto serial = co_await meter.ask("get serial", "its serial number", decode_serial);
  CHECK(serial == "SIM00000000001");
  const auto product = co_await meter.ask("get sysinfo all", "its model", decode_product);
  CHECK(product == "BGStar");
  const auto unit = co_await meter.ask("get gluunit", "its unit", decode_unit);
  CHECK(unit == "mg/dL");
  const auto clock = co_await meter.ask("get datetime", "its clock", decode_datetime);
  CHECK(core::format_local(clock) == "2020-02-14 21:30:02");
  const auto count = co_await meter.ask("get glucount", "its count", decode_count);
  CHECK(count == 935);
  const auto record = co_await meter.ask("get glurec 0", "record 0", decode_record);
  CHECK(core::format_time(record.time) == "2020-02-13 08:34:18");
  CHECK(record.content ==
        core::Content(core::BloodGlucose{core::mg_dl(113), core::MealMarker::before_breakfast}));
  CHECK(exchanges == 7);
}

}  // namespace

TEST_CASE("the bytes of a real BGStar are read as its owner saw them, question by question") {
  const Capture capture("bgstar/real-2020.txt");
  CapturePeer peer(capture);
  core::MemoryStream wire([&peer](core::ByteView bytes) { return peer(bytes); });
  boost::asio::io_context io;
  core::run(io, repeat_real_conversation(wire));
  CHECK(peer.at_end());
}
