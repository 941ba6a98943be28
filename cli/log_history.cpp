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

}  // namespace

Verb log_history_verb() {
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

}  // namespace cli
