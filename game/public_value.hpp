#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "core/time/meter_time.hpp"

namespace game {

/// Where the part of the draw comes from that nobody could know before; fixed when the round opens.
enum class PublicKind : std::uint8_t {
  drand,  ///< drand quicknet, the first round at or after the actual close + 60 s
  dice,   ///< ten throws or more, called by the player the closed list names
  local,  ///< none: the host could have known the number (weakness_of_local)
};
std::string_view name(PublicKind kind);
std::optional<PublicKind> parse_public_kind(std::string_view text);

/// Printed wherever a round without a public value opens or is checked.
constexpr std::string_view weakness_of_local =
    "no public value guards this number against a host who helps somebody, only against a changed mind";

/// drand quicknet (chain 52db9ba7…): period 3 s, genesis 1692803367; a round's randomness is the sha256 of
/// its BLS signature of 48 bytes. The signature itself is checked elsewhere (docs/fairness.md): an invented
/// one passes the sha256, so that value is called witnessed only when somebody looked it up.
constexpr std::int64_t drand_delay_seconds = 60;
core::UtcSeconds drand_time(std::int64_t round);
/// The first round at or after closing + 60 s; below 1 before the beacon's beginning.
std::int64_t drand_round_for(core::UtcSeconds closed);
/// Public relays of the beacon: the same answer stands on each of them.
constexpr std::array<std::string_view, 4> drand_relays{
    "https://api.drand.sh", "https://api2.drand.sh", "https://api3.drand.sh", "https://drand.cloudflare.com"};
/// Where anybody finds it.
std::string drand_address(std::int64_t round, std::string_view relay = drand_relays.front());

/// Announced at the close: the exact number of the public value.
struct PublicSource {
  PublicKind kind = PublicKind::local;
  std::int64_t number = 0;  ///< drand: the round; dice: the entry that calls the throws; local: 0
  bool operator==(const PublicSource&) const = default;
};
/// "drand 27946612", "dice 3", "local"
std::string format_source(const PublicSource& source);

/// "the beacon has not spoken yet (round 27946612 is due at …)", as long as that is so.
std::optional<core::Error> not_yet_due(const PublicSource& source, core::UtcSeconds now);

/// The value itself, once it is known.
struct PublicValue {
  PublicKind kind = PublicKind::local;
  std::string signature;    ///< drand: 96 hexadecimal digits
  std::vector<int> throws;  ///< dice: 10 to 16 throws of 1 to 6, as called
  bool operator==(const PublicValue&) const = default;
};
/// "drand b713…", "dice 3 1 6 …", "local"
std::string format_value(const PublicValue& value);
/// What format_value wrote.
std::optional<PublicValue> parse_value(std::string_view text);
/// The beacon's whole answer, {"round":657413,"randomness":"fc18…","signature":"b713…"}: the round must be
/// this one, and the randomness, where it is told, the signature's sha256. Errors: usage, or refused where it
/// is another answer than the one asked for. At most 64 KiB.
[[nodiscard]] core::Result<PublicValue> read_beacon_answer(std::int64_t round, std::string_view text);
/// What a host pastes: the signature, the beacon's whole answer, or the throws separated by spaces or commas.
[[nodiscard]] core::Result<PublicValue> read_public_value(const PublicSource& source,
                                                          std::string_view pasted);
/// drand: sha256 of the signature's bytes, 64 digits.
std::string randomness(const PublicValue& value);

/// Whether what a witness noted (noted_words) is this value: drand's signature or randomness is among the
/// words, or the words are the throws. Nothing witnesses a local value.
bool matches(const PublicValue& value, std::string_view noted);

}  // namespace game
