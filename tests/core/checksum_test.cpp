#include "core/io/checksum.hpp"

#include "tests/catch.hpp"

using namespace core;

TEST_CASE("checksums give the published check values of 123456789") {
  const ByteView digits = as_bytes("123456789");
  CHECK(crc16(digits) == 0x29b1);  // CRC-16/IBM-3740
  CHECK(crc8(digits) == 0xa1);     // CRC-8/MAXIM-DOW
  CHECK(sum8(digits) == 0xdd);     // 477
  CHECK(sum16(digits) == 477);
  CHECK(xor8(digits) == 0x31);
}

TEST_CASE("checksums of nothing are their starting values") {
  CHECK(crc16({}) == 0xffff);
  CHECK(crc8({}) == 0);
  CHECK(sum16({}) == 0);
}

TEST_CASE("sums go round") {
  const Bytes many(300, 0xff);
  CHECK(sum16(many) == (300 * 255) % 65536);
  CHECK(sum8(many) == (300 * 255) % 256);
}

TEST_CASE("lines of real meters carry the sum that is computed") {
  // A OneTouch Ultra's answers to DMS and DMF, and its record, as a serial monitor logged them.
  CHECK(sum16(as_bytes("S")) == 0x0053);
  CHECK(sum16(as_bytes("F \"TUE\",\"08/12/14\",\"15:40:16   \"")) == 0x060b);
  CHECK(sum16(as_bytes("P \"SAT\",\"08/09/14\",\"17:21:48   \",\"  091 \", 00")) == 0x0831);
  // A OneTouch Verio IQ's clock; the CRC goes over the frame before it.
  const auto frame = parse_hex("02 0c 00 03 06 09 f5 7c 1b 03").value();
  CHECK(crc16(frame) == 0x1637);
}
