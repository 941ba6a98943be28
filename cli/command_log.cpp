#include <algorithm>
#include <map>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/entry_text.hpp"
#include "cli/period.hpp"
#include "cli/table.hpp"
#include "cli/verbs.hpp"
#include "core/text/printable.hpp"

namespace cli {
namespace {

using core::Logbook;

std::int64_t parse_id(const std::string& text) {
  std::int64_t id = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || id > 1'000'000'000'000) id = -1;
    if (id < 0) break;
    id = id * 10 + (c - '0');
  }
  if (text.empty() || id <= 0)
    throw core::Failure(
        {core::Errc::usage, "this is not the number of an entry", text, "See `bgbingo log list`."});
  return id;
}

core::MeterTime parse_when(const std::string& text) {
  if (const auto time = core::parse_local(text)) return {*time};
  throw core::Failure({core::Errc::usage, "this is not a time", text, "Write it as \"2026-01-31 08:00\"."});
}

/// One operation was made: the same answer for every command that changes something.
int say_done(Context& context, std::int64_t operation, const std::string& what) {
  if (context.options.json)
    JsonWriter(context.out).open('{').member("operation", operation).close('}').finish();
  else
    context.out << what << "\n";
  say_next(context, "bgbingo log undo takes it back.");
  return 0;
}

// -- list

struct ListOptions {
  Period period;
  std::optional<std::int64_t> limit;
  bool all_states = false;
  bool conflicts = false;
};

/// Sources and their timelines, looked up once each.
class SourceBook {
 public:
  SourceBook(const Logbook& logbook, const std::string& zone) {
    const core::LocalSeconds always{};
    for (const auto& [id, source] : logbook.sources())
      books_.try_emplace(id, source, core::Timeline({{always, zone}}, logbook.clock_checks(id)));
  }
  const core::Source& source(std::int64_t id) const { return books_.at(id).first; }
  const core::Timeline& timeline(std::int64_t id) const { return books_.at(id).second; }

 private:
  std::map<std::int64_t, std::pair<core::Source, core::Timeline>> books_;
};

std::string source_text(const core::Source& source) {
  if (source.kind == core::SourceKind::hand) return "by hand";
  if (source.kind == core::SourceKind::file) return "file " + source.family;
  return source.simulated ? source.model + " (simulated)" : source.model;
}

std::string remark(const core::StoredEntry& stored) {
  std::string text = stored.entry.note;
  for (const std::string& tag : stored.entry.tags) text += (text.empty() ? "#" : " #") + tag;
  if (stored.state == core::State::conflict)
    text += fmt::format(" [differs from {}]", stored.conflicts_with);
  else if (stored.state != core::State::active)
    text += fmt::format(" [{}]", core::name(stored.state));
  if (stored.twin_of) text += fmt::format(" [same as {}]", stored.twin_of);
  if (stored.entry.read_once) text += " [read once]";
  return text;
}

int list(Context& context, const ListOptions& options) {
  const Logbook logbook = open_logbook(context, Logbook::Open::read_only);
  const SourceBook book(logbook, zone_name(context));
  core::Filter filter = filter_of(context, options.period);
  filter.counted_only = !options.all_states && !options.conflicts;
  const bool is_whole = options.period.is_given() || context.options.json || options.conflicts;
  if (options.limit || !is_whole) filter.limit = options.limit.value_or(50);
  const auto is_wanted = [&](const core::StoredEntry& entry) {
    return !options.conflicts || entry.state == core::State::conflict;
  };
  if (context.options.json && filter.limit < 0) {  // streamed: a million entries need no memory
    JsonWriter json(context.out);
    json.open('[');
    logbook.each(filter, [&](const core::StoredEntry& entry) {
      if (is_wanted(entry))
        write_entry(json, entry, book.source(entry.source),
                    book.timeline(entry.source).place(entry.entry.time));
    });
    json.close(']').finish();
    return 0;
  }
  std::vector<core::StoredEntry> entries;  // the newest of them, shown oldest first
  filter.newest_first = true;
  logbook.each(filter, [&](const core::StoredEntry& entry) {
    if (is_wanted(entry)) entries.push_back(entry);
  });
  std::reverse(entries.begin(), entries.end());
  if (context.options.json) {
    JsonWriter json(context.out);
    json.open('[');
    for (const core::StoredEntry& entry : entries)
      write_entry(json, entry, book.source(entry.source),
                  book.timeline(entry.source).place(entry.entry.time));
    json.close(']').finish();
    return 0;
  }
  const core::GlucoseUnit unit = display_unit(context);
  Table table{{"no.", "time", "entry", "from", "note"}, {}, {true}};
  for (const core::StoredEntry& entry : entries)
    table.rows.push_back({std::to_string(entry.id), core::format_time(entry.entry.time),
                          format_content(entry.entry.content, unit), source_text(book.source(entry.source)),
                          remark(entry)});
  print(context.out, table, context.out_is_terminal ? context.columns : 1000);
  if (!is_whole && static_cast<std::int64_t>(entries.size()) == filter.limit)
    context.err << fmt::format("The newest {} entries; --days, --from or --limit show others.\n",
                               filter.limit);
  say_next(context, "bgbingo stats");
  return 0;
}

Verb list_verb() {
  auto options = std::make_shared<ListOptions>();
  Verb verb{"list", "", "show entries, oldest first", "", {}, {}, {}, true};
  verb.more = "Without a period the newest 50 are shown; with --json all.\n\n  bgbingo log list --days 7";
  verb.options = period_options(options->period);
  verb.options.push_back({"--limit", "N", "the newest N of them", &options->limit});
  verb.options.push_back(
      {"--all-states", "", "removed and undone entries and twins too", &options->all_states});
  verb.options.push_back(
      {"--conflicts", "", "only entries that differ from one with the same key", &options->conflicts});
  verb.run = [options](Context& context) { return list(context, *options); };
  return verb;
}

// -- add

struct AddOptions {
  std::vector<std::string> words;
  std::optional<std::string> time;
  std::string note;
  std::vector<std::string> tags;
};

Verb add_verb() {
  auto options = std::make_shared<AddOptions>();
  Verb verb{"add", "", "write an entry by hand", "", {}, {}, {}, true};
  verb.more =
      "A number without unit: with a point or comma 1.0-33.3 is mmol/L, whole from 40 on mg/dL, whole 1-19 "
      "mmol/L; "
      "anything else, or a number against your own unit, wants its unit.\n\n"
      "  bgbingo log add 6.4 before_lunch\n"
      "  bgbingo log add 114 mg/dL --time \"2026-01-31 08:00\" --note \"after a walk\"\n"
      "  bgbingo log add insulin 9 rapid\n"
      "  bgbingo log add carbs 45    (also ketone 0.6, hba1c 7.1, meal more, exercise less, symptom hypo, "
      "event)\n\n"
      "Meal markers: before_meal after_meal before_breakfast after_breakfast before_lunch after_lunch "
      "before_dinner "
      "after_dinner before_snack fasting bedtime";
  verb.options = {{"WORDS", "", "what to write, as above", &options->words, true},
                  {"--time", "TIME", "when it was; now when not given", &options->time},
                  {"--note", "TEXT", "a note", &options->note},
                  {"--tag", "TAG", "a tag; may be given again", &options->tags}};
  verb.run = [options](Context& context) {
    core::LogEntry entry;
    entry.content = parse_entry_words(options->words, own_unit(context)).value();
    entry.time = options->time ? parse_when(*options->time) : core::MeterTime{wall_clock(context)};
    entry.note = options->note;
    entry.tags = options->tags;
    Logbook logbook(logbook_file(context), Logbook::Open::create);
    auto intake = logbook.begin({}, core::Dump::whole, context.command_line);
    intake.add(entry);
    const core::Added added = intake.commit();
    return say_done(
        context, added.operation,
        fmt::format("{}  {}", core::format_time(entry.time),
                    format_content(entry.content, std::holds_alternative<core::BloodGlucose>(entry.content)
                                                      ? std::get<core::BloodGlucose>(entry.content).value.unit
                                                      : display_unit(context))));
  };
  return verb;
}

// -- edit

struct EditOptions {
  std::string id;
  std::optional<std::string> time;
  std::vector<std::string> value;
  std::optional<std::string> meal;
  std::optional<std::string> note;
  std::vector<std::string> tags;
  bool no_tags = false;
};

Verb edit_verb() {
  auto options = std::make_shared<EditOptions>();
  Verb verb{"edit", "", "change an entry", "", {}, {}, {}, true};
  verb.more =
      "Note, tags and meal marker of any entry; time and value only of what was written by hand. Everything "
      "can be "
      "undone, and `bgbingo log history ID` tells who changed what and when.\n\n"
      "  bgbingo log edit 12 --note \"forgot lunch\" --meal after_lunch";
  verb.options = {{"ID", "", "the number of the entry", &options->id, true},
                  {"--time", "TIME", "another time", &options->time},
                  {"--value", "WORDS", "another value, as for log add", &options->value},
                  {"--meal", "MARKER", "another meal marker; none takes it away", &options->meal},
                  {"--note", "TEXT", "another note", &options->note},
                  {"--tag", "TAG", "these tags instead", &options->tags},
                  {"--no-tags", "", "no tags", &options->no_tags}};
  verb.run = [options](Context& context) {
    core::Edit edit;
    if (options->time) edit.time = parse_when(*options->time);
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
    if (!edit.time && !edit.content && !edit.meal && !edit.tags && !edit.note)
      throw core::Failure(
          {core::Errc::usage, "nothing to change was given", "", "See `bgbingo log edit --help`."});
    Logbook logbook = open_logbook(context, Logbook::Open::existing);
    const std::int64_t id = parse_id(options->id);
    const std::int64_t operation = logbook.edit(id, edit, context.command_line);
    const core::StoredEntry now = *logbook.find(id);
    return say_done(context, operation,
                    fmt::format("{}  {}  {}", core::format_time(now.entry.time),
                                format_content(now.entry.content, display_unit(context)),
                                core::printable(now.entry.note)));
  };
  return verb;
}

// -- remove, keep, unlink, purge: entries by number

using Change = std::int64_t (*)(Logbook&, const std::vector<std::int64_t>&, const std::string&);

Verb change_verb(const char* name, const char* help, const char* more, const char* question, const char* done,
                 Change change) {
  auto ids = std::make_shared<std::vector<std::string>>();
  Verb verb{name, "", help, more, {}, {}, {}, true};
  verb.options = {{"ID", "", "the numbers of the entries", ids.get(), true}};
  verb.run = [ids, question, done, change](Context& context) {
    std::vector<std::int64_t> numbers;
    for (const std::string& id : *ids) numbers.push_back(parse_id(id));
    if (question && !context.confirm(question))
      throw core::Failure({core::Errc::cancelled, "nothing was changed", "", ""});
    Logbook logbook = open_logbook(context, Logbook::Open::existing);
    return say_done(context, change(logbook, numbers, context.command_line), done);
  };
  return verb;
}

Verb remove_verb() {
  return change_verb(
      "remove", "take entries out of the logbook",
      "A removed reading stays away when the meter is read again; `bgbingo log undo` brings it back.",
      nullptr, "removed",
      [](Logbook& logbook, const std::vector<std::int64_t>& ids, const std::string& command) {
        return logbook.remove(ids, command);
      });
}

Verb keep_verb() {
  return change_verb("keep", "settle a conflict: keep this one",
                     "When a meter shows the same record with other content, both are kept until you choose.",
                     nullptr, "kept",
                     [](Logbook& logbook, const std::vector<std::int64_t>& ids, const std::string& command) {
                       std::int64_t operation = 0;
                       for (const std::int64_t id : ids) operation = logbook.keep(id, command);
                       return operation;
                     });
}

Verb unlink_verb() {
  return change_verb("unlink", "count an entry of its own that was taken for another's copy", "", nullptr,
                     "unlinked",
                     [](Logbook& logbook, const std::vector<std::int64_t>& ids, const std::string& command) {
                       std::int64_t operation = 0;
                       for (const std::int64_t id : ids) operation = logbook.unlink(id, command);
                       return operation;
                     });
}

Verb purge_verb() {
  return change_verb(
      "purge", "delete entries for good, with their history",
      "This cannot be undone. A meter that still holds the reading brings it again at a full read.",
      "Delete for good? This cannot be undone.", "deleted for good",
      [](Logbook& logbook, const std::vector<std::int64_t>& ids, const std::string& command) {
        return logbook.purge(ids, command);
      });
}

// -- undo, redo, history

Verb undo_verb() {
  auto number = std::make_shared<std::optional<std::int64_t>>();
  Verb verb{"undo", "", "take back the last change, or one by its number", "", {}, {}, {}, true};
  verb.more =
      "A whole command is taken back: all readings of a download, with its bookmark. `bgbingo log redo` does "
      "it again.";
  verb.options = {{"OPERATION", "", "a number from `bgbingo log history`", number.get()}};
  verb.run = [number](Context& context) {
    Logbook logbook = open_logbook(context, Logbook::Open::existing);
    const std::int64_t operation = logbook.undo(*number, context.command_line);
    const core::Operation undone = [&] {
      for (const core::Operation& o : logbook.history(-1))
        if (o.undone_by == operation) return o;
      return core::Operation{};
    }();
    if (context.options.json) {
      JsonWriter(context.out)
          .open('{')
          .member("operation", operation)
          .member("undone", undone.id)
          .close('}')
          .finish();
    } else {
      context.out << fmt::format("taken back: {} ({} entries added, {} changed)\n",
                                 core::printable(undone.command), undone.added, undone.changed);
      say_next(context, "bgbingo log redo does it again.");
    }
    return 0;
  };
  return verb;
}

Verb redo_verb() {
  Verb verb{"redo", "", "do again what was taken back last", "", {}, {}, {}, true};
  verb.run = [](Context& context) {
    Logbook logbook = open_logbook(context, Logbook::Open::existing);
    return say_done(context, logbook.redo(context.command_line), "done again");
  };
  return verb;
}

std::string change_text(const core::Change& change, core::GlucoseUnit unit);

int show_history(Context& context, const std::optional<std::string>& entry, std::int64_t limit) {
  const Logbook logbook = open_logbook(context, Logbook::Open::read_only);
  const std::vector<core::Operation> operations = logbook.history(entry ? -1 : limit);
  if (!entry) {
    if (context.options.json) {
      JsonWriter json(context.out);
      json.open('[');
      for (const core::Operation& o : operations) {
        json.open('{').member("operation", o.id).member("at", core::format_utc(o.at)).member("who", o.who);
        json.member("command", o.command).member("added", o.added).member("changed", o.changed);
        json.key("undoes");
        o.undoes ? json.value(o.undoes) : json.null();
        json.key("undone_by");
        o.undone_by ? json.value(o.undone_by) : json.null();
        json.close('}');
      }
      json.close(']').finish();
      return 0;
    }
    Table table{
        {"no.", "when (UTC)", "who", "added", "changed", "command"}, {}, {true, false, false, true, true}};
    for (const core::Operation& o : operations)
      table.rows.push_back(
          {std::to_string(o.id), core::format_utc(o.at), o.who, std::to_string(o.added),
           std::to_string(o.changed),
           o.command + (o.undone_by ? fmt::format(" [taken back by {}]", o.undone_by) : "")});
    print(context.out, table, context.out_is_terminal ? context.columns : 1000);
    return 0;
  }
  const std::int64_t id = parse_id(*entry);
  const auto stored = logbook.find(id);
  if (!stored) throw core::Failure({core::Errc::not_found, "there is no entry with this number", *entry, ""});
  const auto operation_of = [&](std::int64_t number) {
    for (const core::Operation& o : operations)
      if (o.id == number) return o;
    return core::Operation{};
  };
  std::vector<core::Change> changes = logbook.changes_of(id);
  changes.push_back({stored->operation, id, "added", "", ""});
  if (context.options.json) {
    JsonWriter json(context.out);
    json.open('[');
    for (const core::Change& change : changes) {
      const core::Operation o = operation_of(change.operation);
      json.open('{').member("operation", o.id).member("at", core::format_utc(o.at)).member("who", o.who);
      json.member("command", o.command)
          .member("field", change.field)
          .member("text", change_text(change, display_unit(context)));
      json.member("taken_back", o.undone_by != 0).close('}');
    }
    json.close(']').finish();
    return 0;
  }
  Table table{{"when (UTC)", "who", "what", "command"}, {}, {}};
  for (const core::Change& change : changes) {
    const core::Operation o = operation_of(change.operation);
    table.rows.push_back({core::format_utc(o.at), o.who, change_text(change, display_unit(context)),
                          o.command + (o.undone_by ? " [taken back]" : "")});
  }
  print(context.out, table, context.out_is_terminal ? context.columns : 1000);
  return 0;
}

/// "note: (nothing) -> before a run"
std::string change_text(const core::Change& change, core::GlucoseUnit unit) {
  if (change.field == "added") return "added";
  const auto shown = [&](const std::string& value) {
    if (value.empty()) return std::string("(nothing)");
    if (change.field == "content") return format_content(core::content_of_change(value), unit);
    if (change.field == "state") return std::string(core::name(static_cast<core::State>(std::stoi(value))));
    if (change.field == "time")
      return core::format_local(core::LocalSeconds{std::chrono::seconds{std::stoll(value)}});
    return value;
  };
  return change.field + ": " + shown(change.before) + " -> " + shown(change.after);
}

Verb history_verb() {
  struct Options {
    std::optional<std::string> entry;
    std::optional<std::int64_t> limit;
  };
  auto options = std::make_shared<Options>();
  Verb verb{"history", "", "what was done to the logbook, or to one entry", "", {}, {}, {}, true};
  verb.more =
      "  bgbingo log history        every command, newest first\n  bgbingo log history 12     every change "
      "of entry 12";
  verb.options = {{"ID", "", "the number of an entry", &options->entry},
                  {"--limit", "N", "the newest N commands; 50 when not given", &options->limit}};
  verb.run = [options](Context& context) {
    return show_history(context, options->entry, options->limit.value_or(50));
  };
  return verb;
}

}  // namespace

Verb log_verb() {
  Verb verb{"log", "My logbook", "list, add, edit, remove, undo", "", {}, {}, {}, true};
  verb.more = "Nothing is overwritten: every change can be seen (`log history`) and taken back (`log undo`).";
  verb.verbs = {list_verb(), add_verb(),     edit_verb(), remove_verb(), undo_verb(),
                redo_verb(), history_verb(), keep_verb(), unlink_verb(), purge_verb()};
  return verb;
}

}  // namespace cli
