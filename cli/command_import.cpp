#include <iostream>
#include <memory>
#include <sstream>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/json.hpp"
#include "cli/verbs.hpp"
#include "core/interchange/uci.hpp"
#include "core/io/input_file.hpp"
#include "core/text/printable.hpp"

namespace cli {
namespace {

struct Options {
  std::string file;
  std::string format;
  bool strict = false;
};

struct Reject {
  std::int64_t line;
  std::string text;
  std::string reason;
};

struct Outcome {
  core::Added added;
  std::vector<Reject> rejects;  ///< the first of them
  std::int64_t rejected = 0;
};

/// So many are kept and shown; a file that is something else altogether would fill the memory.
constexpr std::int64_t most_rejects = 10000;

/// Made when there is something to keep: a file that brings nothing leaves no empty logbook.
struct Taking {
  explicit Taking(Context& context)
      : logbook(create_logbook(context)),
        intake(logbook.begin({core::SourceKind::file, "uci", "", "UCI diabetes logbook", false},
                             core::Dump::whole, context.command_line)) {}
  core::Logbook logbook;
  core::Logbook::Intake intake;
};

Outcome read(std::istream& in, const core::OnUciEntry& on_entry) {
  Outcome outcome;
  core::read_uci(in, on_entry, [&](std::int64_t line, std::string_view text, std::string_view reason) {
    if (++outcome.rejected <= most_rejects)
      outcome.rejects.push_back({line, std::string(text), std::string(reason)});
  });
  return outcome;
}

/// --strict looks at the whole first, so `in` has to be one that can be read again.
Outcome import_uci(Context& context, std::istream& in, bool strict) {
  if (strict) {
    Outcome outcome = read(in, [](core::LogEntry&&) {});
    if (outcome.rejected > 0) return outcome;
    in.clear();
    in.seekg(0);
  }
  std::optional<Taking> taking;
  Outcome outcome = read(in, [&](core::LogEntry&& entry) {
    if (!taking) taking.emplace(context);
    taking->intake.add(std::move(entry));
  });
  if (taking) outcome.added = taking->intake.commit();
  return outcome;
}

Outcome import_uci(Context& context, const Options& options) {
  if (options.file != "-") {
    std::ifstream file = core::open_input_file(options.file);
    return import_uci(context, file, options.strict);
  }
  if (!options.strict) return import_uci(context, std::cin, false);
  std::stringstream whole;
  whole << std::cin.rdbuf();
  return import_uci(context, whole, true);
}

void print_json(std::ostream& out, const Outcome& outcome) {
  JsonWriter json(out);
  json.open('{').member("new", outcome.added.added).member("known", outcome.added.known);
  json.member("conflicts", outcome.added.conflicts).member("rejected_total", outcome.rejected);
  json.key("rejected").open('[');
  for (const Reject& reject : outcome.rejects)
    json.open('{')
        .member("line", reject.line)
        .member("text", reject.text)
        .member("reason", reject.reason)
        .close('}');
  json.close(']').close('}').finish();
}

int run(Context& context, const Options& options) {
  if (options.format != "uci")
    throw core::Failure(
        {core::Errc::usage, "this format is not known", options.format, "Known formats: uci."});
  const Outcome outcome = import_uci(context, options);
  const bool is_refused = options.strict && outcome.rejected > 0;
  if (context.options.json) {
    print_json(context.out, outcome);
  } else {
    for (const Reject& reject : outcome.rejects)
      context.err << fmt::format("{}:{}: {}: {}\n", core::printable(options.file), reject.line, reject.reason,
                                 core::printable(reject.text));
    if (outcome.rejected > most_rejects)
      context.err << fmt::format("… and {} lines more\n", outcome.rejected - most_rejects);
    if (!is_refused)
      context.out << fmt::format("{} new, {} known, {} in conflict, {} lines not taken\n",
                                 outcome.added.added, outcome.added.known, outcome.added.conflicts,
                                 outcome.rejected);
  }
  if (is_refused) {
    if (!context.options.json)
      context.err << fmt::format("bgbingo: {} lines cannot be taken, and with --strict nothing is kept.\n",
                                 outcome.rejected);
    return core::exit_code(core::Errc::bad_data);
  }
  if (outcome.added.conflicts > 0)
    say_next(context, "bgbingo log list --conflicts shows what differs.");
  else
    say_next(context, "bgbingo stats" + for_logbook(context));
  return 0;
}

}  // namespace

Verb import_verb() {
  auto options = std::make_shared<Options>();
  return {
      .name = "import",
      .group = "My logbook",
      .help = "take readings from a file",
      .more =
          "The same file may be imported again: what is known is not doubled. "
          "Lines that cannot be are named with their number and left out; --strict keeps nothing when there "
          "is one. FILE may be - for standard input.\n\n"
          "  bgbingo import data-01 --format uci",
      .options = {{"FILE", "", "the file to read", &options->file, true},
                  {"--format", "NAME", "uci: the UCI diabetes logbooks (docs/import.md)", &options->format,
                   true},
                  {"--strict", "", "keep nothing when a line cannot be taken", &options->strict}},
      .run = [options](Context& context) { return run(context, *options); },
      .prints_data = true};
}

}  // namespace cli
