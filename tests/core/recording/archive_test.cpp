#include "core/recording/archive.hpp"

#include "tests/catch.hpp"

namespace {

constexpr core::ArchiveKind kind{{'T', 'E', 'S', 'T'}, 2, "test file"};

struct Inner {
  std::int16_t number = 0;
  bool flag = false;
  template <class Archive>
  void serialize(Archive& archive) {
    archive(number, flag);
  }
  bool operator==(const Inner&) const = default;
};

struct Outer {
  std::string name;
  std::vector<std::uint8_t> bytes;
  std::vector<Inner> inner;
  template <class Archive>
  void serialize(Archive& archive) {
    archive(name, bytes, inner);
  }
  bool operator==(const Outer&) const = default;
};

const Outer outer{"ab", {1, 2, 3}, {{-2, true}, {300, false}}};
// By hand from the table in archive.hpp: little-endian, lengths of eight bytes.
const std::string payload_hex =
    "0200000000000000 6162"
    "0300000000000000 010203"
    "0200000000000000 feff 01 2c01 00";
const std::string fields_hex = "894247420d0a1a0a 54455354 02000000 2300000000000000";

core::Result<Outer> decode(const core::Bytes& file) {
  return core::decode_archive<Outer>(kind, file);
}

/// A file with this payload and a right checksum: what a hostile writer would make.
core::Bytes sealed(const std::string& hex) {
  return core::seal(kind, *core::parse_hex(hex));
}

}  // namespace

TEST_CASE("an archive is laid out as its table says") {
  const core::Bytes file = core::encode_archive(kind, outer);
  REQUIRE(file.size() == 56 + 35);
  CHECK(core::ByteView(file).first(24).size() == 24);
  CHECK(core::format_hex(core::ByteView(file).first(24)) == core::format_hex(*core::parse_hex(fields_hex)));
  CHECK(core::format_hex(core::ByteView(file).subspan(56)) ==
        core::format_hex(*core::parse_hex(payload_hex)));
  // printf of both parts through sha256sum
  CHECK(core::format_hex(core::ByteView(file).subspan(24, 32)) ==
        "a608aaddebaec0bc96699acbf3ce7dd6c2a1b53b29bd245264359e24ebe64d69");
  REQUIRE(decode(file).has_value());
  CHECK(*decode(file) == outer);
}

TEST_CASE("a truncated archive is refused at every length") {
  const core::Bytes file = core::encode_archive(kind, outer);
  for (std::size_t size = 0; size < file.size(); ++size) {
    const auto result = decode(core::Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size)));
    REQUIRE(result.has_error());
    CHECK(result.error().kind == core::Errc::bad_data);
  }
  core::Bytes longer = file;
  longer.push_back(0);
  CHECK(decode(longer).has_error());
}

TEST_CASE("every flipped bit of an archive is found") {
  const core::Bytes file = core::encode_archive(kind, outer);
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    core::Bytes flipped = file;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    const auto result = decode(flipped);
    REQUIRE(result.has_error());
    CHECK(result.error().kind == core::Errc::bad_data);
  }
}

TEST_CASE("a payload cut short with a right checksum is refused at every length") {
  const core::Bytes payload = *core::parse_hex(payload_hex);
  for (std::size_t size = 0; size < payload.size(); ++size) {
    const auto result = decode(core::seal(kind, core::ByteView(payload).first(size)));
    REQUIRE(result.has_error());
    CHECK(result.error().kind == core::Errc::bad_data);
  }
  core::Bytes longer = payload;
  longer.push_back(0);
  CHECK(decode(core::seal(kind, longer)).has_error());
}

TEST_CASE("lengths that promise more than there is are refused before anything is allocated") {
  for (const std::string length :
       {"0000004000000000", "ffffffffffffffff", "0000000000000040", "0100000000000080"}) {
    INFO(length);
    CHECK(decode(sealed(length)).has_error());
    CHECK(decode(sealed("0000000000000000" + length)).has_error());
    CHECK(decode(sealed("0000000000000000 0000000000000000" + length)).has_error());
  }
}

TEST_CASE("a truth value that is neither 0 nor 1 is refused") {
  CHECK(decode(sealed("0000000000000000 0000000000000000 0100000000000000 0000 02")).has_error());
  CHECK(decode(sealed("0000000000000000 0000000000000000 0100000000000000 0000 01")).has_value());
}

TEST_CASE("an archive of a newer version is refused, an older one is read, version 0 does not exist") {
  core::ArchiveKind other = kind;
  other.version = 3;
  const auto newer = decode(core::encode_archive(other, outer));
  REQUIRE(newer.has_error());
  CHECK(newer.error().kind == core::Errc::refused);
  other.version = 1;
  CHECK(decode(core::encode_archive(other, outer)).has_value());
  other.version = 0;
  CHECK(decode(core::encode_archive(other, outer)).error().kind == core::Errc::bad_data);
}

TEST_CASE("an archive of another kind is refused") {
  core::ArchiveKind other = kind;
  other.tag = {'R', 'E', 'C', 'D'};
  CHECK(decode(core::encode_archive(other, outer)).error().kind == core::Errc::bad_data);
}
