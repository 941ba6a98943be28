#include "simulators/tcp_port.hpp"

#include "tests/catch.hpp"

TEST_CASE("a meter listens on loopback addresses, written with their port, and nowhere else") {
  const auto local = simulators::parse_loopback_address("127.0.0.1:7000");
  CHECK(local->host == "127.0.0.1");
  CHECK(local->port == 7000);
  CHECK(simulators::parse_loopback_address("127.1.2.3:0")->port == 0);
  CHECK(simulators::parse_loopback_address("[::1]:65535")->host == "::1");
  for (const std::string_view text :
       {"", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "127.0.0.1:-1", "127.0.0.1:1 ", " 127.0.0.1:1",
        "0.0.0.0:1", "10.0.0.1:1", "::1:1", "[::1]", "[::]:1", "[fe80::1]:1", "[127.0.0.1]:1", "localhost:1",
        "[::ffff:10.0.0.1]:1", "[]:1"}) {
    INFO(text);
    const auto result = simulators::parse_loopback_address(text);
    REQUIRE(result.has_error());
    CHECK(result.error().kind == core::Errc::usage);
  }
}
