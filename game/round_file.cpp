#include "game/round_file.hpp"

#include <iterator>

#include <fmt/format.h>

#include "game/digest.hpp"
#include "game/draw.hpp"
#include "game/free_text.hpp"

namespace game {
namespace {

std::string format_public(PublicKind kind) {
  switch (kind) {
    case PublicKind::drand:
      return "drand quicknet 60";
    case PublicKind::dice:
      return "dice 10";
    case PublicKind::local:
      return "local";
  }
  return "";
}

std::string value_and_unit(const core::Glucose& value) {
  return fmt::format("{} {}", format_number(value), name(value.unit));
}

std::string format_opened(const OpenedLine& line) {
  switch (line.kind) {
    case OpenedLine::Kind::rests:
      return fmt::format("{} rests\n", line.entry);
    case OpenedLine::Kind::withdrawn:
      return fmt::format("{} withdrawn\n", line.entry);
    case OpenedLine::Kind::value:
      break;
  }
  return fmt::format("{} {} {} {}\n", line.entry, value_and_unit(line.value), line.salt,
                     line.evidence ? name(*line.evidence) : "-");
}

std::string format_correction(const Correction& correction) {
  if (!correction.value) return fmt::format("{} rests\n", correction.entry);
  return fmt::format("{} {} {} {}\n", correction.entry, value_and_unit(*correction.value),
                     name(correction.evidence), correction.made ? core::format_utc(*correction.made) : "-");
}

/// Without the digest line.
std::string announcement_body(const Announcement& a) {
  const std::string rules = format_rules(a.rules);
  return fmt::format(
      "bgbingo-round 1\n{}rules {}\nseries {}\nround {}\nanchor {}\nplace {} {}\nopened {}\ncloses "
      "{}\npublic {}\n",
      rules, sha256_hex(rules), a.series, a.round, a.anchor, a.place, a.season_length,
      core::format_utc(a.opened), core::format_utc(a.closes), format_public(a.kind));
}

std::string list_body(const std::string& opening, const ClosedList& list) {
  std::string text = fmt::format("opening {}\nclosed {}\nvalue-from {}\nranked {}\nentries {}\n", opening,
                                 core::format_utc(list.closed), format_source(list.source), list.ranked,
                                 list.commitments.size());
  for (std::size_t i = 0; i < list.commitments.size(); ++i)
    fmt::format_to(std::back_inserter(text), "{} {}\n", i + 1, list.commitments[i]);
  return text;
}

}  // namespace

int named_caller(const std::vector<std::string>& commitments) {
  if (commitments.empty()) return 1;
  std::string lines;
  for (const std::string& line : commitments) lines += line + "\n";
  return 1 + static_cast<int>(words_of(sha256_hex(lines)).front() % commitments.size());
}

std::string opening_digest(const Announcement& announcement) {
  return sha256_hex(announcement_body(announcement));
}

std::string format_announcement(const Announcement& announcement) {
  const std::string body = announcement_body(announcement);
  return body + "opening " + sha256_hex(body) + "\n";
}

std::string list_digest(const Announcement& announcement, const ClosedList& list) {
  return sha256_hex(list_body(opening_digest(announcement), list));
}

std::string format_list(const Announcement& announcement, const ClosedList& list) {
  const std::string body = list_body(opening_digest(announcement), list);
  return body + "list " + sha256_hex(body) + "\n";
}

std::string format_round_file(const RoundFile& file) {
  const Announcement& a = file.announcement;
  std::string text = announcement_body(a) + format_list(a, file.list);
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "state {}\nsecret {}\nvalue {}\nmd5 {}\nnumber {}\nranked-salt {}\nopenings {}\n",
                 name(file.state), file.secret, file.value ? format_value(*file.value) : "none", file.md5,
                 file.number ? format_steps(*file.number, a.rules.unit) : "-", file.ranked_salt,
                 file.openings.size());
  for (const OpenedLine& line : file.openings) text += format_opened(line);
  fmt::format_to(out, "corrections {}\n", file.corrections.size());
  for (const Correction& correction : file.corrections) text += format_correction(correction);
  fmt::format_to(out, "places {}\n", file.places.size());
  for (const Placing& line : file.places)
    fmt::format_to(out, "{} {} {}\n", line.place, line.entry, line.steps ? std::to_string(*line.steps) : "-");
  fmt::format_to(out, "prize-to {}\nreason {}\nnames {}\n", file.prize_to,
                 file.reason.empty() ? "-" : escape_text(file.reason), file.names.size());
  for (const auto& [entry, who] : file.names) fmt::format_to(out, "{} {}\n", entry, escape_text(who));
  return text + "file " + sha256_hex(text) + "\n";
}

}  // namespace game
