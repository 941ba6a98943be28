#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time/meter_time.hpp"
#include "game/judge.hpp"
#include "game/public_value.hpp"
#include "game/round.hpp"
#include "game/rules.hpp"

namespace game {

// The three texts of a round and the one parser for them; the format is docs/round-file.md.

constexpr std::size_t largest_round_file = 262'144;  ///< bytes
constexpr int most_entries = 500;
/// With these two, the longest names and the longest lines, a file stays below largest_round_file: the draw
/// of what was entered cannot fail because it grew too large.
constexpr int most_corrections = 500;

/// Published before the first entry.
struct Announcement {
  Rules rules;
  std::string series;
  std::string round;
  std::string anchor;
  int place = 1;  ///< of this round in its season, from 1
  int season_length = 1;
  core::UtcSeconds opened;
  core::UtcSeconds closes;  ///< as planned
  PublicKind kind = PublicKind::local;
};

/// Published at the close.
struct ClosedList {
  core::UtcSeconds closed;
  PublicSource source;
  std::string ranked;                    ///< ranked_commitment
  std::vector<std::string> commitments;  ///< of the entries 1, 2, …
};

/// A line of the openings: everybody who was ranked at the close.
struct OpenedLine {
  enum class Kind : std::uint8_t { value, rests, withdrawn };
  int entry = 0;
  Kind kind = Kind::value;
  core::Glucose value;
  std::string salt;
  std::optional<Evidence> evidence;  ///< shown only where there is a prize
};

struct RoundFile {
  Announcement announcement;
  ClosedList list;
  State state = State::provisional;  ///< provisional, final or void
  std::string secret;
  std::optional<PublicValue> value;  ///< nothing only in a void round
  std::string md5 = "-";             ///< "-" without a value
  std::optional<int> number;         ///< in steps
  std::string ranked_salt = "-";     ///< "-" in a void round
  std::vector<OpenedLine> openings;
  std::vector<Correction> corrections;
  std::vector<Placing> places;
  std::string prize_to = "-";  ///< "-", "shared" or an entry
  std::string reason;          ///< of a void round
  std::map<int, std::string> names;
};

/// The entry that calls the throws unless the host names another: spread over the list by its own lines, so
/// that nobody chooses it. 1 for an empty list.
int named_caller(const std::vector<std::string>& commitments);

/// Lines "bgbingo-round 1" to "opening", and the digest that stands in the last.
std::string format_announcement(const Announcement& announcement);
std::string opening_digest(const Announcement& announcement);
/// Lines "opening" to "list", and the digest that stands in the last.
std::string format_list(const Announcement& announcement, const ClosedList& list);
std::string list_digest(const Announcement& announcement, const ClosedList& list);
/// The whole file.
std::string format_round_file(const RoundFile& file);

/// The one parser, strict: anything but the canonical form is Errc::bad_data that names the line. It checks
/// the form and the digests inside; whether what the file says is right is verify's part.
core::Result<RoundFile> parse_round_file(std::string_view text);
core::Result<Announcement> parse_announcement(std::string_view text);
core::Result<ClosedList> parse_list(std::string_view text, const Announcement& announcement);
/// What format_rules wrote.
core::Result<Rules> parse_rules(std::string_view text);

}  // namespace game
