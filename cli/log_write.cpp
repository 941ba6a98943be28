#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/entry_text.hpp"
#include "cli/log_verbs.hpp"
#include "core/text/printable.hpp"

namespace cli {
namespace {

using core::Logbook;

/// A day of grace: a person may be ahead of the zone that is set.
core::MeterTime parse_when(const Context& context, const std::string& text) {
  const auto time = core::parse_local(text);
  if (!time)
    throw core::Failure({core::Errc::usage, "this is not a time", text, "Write it as \"2026-01-31 08:00\"."});
  if (*time > wall_clock(context) + std::chrono::hours{24})
    throw core::Failure({core::Errc::usage, "this time has not come yet", text, ""});
  return {*time};
}

struct AddOptions {
  std::vector<std::string> words;
  std::optional<std::string> time;
  std::string note;
  std::vector<std::string> tags;
};

struct EditOptions {
  std::string id;
  std::optional<std::string> time;
  std::vector<std::string> value;
  std::optional<std::string> meal;
  std::optional<std::string> note;
  std::vector<std::string> tags;
  bool no_tags = false;
};

}  // namespace

Verb log_add_verb() {
  auto options = std::make_shared<AddOptions>();
  Verb verb{"add", "", "write an entry by hand", "", {}, {}, {}, true};
  verb.more =
      "A number without unit: with a point or comma 1.0-33.3 is mmol/L, whole from 40 on mg/dL, "
      "whole 1-19 mmol/L; anything else, or a number against your own unit, wants its unit.\n\n"
      "  bgbingo log add 6.4 before_lunch\n"
      "  bgbingo log add 114 mg/dL --time \"2026-01-31 08:00\" --note \"after a walk\"\n"
      "  bgbingo log add insulin 9 rapid\n"
      "  bgbingo log add carbs 45    "
      "(also ketone 0.6, hba1c 7.1, meal more, exercise less, symptom hypo, event)\n\n"
      "Meal markers: before_meal after_meal before_breakfast after_breakfast before_lunch after_lunch "
      "before_dinner after_dinner before_snack fasting bedtime";
  verb.options = {{"WORDS", "", "what to write, as above", &options->words, true},
                  {"--time", "TIME", "when it was; now when not given", &options->time},
                  {"--note", "TEXT", "a note", &options->note},
                  {"--tag", "TAG", "a tag; may be given again", &options->tags}};
  verb.run = [options](Context& context) {
    core::LogEntry entry;
    entry.content = parse_entry_words(options->words, own_unit(context)).value();
    entry.time = options->time ? parse_when(context, *options->time) : core::MeterTime{wall_clock(context)};
    entry.note = options->note;
    entry.tags = options->tags;
    Logbook logbook = create_logbook(context);
    auto intake = logbook.begin({}, core::Dump::whole, context.command_line);
    intake.add(entry);
    const core::Added added = intake.commit();
    const auto* glucose = std::get_if<core::BloodGlucose>(&entry.content);
    const core::GlucoseUnit unit = glucose ? glucose->value.unit : display_unit(context);
    say_done(context, added.operation,
             fmt::format("{}  {}", core::format_time(entry.time), format_content(entry.content, unit)));
    if (added.copy && !context.options.json)
      context.err << fmt::format(
          "A meter brought the same reading, so this copy is not counted; `bgbingo log unlink {}` counts "
          "both.\n",
          added.copy);
    return 0;
  };
  return verb;
}

Verb log_edit_verb() {
  auto options = std::make_shared<EditOptions>();
  Verb verb{"edit", "", "change an entry", "", {}, {}, {}, true};
  verb.more =
      "Note, tags and meal marker of any entry; the value only of what was written by hand, and the time "
      "also "
      "where it is unknown. Where a meter's clock was lost, --time unknown says so, and another --time when "
      "the reading was; --time recorded is what the meter stored, which is never lost. "
      "Everything can be undone, and `bgbingo log history ID` tells who changed what and when.\n\n"
      "  bgbingo log edit 12 --note \"forgot lunch\" --meal after_lunch";
  verb.options = {{"ID", "", "the number of the entry", &options->id, true},
                  {"--time", "TIME", "another time; or unknown, or recorded", &options->time},
                  {"--value", "WORDS", "another value, as for log add", &options->value},
                  {"--meal", "MARKER", "another meal marker; none takes it away", &options->meal},
                  {"--note", "TEXT", "another note", &options->note},
                  {"--tag", "TAG", "these tags instead", &options->tags},
                  {"--no-tags", "", "no tags", &options->no_tags}};
  verb.run = [options](Context& context) {
    core::Edit edit;
    const bool is_time_recorded = options->time == "recorded";
    if (options->time && !is_time_recorded)
      edit.time = *options->time == "unknown" ? core::MeterTime{} : parse_when(context, *options->time);
    if (!options->value.empty()) edit.content = parse_entry_words(options->value, own_unit(context)).value();
    if (options->meal) {
      edit.meal = *options->meal == "none" ? std::optional(core::MealMarker::none)
                                           : core::parse_meal_marker(*options->meal);
      if (!edit.meal)
        throw core::Failure({core::Errc::usage, "this is not a meal marker", *options->meal,
                             "See `bgbingo log add --help`."});
    }
    if (!options->tags.empty() || options->no_tags) edit.tags = options->tags;
    edit.note = options->note;
    if (!options->time && !edit.content && !edit.meal && !edit.tags && !edit.note)
      throw core::Failure(
          {core::Errc::usage, "nothing to change was given", "", "See `bgbingo log edit --help`."});
    Logbook logbook = open_logbook(context, Logbook::Open::existing);
    const std::int64_t id = parse_id(options->id);
    if (const auto stored = logbook.find(id); stored && is_time_recorded) edit.time = stored->record_time();
    const std::int64_t operation = logbook.edit(id, edit, context.command_line);
    const core::StoredEntry now = *logbook.find(id);
    return say_done(context, operation,
                    fmt::format("{}  {}{}{}", core::format_time(now.entry.time),
                                format_content(now.entry.content, display_unit(context)),
                                now.entry.note.empty() ? "" : "  ", core::printable(now.entry.note)));
  };
  return verb;
}

}  // namespace cli
