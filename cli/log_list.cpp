#include <algorithm>
#include <map>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/entry_text.hpp"
#include "cli/log_verbs.hpp"
#include "cli/period.hpp"
#include "cli/table.hpp"

namespace cli {
namespace {

using core::Logbook;

struct ListOptions {
  Period period;
  std::optional<std::int64_t> limit;
  bool all_states = false;
  bool conflicts = false;
  bool time_unknown = false;
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
  if (stored.conflicts_with && stored.state == core::State::conflict)
    text += fmt::format(" [differs from {}]", stored.conflicts_with);
  else if (stored.state != core::State::active)
    text += fmt::format(" [{}]", core::name(stored.state));
  if (stored.twin_of) text += fmt::format(" [same as {}]", stored.twin_of);
  if (stored.entry.read_once) text += " [read once]";
  if (stored.recorded && stored.recorded->local)
    text += fmt::format(" [meter said {}]", core::format_time(*stored.recorded));
  return text;
}

int list(Context& context, const ListOptions& options) {
  if (options.time_unknown && options.period.is_given())
    throw core::Failure({core::Errc::usage, "no period holds what has no time", "--time-unknown",
                         "Leave out --from, --to and --days."});
  const Logbook logbook = open_logbook(context, Logbook::Open::read_only);
  const SourceBook book(logbook, zone_name(context));
  core::Filter filter = filter_of(context, options.period);
  filter.which = options.conflicts    ? core::Filter::Which::conflicts
                 : options.all_states ? core::Filter::Which::all
                                      : core::Filter::Which::counted;
  filter.time_unknown = options.time_unknown;
  const bool is_whole =
      options.period.is_given() || context.options.json || options.conflicts || options.time_unknown;
  if (options.limit || !is_whole) filter.limit = options.limit.value_or(50);
  if (context.options.json && filter.limit < 0) {  // streamed: a million entries need no memory
    JsonWriter json(context.out);
    json.open('[');
    logbook.each(filter, [&](const core::StoredEntry& entry) {
      write_entry(json, entry, book.source(entry.source), core::place(book.timeline(entry.source), entry));
    });
    json.close(']').finish();
    return 0;
  }
  std::vector<core::StoredEntry> entries;  // the newest of them, shown oldest first
  filter.newest_first = true;
  logbook.each(filter, [&](const core::StoredEntry& entry) { entries.push_back(entry); });
  std::reverse(entries.begin(), entries.end());
  if (context.options.json) {
    JsonWriter json(context.out);
    json.open('[');
    for (const core::StoredEntry& entry : entries)
      write_entry(json, entry, book.source(entry.source), core::place(book.timeline(entry.source), entry));
    json.close(']').finish();
    return 0;
  }
  const core::GlucoseUnit unit = display_unit(context);
  Table table{{"no.", "time", "entry", "from", "note"}, {}, {true}};
  for (const core::StoredEntry& entry : entries)
    table.rows.push_back({std::to_string(entry.id), core::format_time(entry.entry.time),
                          format_content(entry.entry.content, unit), source_text(book.source(entry.source)),
                          remark(entry)});
  print(context, table);
  if (options.time_unknown && !entries.empty()) {
    say_next(context, "bgbingo log edit NUMBER --time \"2026-01-31 08:00\" says when one was.");
    return 0;
  }
  if (!is_whole && static_cast<std::int64_t>(entries.size()) == filter.limit)
    context.err << fmt::format("The newest {} entries; --days, --from or --limit show others.\n",
                               filter.limit);
  say_next(context, "bgbingo stats" + for_logbook(context));
  return 0;
}

}  // namespace

Verb log_list_verb() {
  auto options = std::make_shared<ListOptions>();
  Verb verb{"list", "", "show entries, oldest first", "", {}, {}, {}, true};
  verb.more = "Without a period the newest 50 are shown; with --json all.\n\n  bgbingo log list --days 7";
  verb.options = period_options(options->period);
  verb.options.push_back({"--limit", "N", "the newest N of them", &options->limit});
  verb.options.push_back(
      {"--all-states", "", "removed and undone entries and twins too", &options->all_states});
  verb.options.push_back(
      {"--conflicts", "", "only entries that differ from one with the same key", &options->conflicts});
  verb.options.push_back(
      {"--time-unknown", "", "only entries whose time is unknown", &options->time_unknown});
  verb.run = [options](Context& context) { return list(context, *options); };
  return verb;
}

}  // namespace cli
