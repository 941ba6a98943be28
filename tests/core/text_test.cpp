#include "core/error.hpp"
#include "core/io/bytes.hpp"
#include "core/text/counted.hpp"
#include "core/text/printable.hpp"
#include "core/text/same_name.hpp"
#include "tests/catch.hpp"

using namespace core;

TEST_CASE("nothing from outside reaches a terminal as a control sequence") {
  CHECK(printable("Anna Müller 🎲") == "Anna Müller 🎲");
  CHECK(printable("\x1b[31mred") == "\\x1B[31mred");
  CHECK(printable("a\tb\nc") == "a\\x09b\\x0Ac");
  CHECK(printable("\x7f") == "\\x7F");
  CHECK(printable("\xc2\x9b"
                  "31m") == "\\u{009B}31m");        // C1 control sequence introducer
  CHECK(printable("\xe2\x80\xae") == "\\u{202E}");  // right-to-left override
  CHECK(printable(std::string_view("a\0b", 3)) == "a\\x00b");
  CHECK(printable("\xff\xfe") == "\\xFF\\xFE");           // not UTF-8
  CHECK(printable("\xc0\xaf") == "\\xC0\\xAF");           // overlong
  CHECK(printable("\xed\xa0\x80") == "\\xED\\xA0\\x80");  // surrogate
  CHECK(printable("\xe2\x80") == "\\xE2\\x80");           // cut short
  CHECK_FALSE(is_printable("\x1b"));
}

TEST_CASE("text in JSON is exact and safe on a terminal") {
  CHECK(json_text("a\"b\\c\nd") == "\"a\\\"b\\\\c\\nd\"");
  CHECK(json_text("\x1b[2J Müller") == "\"\\u001b[2J Müller\"");
  CHECK(json_text("\xe2\x80\xae") == "\"\\u202e\"");
  CHECK(json_text("\xf3\xa0\x80\x81") == "\"\\udb40\\udc01\"");  // U+E0001, a language tag
  CHECK(json_text("\xff") == "\"\\ufffd\"");
}

TEST_CASE("an error is one sentence with what to try next") {
  CHECK(sentence({Errc::timeout, "the meter does not answer", "/dev/ttyUSB0", "Wake it and try again."}) ==
        "the meter does not answer (/dev/ttyUSB0). Wake it and try again.");
  CHECK(sentence({Errc::timeout, "no answer \x1b[2J", "", ""}) == "no answer \\x1B[2J.");
}

TEST_CASE("exit codes tell kinds of trouble apart") {
  CHECK(exit_code(Errc::internal) == 1);
  CHECK(exit_code(Errc::usage) == 2);
  CHECK(exit_code(Errc::not_found) == 3);
  CHECK(exit_code(Errc::timeout) == 4);
  CHECK(exit_code(Errc::bad_data) == 5);
  CHECK(exit_code(Errc::refused) == 6);
}

TEST_CASE("a reader never reads past the end of its bytes") {
  const Bytes bytes{1, 2, 3, 4, 5, 6, 7};
  ByteReader reader(bytes);
  CHECK(reader.u8() == 1);
  CHECK(reader.u16_le() == 0x0302);
  CHECK(reader.u32_le() == 0x07060504);
  CHECK(reader.ok());
  CHECK(reader.u8() == 0);
  CHECK_FALSE(reader.ok());
  CHECK(reader.left() == 0);
}

TEST_CASE("a writer lays numbers out in little-endian order") {
  Bytes out;
  ByteWriter writer(out);
  writer.u8(1);
  writer.u16_le(0x0302);
  writer.u32_le(0x07060504);
  writer.u64_le(0x0F0E0D0C0B0A0908);
  CHECK(format_hex(out, " ") == "01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f");
}

TEST_CASE("hex text is read pair by pair") {
  CHECK(parse_hex("68 65 6C6c 6f") == Bytes{0x68, 0x65, 0x6c, 0x6c, 0x6f});
  CHECK_FALSE(parse_hex("6").has_value());
  CHECK_FALSE(parse_hex("6 8").has_value());
  CHECK_FALSE(parse_hex("zz").has_value());
}

TEST_CASE("names are the same whatever stands between their letters, in capitals or not") {
  for (const char* name : {"td-4277", "TD4277", "td_4277", " T.D 42 77"})
    CHECK(is_same_name("td-4277", name));
  for (const char* name : {"td-4278", "td-427", "td-42777", "", "-"})
    CHECK_FALSE(is_same_name("td-4277", name));
  CHECK_FALSE(is_same_name("", "-"));
  CHECK_FALSE(is_same_name("é", "è"));
}

TEST_CASE("what is counted is one or several") {
  CHECK(core::counted(0, "reading") == "0 readings");
  CHECK(core::counted(1, "reading") == "1 reading");
  CHECK(core::counted(2, "day") == "2 days");
}
