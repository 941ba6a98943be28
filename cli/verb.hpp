#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cli {

struct Context;

// The texts are literals, so that a table of all verbs costs next to nothing to make at every start.

/// A whole number an option takes, and its limits.
struct Count {
  Count(std::optional<std::int64_t>* number, std::int64_t from = 1, std::int64_t to = 1'000'000'000)
      : target(number), least(from), most(to) {}
  std::optional<std::int64_t>* target;
  std::int64_t least;
  std::int64_t most;
};

/// One option or positional argument of a verb, and the variable it fills.
struct Option {
  using Target =
      std::variant<bool*, std::string*, std::optional<std::string>*, std::vector<std::string>*, Count>;
  std::string_view names;    ///< "--port,-p"; without dashes it is a positional argument, "FILE"
  std::string_view value{};  ///< what to write in its place, "PATH"; "" for a switch
  std::string_view help{};
  Target target;
  bool required = false;
  void (*require)(const std::string&) = nullptr;  ///< throws core::Failure for a text it cannot be
};

/// A verb of the command line. Each command_<verb>.cpp makes one: its words, its help, and what it does.
/// The parser (CLI11, in one file), the help, the completion, the man page and the suggestions for mistyped
/// words are all made from this table.
struct Verb {
  std::string_view name{};
  std::string_view group{};  ///< "My logbook", "Hosting", "Testing"; "" for verbs below a verb
  std::string_view help{};   ///< one line
  std::string_view more{};   ///< what a newcomer needs: a paragraph and examples
  std::vector<Option> options{};
  std::vector<Verb> verbs{};
  std::function<int(Context&)> run{};  ///< gives the exit code; may throw core::Failure; none: wants a verb
  bool prints_data = false;            ///< takes --json
};

}  // namespace cli
