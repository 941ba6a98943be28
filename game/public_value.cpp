#include "game/public_value.hpp"

#include <algorithm>
#include <array>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "core/io/bytes.hpp"
#include "game/digest.hpp"
#include "game/words.hpp"

namespace game {
namespace {

constexpr std::int64_t genesis = 1'692'803'367;
constexpr std::int64_t period = 3;
constexpr std::size_t largest_answer = 64 * 1024;  // a real one has some 300 bytes
constexpr std::array<std::string_view, 3> kind_names{"drand", "dice", "local"};

std::string lower_hex(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

std::optional<PublicValue> parse_throws(std::string_view text) {
  PublicValue value{PublicKind::dice, "", {}};
  for (const std::string_view word : split_words(text)) {
    if (word.size() != 1 || word[0] < '1' || word[0] > '6') return std::nullopt;
    value.throws.push_back(word[0] - '0');
  }
  if (value.throws.size() < 10 || value.throws.size() > 16) return std::nullopt;
  return value;
}

std::optional<PublicValue> parse_signature(std::string_view text) {
  if (!is_hex(text, 96)) return std::nullopt;
  return PublicValue{PublicKind::drand, std::string(text), {}};
}

}  // namespace

std::string_view name(PublicKind kind) {
  return kind_names.at(static_cast<std::size_t>(kind));
}

std::optional<PublicKind> parse_public_kind(std::string_view text) {
  for (std::size_t i = 0; i < kind_names.size(); ++i)
    if (kind_names[i] == text) return static_cast<PublicKind>(i);
  return std::nullopt;
}

core::UtcSeconds drand_time(std::int64_t round) {
  return core::UtcSeconds{std::chrono::seconds{genesis + period * (round - 1)}};
}

std::int64_t drand_round_for(core::UtcSeconds closed) {
  const std::int64_t wanted = closed.time_since_epoch().count() + drand_delay_seconds;
  if (wanted < genesis) return 0;
  return (wanted - genesis + period - 1) / period + 1;
}

std::string drand_address(std::int64_t round, std::string_view relay) {
  return fmt::format("{}/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/public/{}", relay,
                     round);
}

std::optional<core::Error> not_yet_due(const PublicSource& source, core::UtcSeconds now) {
  if (source.kind != PublicKind::drand || now >= drand_time(source.number)) return std::nullopt;
  return core::Error{
      core::Errc::refused, "the beacon has not spoken yet",
      fmt::format("round {} is due at {}", source.number, core::format_utc(drand_time(source.number))), ""};
}

std::string format_source(const PublicSource& source) {
  if (source.kind == PublicKind::local) return "local";
  return fmt::format("{} {}", name(source.kind), source.number);
}

std::string format_value(const PublicValue& value) {
  switch (value.kind) {
    case PublicKind::drand:
      return "drand " + value.signature;
    case PublicKind::dice:
      return fmt::format("dice {}", fmt::join(value.throws, " "));
    case PublicKind::local:
      return "local";
  }
  return "";
}

std::optional<PublicValue> parse_value(std::string_view text) {
  const std::size_t space = std::min(text.find(' '), text.size());
  const auto kind = parse_public_kind(text.substr(0, space));
  if (!kind || (space == text.size()) != (*kind == PublicKind::local)) return std::nullopt;
  if (*kind == PublicKind::local) return PublicValue{};
  const std::string_view words = text.substr(space + 1);
  return *kind == PublicKind::dice ? parse_throws(words) : parse_signature(words);
}

core::Result<PublicValue> read_beacon_answer(std::int64_t round, std::string_view text) {
  const core::Error error{core::Errc::usage, "this is not the beacon's answer", "",
                          "Paste the line that " + drand_address(round) + " shows."};
  if (text.size() > largest_answer) return error;
  boost::system::error_code code;
  const boost::json::value answer =
      boost::json::parse(boost::json::string_view(text.data(), text.size()), code);
  const boost::json::object* object = code ? nullptr : answer.if_object();
  if (!object) return error;
  const boost::json::value* told_round = object->if_contains("round");
  const boost::json::value* signature = object->if_contains("signature");
  if (!told_round || !told_round->is_int64() || !signature || !signature->is_string()) return error;
  if (told_round->get_int64() != round)
    return core::Error{core::Errc::refused, "this is another round of the beacon",
                       fmt::format("{} instead of {}", told_round->get_int64(), round),
                       "The number announced at the close stands."};
  const auto value = parse_signature(lower_hex(signature->get_string()));
  if (!value) return error;
  const boost::json::value* told = object->if_contains("randomness");
  if (told && (!told->is_string() || lower_hex(told->get_string()) != randomness(*value)))
    return core::Error{core::Errc::refused, "the randomness does not belong to the signature",
                       fmt::format("round {}", round), "Compare it with " + drand_address(round) + "."};
  return *value;
}

core::Result<PublicValue> read_public_value(const PublicSource& source, std::string_view pasted) {
  if (source.kind == PublicKind::drand && pasted.find('{') != std::string_view::npos)
    return read_beacon_answer(source.number, pasted);
  std::string text(pasted);
  if (source.kind == PublicKind::drand)
    text = lower_hex(text);
  else
    std::replace(text.begin(), text.end(), ',', ' ');
  std::string joined(name(source.kind));
  for (const std::string_view word : split_words(text)) joined.append(" ").append(word);
  if (const auto value = parse_value(joined)) return *value;
  switch (source.kind) {
    case PublicKind::drand:
      return core::Error{core::Errc::usage, "this is not a signature of the beacon", "",
                         "Paste the line that " + drand_address(source.number) + " shows."};
    case PublicKind::dice:
      return core::Error{core::Errc::usage, "these are not the throws", "",
                         "Write 10 to 16 throws of 1 to 6 in the order they were called."};
    case PublicKind::local:
      break;
  }
  return core::Error{core::Errc::usage, "this round has no public value", "", "Draw without one."};
}

std::string randomness(const PublicValue& value) {
  const auto bytes = core::parse_hex(value.signature);
  return bytes ? sha256_hex(core::as_text(*bytes)) : "";
}

bool matches(const PublicValue& value, std::string_view noted) {
  const std::vector<std::string> words = noted_words(noted);
  const auto is_among = [&](const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  switch (value.kind) {
    case PublicKind::drand:
      return is_among(value.signature) || is_among(randomness(value));
    case PublicKind::dice:
      return fmt::format("{}", fmt::join(words, " ")) == fmt::format("{}", fmt::join(value.throws, " "));
    case PublicKind::local:
      break;
  }
  return false;
}

}  // namespace game
