#include "core/io/http_client.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"

using namespace core;

// What a real server on the other end does to a request is in tests/cli/beacon_test.sh.
TEST_CASE("the host of an https address is what stands between scheme and path") {
  CHECK(https_host("https://api.drand.sh") == "api.drand.sh");
  CHECK(https_host("https://localhost:8443/52db/public/1") == "localhost:8443");
  CHECK(https_host("https://[::1]:8443?x#y") == "[::1]:8443");
}

TEST_CASE("only plain https addresses are asked") {
  for (const std::string url :
       {"", "api.drand.sh", "http://api.drand.sh/", "HTTP://api.drand.sh/", "file:///etc/passwd",
        " https://a/", "https://", "https:///x", "https://anna:secret@a/", "https://a/ b",
        "https://a/\r\nHost: b", "https://a\\@b/", "https://\xc3\xa4/"}) {
    INFO(url);
    CHECK(https_host(url).empty());
    try {
      (void)http_get({url});
      CHECK(false);
    } catch (const Failure& failure) {
      CHECK(failure.error().kind == Errc::usage);
    }
  }
  CHECK(https_host("https://" + std::string(2'000, 'a')).empty());
}
