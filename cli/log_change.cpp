#include <algorithm>
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

using Change = std::int64_t (Logbook::*)(const std::vector<std::int64_t>&, const std::string&);

/// With a question for what cannot be undone; nullptr for what can.
Verb change_verb(const char* name, const char* help, const char* more, const char* question, const char* done,
                 Change change) {
  auto ids = std::make_shared<std::vector<std::string>>();
  Verb verb{name, "", help, more, {}, {}, {}, true};
  verb.options = {{"ID", "", "the numbers of the entries", ids.get(), true}};
  verb.run = [ids, question, done, change](Context& context) {
    std::vector<std::int64_t> numbers;
    for (const std::string& id : *ids)
      if (const std::int64_t n = parse_id(id); std::find(numbers.begin(), numbers.end(), n) == numbers.end())
        numbers.push_back(n);
    if (question && !context.confirm(question))
      throw core::Failure({core::Errc::cancelled, "nothing was changed", "", ""});
    Logbook logbook = open_logbook(context, Logbook::Open::existing);
    const std::int64_t operation = (logbook.*change)(numbers, context.command_line);
    return question ? say_done(context, operation, done, "bgbingo log list")
                    : say_done(context, operation, done);
  };
  return verb;
}

}  // namespace

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

int say_done(Context& context, std::int64_t operation, const std::string& what, const std::string& next) {
  const std::optional<std::int64_t> number = operation ? std::optional(operation) : std::nullopt;
  if (context.options.json)
    print_object(context.out, "operation", number);
  else
    context.out << (number ? what : "nothing to change: it is so already") << "\n";
  if (number) say_next(context, next);
  return 0;
}

Verb log_remove_verb() {
  return change_verb(
      "remove", "take entries out of the logbook",
      "A removed reading stays away when the meter is read again; `bgbingo log undo` brings it back.",
      nullptr, "removed", &Logbook::remove);
}

Verb log_keep_verb() {
  return change_verb("keep", "settle a conflict: keep this one",
                     "When a meter shows the same record with other content, both are kept until you choose.",
                     nullptr, "kept", &Logbook::keep);
}

Verb log_unlink_verb() {
  return change_verb("unlink", "count an entry of its own that was taken for another's copy", "", nullptr,
                     "unlinked", &Logbook::unlink);
}

Verb log_purge_verb() {
  return change_verb(
      "purge", "delete entries for good, with their history",
      "This cannot be undone. A meter that still holds the reading brings it again at a full read.",
      "Delete for good, beyond undo?", "deleted for good", &Logbook::purge);
}

Verb log_undo_verb() {
  auto number = std::make_shared<std::optional<std::int64_t>>();
  Verb verb{"undo", "", "take back the last change, or one by its number", "", {}, {}, {}, true};
  verb.more =
      "A whole command is taken back: all readings of a download, with its bookmark. "
      "`bgbingo log redo` does it again.";
  verb.options = {{"OPERATION", "", "a number from `bgbingo log history`", number.get()}};
  verb.run = [number](Context& context) {
    Logbook logbook = open_logbook(context, Logbook::Open::existing);
    const auto [operation, undone] = logbook.undo(*number, context.command_line);
    if (context.options.json) {
      print_object(context.out, "operation", operation, "undone", undone.id);
    } else {
      context.out << fmt::format("taken back: {} (added: {}, changed: {})\n", core::printable(undone.command),
                                 undone.added, undone.changed);
      say_next(context, "bgbingo log redo does it again.");
    }
    return 0;
  };
  return verb;
}

Verb log_redo_verb() {
  Verb verb{"redo", "", "do again what was taken back last", "", {}, {}, {}, true};
  verb.run = [](Context& context) {
    Logbook logbook = open_logbook(context, Logbook::Open::existing);
    return say_done(context, logbook.redo(context.command_line), "done again");
  };
  return verb;
}

}  // namespace cli
