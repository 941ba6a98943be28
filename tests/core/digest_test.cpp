#include "core/io/digest.hpp"

#include "tests/catch.hpp"

using namespace core;

TEST_CASE("SHA-256 gives the digests of FIPS 180-4's examples") {
  CHECK(format_hex(sha256(as_bytes("abc"))) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(format_hex(sha256({})) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(format_hex(
            sha256(as_bytes("abcdbcdecdefdefgefghfghighij"), as_bytes("hijkijkljklmklmnlmnomnopnopq"))) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST_CASE("MD5 gives the digests of RFC 1321's test suite") {
  CHECK(format_hex(md5({})) == "d41d8cd98f00b204e9800998ecf8427e");
  CHECK(format_hex(md5(as_bytes("message digest"))) == "f96b697d7cb7938d525a2f31aaf161d0");
}

TEST_CASE("random bytes come in the number asked for and differ") {
  CHECK(random_bytes(16).size() == 16);
  CHECK(random_bytes(16) != random_bytes(16));
}
