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

/// One operation was made: the same answer for every command that changes something.
int say_done(Context& context, std::int64_t operation, const std::string& what) {
  if (context.options.json)
    JsonWriter(context.out).open('{').member("operation", operation).close('}').finish();
  else
    context.out << what << "\n";
  say_next(context, "bgbingo log undo takes it back.");
  return 0;
}

Verb log_remove_verb() {
  return change_verb(
      "remove", "take entries out of the logbook",
      "A removed reading stays away when the meter is read again; `bgbingo log undo` brings it back.",
      nullptr, "removed",
      [](Logbook& logbook, const std::vector<std::int64_t>& ids, const std::string& command) {
        return logbook.remove(ids, command);
      });
}

Verb log_keep_verb() {
  return change_verb("keep", "settle a conflict: keep this one",
                     "When a meter shows the same record with other content, both are kept until you choose.",
                     nullptr, "kept",
                     [](Logbook& logbook, const std::vector<std::int64_t>& ids, const std::string& command) {
                       std::int64_t operation = 0;
                       for (const std::int64_t id : ids) operation = logbook.keep(id, command);
                       return operation;
                     });
}

Verb log_unlink_verb() {
  return change_verb("unlink", "count an entry of its own that was taken for another's copy", "", nullptr,
                     "unlinked",
                     [](Logbook& logbook, const std::vector<std::int64_t>& ids, const std::string& command) {
                       std::int64_t operation = 0;
                       for (const std::int64_t id : ids) operation = logbook.unlink(id, command);
                       return operation;
                     });
}

Verb log_purge_verb() {
  return change_verb(
      "purge", "delete entries for good, with their history",
      "This cannot be undone. A meter that still holds the reading brings it again at a full read.",
      "Delete for good? This cannot be undone.", "deleted for good",
      [](Logbook& logbook, const std::vector<std::int64_t>& ids, const std::string& command) {
        return logbook.purge(ids, command);
      });
}

Verb log_undo_verb() {
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
