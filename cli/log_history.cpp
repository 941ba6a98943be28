#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/entry_text.hpp"
#include "cli/log_verbs.hpp"
#include "cli/table.hpp"

namespace cli {
namespace {

using core::Logbook;

std::string shown(const core::FieldValue& value, core::GlucoseUnit unit) {
  std::string text;
  if (const auto* state = std::get_if<core::State>(&value)) text = core::name(*state);
  if (const auto* time = std::get_if<core::MeterTime>(&value)) text = core::format_time(*time);
  if (const auto* content = std::get_if<core::Content>(&value)) text = format_content(*content, unit);
  if (const auto* twin = std::get_if<core::TwinOf>(&value); twin && twin->leader)
    text = std::to_string(twin->leader);
  if (const auto* tags = std::get_if<std::vector<std::string>>(&value))
    text = fmt::format("{}", fmt::join(*tags, ", "));
  if (const auto* note = std::get_if<std::string>(&value)) text = *note;
  return text.empty() ? "(nothing)" : text;
}

/// What was done to an entry by which operation, in words: "note: (nothing) -> before a run".
struct Step {
  core::Operation operation;
  std::string field;
  std::string text;
};

/// The newest first; the last is that it was added.
std::vector<Step> steps_of(const Logbook& logbook, std::int64_t id, core::GlucoseUnit unit) {
  const auto stored = logbook.find(id);
  if (!stored)
    throw core::Failure(
        {core::Errc::not_found, "there is no entry with this number", std::to_string(id), ""});
  std::vector<Step> steps;
  for (const core::Change& change : logbook.changes_of(id)) {
    const std::string field(core::field_name(change.after));
    steps.push_back({change.operation, field,
                     field + ": " + shown(change.before, unit) + " -> " + shown(change.after, unit)});
  }
  steps.push_back({logbook.find_operation(stored->operation).value(), "added", "added"});
  return steps;
}

int show_entry(Context& context, std::int64_t id) {
  const Logbook logbook = open_logbook(context, Logbook::Open::read_only);
  const std::vector<Step> steps = steps_of(logbook, id, display_unit(context));
  if (context.options.json) {
    JsonWriter json(context.out);
    json.open('[');
    for (const auto& [operation, field, text] : steps) {
      json.open('{');
      write_members(json, "operation", operation.id, "at", core::format_utc(operation.at), "who",
                    operation.who, "command", operation.command, "field", field, "text", text, "taken_back",
                    operation.undone_by != 0);
      json.close('}');
    }
    json.close(']').finish();
    return 0;
  }
  Table table{{"when (UTC)", "who", "what", "command"}, {}, {}};
  for (const auto& [operation, field, text] : steps)
    table.rows.push_back({core::format_utc(operation.at), operation.who, text,
                          operation.command + (operation.undone_by ? " [taken back]" : "")});
  print(context, table);
  return 0;
}

int show_all(Context& context, std::int64_t limit) {
  const Logbook logbook = open_logbook(context, Logbook::Open::read_only);
  const std::vector<core::Operation> operations = logbook.history(limit);
  if (context.options.json) {
    const auto or_null = [](std::int64_t id) { return id ? std::optional(id) : std::nullopt; };
    JsonWriter json(context.out);
    json.open('[');
    for (const core::Operation& o : operations) {
      json.open('{');
      write_members(json, "operation", o.id, "at", core::format_utc(o.at), "who", o.who, "command", o.command,
                    "added", o.added, "changed", o.changed, "undoes", or_null(o.undoes), "undone_by",
                    or_null(o.undone_by));
      json.close('}');
    }
    json.close(']').finish();
    return 0;
  }
  Table table{
      {"no.", "when (UTC)", "who", "added", "changed", "command"}, {}, {true, false, false, true, true}};
  for (const core::Operation& o : operations)
    table.rows.push_back({std::to_string(o.id), core::format_utc(o.at), o.who, std::to_string(o.added),
                          std::to_string(o.changed),
                          o.command + (o.undone_by ? fmt::format(" [taken back by {}]", o.undone_by) : "")});
  print(context, table);
  return 0;
}

}  // namespace

Verb log_history_verb() {
  struct Options {
    std::optional<std::string> entry;
    std::optional<std::int64_t> limit;
  };
  auto options = std::make_shared<Options>();
  Verb verb{"history", "", "what was done to the logbook, or to one entry", "", {}, {}, {}, true};
  verb.more =
      "  bgbingo log history        every command, newest first\n"
      "  bgbingo log history 12     every change of entry 12";
  verb.options = {{"ID", "", "the number of an entry", &options->entry},
                  {"--limit", "N", "the newest N commands; 50 when not given", &options->limit}};
  verb.run = [options](Context& context) {
    return options->entry ? show_entry(context, parse_id(*options->entry))
                          : show_all(context, options->limit.value_or(50));
  };
  return verb;
}

}  // namespace cli
