#include "cli/round/choice.hpp"

#include <filesystem>

namespace cli {

Verb verb_below(std::string_view name, std::string_view help, std::string_view more) {
  return {name, "", help, more, {}, {}, {}, true};
}

std::string RoundChoice::next(std::string_view verb) const {
  std::string words = "bgbingo round " + std::string(verb);
  if (series != "local") words += " --series " + series;
  if (!round.empty()) words += " --round " + round;
  return words;
}

std::vector<Option> round_options(RoundChoice& choice, std::vector<Option> own) {
  own.push_back({"--series", "NAME", "the series; local when not given", &choice.series});
  own.push_back({"--round", "NAME", "the round; the newest when not given", &choice.round});
  return own;
}

game::Store make_store(const Context& context) {
  return game::Store(context.data_folder);
}

game::Store open_store(const Context& context, core::OpenMode mode) {
  std::error_code ignored;
  if (!std::filesystem::exists(
          std::filesystem::symlink_status(game::games_file(context.data_folder), ignored)))
    throw core::Failure(
        {core::Errc::not_found, "there are no games here yet", "", "Make a round with `round new`."});
  return game::Store(context.data_folder, mode);
}

game::Store look_into_store(const Context& context) {
  return open_store(context, core::OpenMode::read_only);
}

}  // namespace cli
