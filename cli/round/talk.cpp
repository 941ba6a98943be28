#include "cli/round/talk.hpp"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "cli/json.hpp"
#include "cli/table.hpp"
#include "core/text/printable.hpp"
#include "game/result.hpp"

namespace cli {
namespace {

std::string in_both_units(int steps, core::GlucoseUnit unit) {
  const auto other = unit == core::GlucoseUnit::mmol_l ? core::GlucoseUnit::mg_dl : core::GlucoseUnit::mmol_l;
  const core::Glucose number = game::number_value(steps, unit);
  return fmt::format("{} ({})", format_glucose(number), format_glucose(converted(number, other)));
}

/// As opened, and as corrected last.
std::string shown_value(const game::RoundFile& file, const game::OpenedLine& line) {
  const core::Glucose* last = nullptr;
  int corrections = 0;
  for (const game::Correction& correction : file.corrections) {
    if (correction.entry != line.entry || !correction.value) continue;
    last = &*correction.value;
    ++corrections;
  }
  if (!last) return format_glucose(line.value);
  return fmt::format("{} ->{} {}", format_glucose(line.value), corrections > 1 ? " … ->" : "",
                     format_glucose(*last));
}

}  // namespace

void print_opening(Context& context, const game::Announcement& announcement) {
  for (const std::string& sentence : game::sentences(announcement.rules)) context.out << sentence << "\n";
  context.out << fmt::format("\nRound {} of {} closes at {}.\n", announcement.round, announcement.series,
                             core::format_utc(announcement.closes));
  switch (announcement.kind) {
    case game::PublicKind::drand:
      context.out << "Public value: the first round of drand quicknet at or after the actual close + 60 s.\n";
      break;
    case game::PublicKind::dice:
      context.out << "Public value: ten throws or more, called after the close by the player the closed list "
                     "names.\n";
      break;
    case game::PublicKind::local:
      context.out << "Public value: " << game::weakness_of_local << ".\n";
      break;
  }
  context.out << fmt::format("Anchor {} (place {} of {})\nOpening {}\n", announcement.anchor,
                             announcement.place, announcement.season_length,
                             game::opening_digest(announcement));
}

void print_closing(Context& context, const game::Announcement& announcement, const game::ClosedList& list) {
  context.out << fmt::format("Round {} closed at {}. Entries: {}\nList {}\n", announcement.round,
                             core::format_utc(list.closed), list.commitments.size(),
                             game::list_digest(announcement, list));
  if (list.source.kind == game::PublicKind::drand)
    context.out << fmt::format("Public value: drand quicknet round {}, due at {}:\n  {}\n",
                               list.source.number, core::format_utc(game::drand_time(list.source.number)),
                               game::drand_address(list.source.number));
  if (list.source.kind == game::PublicKind::dice)
    context.out << fmt::format("Public value: the player of entry {} calls ten throws or more now.\n",
                               list.source.number);
}

void print_result(Context& context, const game::RoundFile& file) {
  const game::Rules& rules = file.announcement.rules;
  if (file.state == game::State::void_) context.out << "Void: " << core::printable(file.reason) << "\n";
  if (!file.number) return;
  context.out << (file.state == game::State::void_ ? "The number would have been " : "The number is ")
              << in_both_units(*file.number, rules.unit) << ".\n";
  if (file.state == game::State::void_) return;
  Table table{{"place", "who", "reading", "steps away"}, {}, {true, false, false, true}};
  if (rules.prize != game::Prize::none) table.head.push_back("how");
  std::vector<int> placed;
  for (const game::Placing& line : file.places) {
    placed.push_back(line.entry);
    std::vector<std::string> row{std::to_string(line.place), who(file, line.entry), "", ""};
    for (const game::OpenedLine& opened : file.openings) {
      if (opened.entry != line.entry || opened.kind != game::OpenedLine::Kind::value) continue;
      row[2] = shown_value(file, opened);
      if (opened.evidence) row.emplace_back(words(*opened.evidence));
    }
    if (line.steps) row[3] = std::to_string(*line.steps);
    table.rows.push_back(std::move(row));
  }
  if (!table.rows.empty()) print(context, table);
  std::string also;
  for (const auto& [entry, named] : file.names)
    if (std::find(placed.begin(), placed.end(), entry) == placed.end())
      also += (also.empty() ? "" : ", ") + core::printable(named);
  if (!also.empty()) context.out << "Also played: " << also << "\n";
  if (file.prize_to == "shared")
    context.out << "The prize is shared by the first place.\n";
  else if (file.prize_to != "-")
    context.out << "The prize goes to " << who(file, std::stoi(file.prize_to)) << ".\n";
}

void print_file(Context& context, const game::RoundFile& file) {
  if (context.options.json)
    print_verdict_json(context, game::verify(game::format_round_file(file)));
  else
    print_result(context, file);
}

void print_receipt(Context& context, const std::string& name, const game::Receipt& receipt) {
  context.out << "Receipt, for " << core::printable(name) << " alone:\n"
              << game::format_receipt(receipt) << "\n";
}

void write_private_members(JsonWriter& json, const std::optional<game::Receipt>& receipt,
                           const std::optional<std::string>& private_line, bool needs_a_moment) {
  json.key("receipt");
  receipt ? json.value(game::format_receipt(*receipt)) : json.null();
  json.member("private", private_line).member("needs_a_moment", needs_a_moment);
}

void print_verdict(Context& context, const game::Verdict& verdict,
                   const std::optional<std::vector<std::string>>& mine) {
  context.out << (verdict.valid ? "valid yes\n" : "valid no\n");
  for (const std::string& failure : verdict.failures)
    context.out << "failure " << core::printable(failure) << "\n";
  if (!verdict.valid) return;
  if (!verdict.number.empty()) context.out << fmt::format("number {} {}\n", verdict.number, verdict.unit);
  for (std::size_t i = 0; i < verdict.winners.size(); ++i)
    context.out << fmt::format("winner {} {}\n", verdict.winner_entries[i], verdict.winners[i]);
  const auto yes = [](bool seen) { return seen ? "yes" : "no"; };
  context.out << fmt::format(
      "state {}\npublic value {}\nwitnessed: anchor {}, opening {}, list {}, public value {}\n",
      game::name(verdict.state), verdict.public_value, yes(verdict.witnessed.anchor),
      yes(verdict.witnessed.opening), yes(verdict.witnessed.list), yes(verdict.witnessed.public_value));
  context.out << fmt::format(
      "entries not opened: {}\nThe file is consistent with itself{}. Look up:\n", verdict.not_checked,
      verdict.witnessed.list && verdict.witnessed.opening ? " and with what you saw" : "");
  for (const std::string& line : verdict.look_up) context.out << "  " << core::printable(line) << "\n";
  if (!mine) return;
  for (const std::string& line : *mine) context.out << line << "\n";
}

void print_verdict_json(Context& context, const game::Verdict& verdict,
                        const std::optional<std::vector<std::string>>& mine) {
  JsonWriter json(context.out);
  json.open('{').member("valid", verdict.valid).member("number", verdict.number).member("unit", verdict.unit);
  json.member("public_value", verdict.public_value).member("winners", verdict.winners);
  json.key("witnessed")
      .open('{')
      .member("opening", verdict.witnessed.opening)
      .member("anchor", verdict.witnessed.anchor)
      .member("list", verdict.witnessed.list)
      .member("public_value", verdict.witnessed.public_value)
      .close('}');
  json.member("look_up", verdict.look_up).member("not_checked", verdict.not_checked);
  json.member("failures", verdict.failures);
  if (mine) json.member("mine", *mine);
  json.close('}').finish();
}

}  // namespace cli
