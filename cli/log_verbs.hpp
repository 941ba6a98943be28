#pragma once

#include <cstdint>
#include <string>

#include "cli/verb.hpp"

namespace cli {

/// The verbs of `bgbingo log`, by file: log_list.cpp, log_write.cpp, log_change.cpp, log_history.cpp.
Verb log_list_verb();
Verb log_add_verb();
Verb log_edit_verb();
Verb log_remove_verb();
Verb log_keep_verb();
Verb log_unlink_verb();
Verb log_purge_verb();
Verb log_undo_verb();
Verb log_redo_verb();
Verb log_history_verb();

/// The number of an entry as typed. Throws core::Failure (usage).
std::int64_t parse_id(const std::string& text);

/// The same answer for every command that makes one operation: the words, or its number as JSON. The number
/// is 0 where nothing had to change.
int say_done(Context& context, std::int64_t operation, const std::string& what,
             const std::string& next = "bgbingo log undo takes it back.");

}  // namespace cli
