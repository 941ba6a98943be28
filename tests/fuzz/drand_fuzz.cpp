// Whatever stands in a beacon's answer or is pasted: only the announced round's signature comes out, and with
// a randomness beside it only that of this signature.
// length: 512
// covers: game/public_value.cpp
// plant: game/public_value.cpp s/get_string\(\)\) != randomness\(\*value\)/get_string()).size() != 64/
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "core/io/bytes.hpp"
#include "core/io/digest.hpp"
#include "game/public_value.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

constexpr std::int64_t round_number = 657413;
const core::UtcSeconds due = game::drand_time(round_number);

/// A value that was read is the same when it is written and read again, by itself or by a witness.
void check_value(const game::PublicSource& source, const game::PublicValue& value) {
  require(value.kind == source.kind);
  const std::string text = game::format_value(value);
  const std::string_view kind = game::name(value.kind);
  require(game::parse_public_kind(text.substr(0, text.find(' '))) == value.kind);
  const std::string words = text.size() > kind.size() ? text.substr(kind.size() + 1) : "";
  require(game::parse_value(text) == value);
  require(game::read_public_value(source, words).value() == value);
  require(game::matches(value, words) == (value.kind != game::PublicKind::local));
  if (value.kind != game::PublicKind::drand) return;
  require(value.signature.size() == 96 &&
          value.signature.find_first_not_of("0123456789abcdef") == std::string::npos);
  require(game::matches(value, game::randomness(value)));
  require(game::drand_round_for(due - std::chrono::seconds{60}) == round_number);
  require(game::drand_round_for({}) == 0);
  require(!game::not_yet_due(source, due) && game::not_yet_due(source, due - std::chrono::seconds{1}));
}

/// Anything at all.
void check_text(std::string_view text) {
  for (const game::PublicKind kind :
       {game::PublicKind::drand, game::PublicKind::dice, game::PublicKind::local}) {
    const game::PublicSource source{kind, kind == game::PublicKind::local ? 0 : round_number};
    require(game::format_source(source).find(game::name(kind)) == 0);
    const auto value = game::read_public_value(source, text);
    if (value)
      check_value(source, *value);
    else
      require(value.error().kind == core::Errc::usage || value.error().kind == core::Errc::refused);
    require(!game::matches({}, text));
  }
}

/// A right answer made from the input, then the same with one digit of one field changed.
void check_answer(core::ByteView input) {
  core::ByteReader reader(input);
  const std::uint8_t field = reader.u8();
  const std::uint8_t place = reader.u8();
  const core::ByteView signature = reader.take(48);
  const core::ByteView rest = reader.take(reader.left());
  if (!reader.ok()) return;
  std::string fields[] = {core::format_hex(signature), core::format_hex(core::sha256(signature)),
                          std::to_string(round_number)};
  const std::string right = fields[0];
  const auto answer = [&] {
    return fmt::format(R"({{"round":{},"randomness":"{}","signature":"{}"}})", fields[2], fields[1],
                       fields[0]);
  };
  const auto read = game::read_beacon_answer(round_number, answer());
  require(read.has_value() && read->signature == right);
  check_value({game::PublicKind::drand, round_number}, *read);

  char& digit = fields[field % 3][place % fields[field % 3].size()];
  digit = digit == '1' ? '2' : '1';
  require(!game::read_beacon_answer(round_number, answer()).has_value());
  // Fields of a stranger's choice in front, which may stand for ours too: never another signature than told.
  fields[field % 3] = core::as_text(rest);
  const auto odd = game::read_beacon_answer(round_number, answer());
  if (odd) require(field % 3 != 1 || odd->signature == right);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check_text(core::as_text({data, size}));
  check_answer({data, size});
  return 0;
}
