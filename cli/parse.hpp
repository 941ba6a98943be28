#pragma once

#include <string>
#include <vector>

#include "cli/verb.hpp"

namespace cli {

/// A verb found in the table by the words of the command line.
struct Found {
  const Verb* verb = nullptr;          ///< the deepest verb the words name; nullptr when there is none
  std::string path;                    ///< "log add"
  std::vector<std::string> arguments;  ///< what is left for the verb, common options among them
  std::string unknown;                 ///< a word that should have been a verb and is none
  bool wants_help = false;
};

/// Walks down the table. Before a verb stand common options only: whether a word is an option's value is told
/// by the table, and nobody's else. Throws core::Failure (usage) for another option there.
Found find_verb(const std::vector<Verb>& verbs, const std::vector<Option>& common,
                const std::vector<std::string>& words);

/// Fills the options of the verb and the common ones. Throws core::Failure (usage) with one sentence.
void parse_arguments(const Verb& verb, const std::string& path, const std::vector<Option>& common,
                     std::vector<std::string> arguments);

/// The options every command takes; they fill context.options.
std::vector<Option> common_options(Context& context);
/// Those of them that mean something to this verb: --json only where it prints data.
std::vector<Option> common_of(const Verb& verb, const std::vector<Option>& common);

/// The nearest of the words by edit distance, or else one that this word is a part of; "" when there is none.
std::string nearest(const std::string& word, const std::vector<std::string>& words);

}  // namespace cli
