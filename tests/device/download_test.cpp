#include "device/download.hpp"

#include <boost/asio/io_context.hpp>

#include "core/io/async.hpp"
#include "device/registry.hpp"
#include "tests/catch.hpp"
#include "tests/device/bgstar_peer.hpp"
#include "tests/failure_of.hpp"

using core::Errc;

namespace {

device::MeterRead read(core::ByteStream& wire, const device::ReadOptions& options = {}) {
  boost::asio::io_context io;
  const auto meter = device::serial_link(*device::find_driver("bgstar")).open(wire);
  return core::run(io, device::read_meter(*meter, options));
}

}  // namespace

TEST_CASE("a conversation brings identity, clock and readings in 2 x new + 12 questions") {
  BgstarPeer peer = peer_with_two_records();
  peer.answers["get serial"] = "200 serial SIM00000000001";
  peer.records.emplace_back("0 0 110 0 2020 1 12 8 0 0");
  core::MemoryStream wire([&peer](core::ByteView bytes) { return peer(bytes); });
  device::ReadOptions options;
  options.zone = "Europe/London";
  options.host_clock = [] { return *core::parse_utc("2020-02-14T21:30:00Z"); };

  const auto first = read(wire, options);
  CHECK_FALSE(first.broken);
  CHECK(first.identity.simulated);
  REQUIRE(first.clock);
  CHECK(core::clock_difference(*first.clock) == std::chrono::seconds(2));
  CHECK(first.downloaded.complete);
  CHECK(first.downloaded.entries.size() == 3);
  CHECK(first.exchanges == 5 + 2 + 1 + 2 * 3 + 2);

  std::string asked_for;
  options.find_bookmark = [&](const device::Identity& identity) {
    asked_for = identity.serial;
    return std::optional(first.downloaded.bookmark);
  };
  for (std::size_t fresh = 0; fresh < 4; ++fresh) {
    const auto again = read(wire, options);
    CHECK(asked_for == "SIM00000000001");
    CHECK(again.downloaded.entries.size() == fresh);
    CHECK(again.downloaded.met_bookmark);
    CHECK(again.exchanges == 2 * fresh + 11);
    peer.records.insert(peer.records.begin(), "0 0 12" + std::to_string(fresh) + " 0 2020 2 13 8 34 18");
  }
}

TEST_CASE("a conversation that breaks keeps what came and says why") {
  BgstarPeer peer = peer_with_two_records();
  peer.tamper = [](std::size_t now, std::string& answer) {
    if (now == 11) answer = "cut";
  };
  core::MemoryStream wire([&peer](core::ByteView bytes) { return peer(bytes); });
  const auto result = read(wire);
  REQUIRE(result.broken);
  CHECK(result.broken->kind == Errc::disconnected);
  CHECK(result.clock);
  CHECK(result.downloaded.entries.size() == 1);
  CHECK_FALSE(result.downloaded.complete);
}

TEST_CASE("a refusal from the bookmark's look-up ends the conversation before a reading is asked for") {
  BgstarPeer peer = peer_with_two_records();
  core::MemoryStream wire([&peer](core::ByteView bytes) { return peer(bytes); });
  device::ReadOptions options;
  options.find_bookmark = [](const device::Identity&) -> std::optional<core::Bookmark> {
    throw core::Failure({Errc::refused, "this meter belongs to another profile", "", ""});
  };
  CHECK(failure_of([&] { read(wire, options); }).kind == Errc::refused);
  CHECK(peer.asked.size() == 5);
}

TEST_CASE("a clock that shows no calendar time costs no reading") {
  BgstarPeer peer = peer_with_two_records();
  peer.answers["get datetime"] = "200 datetime 2000 0 0 0 0 0";
  core::MemoryStream wire([&peer](core::ByteView bytes) { return peer(bytes); });
  const auto result = read(wire);
  CHECK_FALSE(result.broken);
  CHECK_FALSE(result.clock);
  CHECK(result.downloaded.entries.size() == 2);
}
