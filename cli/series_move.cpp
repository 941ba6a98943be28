#include "cli/series_move.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/json.hpp"
#include "cli/round_talk.hpp"
#include "core/io/private_file.hpp"
#include "core/text/printable.hpp"

namespace cli {
namespace {

struct Words {
  std::string name;
  std::string file;
};

std::vector<Option> words_of(Words& words) {
  return {{"NAME", "", "the series", &words.name, true},
          {"FILE", "", "the file to make; readable by you alone", &words.file, true}};
}

void require_free(const std::string& file) {
  std::error_code ignored;
  if (std::filesystem::symlink_status(file, ignored).type() != std::filesystem::file_type::not_found)
    throw core::Failure({core::Errc::refused, "there is a file of this name already", file, ""});
}

/// Nothing of the file's content is shown.
void write(Context& context, const Words& words, const game::SeriesFile& file, int places_used) {
  core::write_private_file(words.file, game::encode_series_file(file), "file of the series");
  if (context.options.json) {
    print_object(context.out, "series", words.name, "file", words.file, "handed_over", file.handed_over,
                 "places_used", places_used);
    return;
  }
  context.out << fmt::format("The series {} is in {}; places used: {}.\n", words.name,
                             core::printable(words.file), places_used)
              << "The file holds the season's secrets, names and readings: keep it private.\n";
}

game::SeriesFile read(const std::string& path) {
  const auto bytes = core::read_whole_file(path, game::largest_series_file, "file of the series");
  auto file = game::decode_series_file(bytes ? *bytes : core::Bytes{});
  if (file) return std::move(*file);
  core::Error error = file.error();
  error.where = error.where.empty() ? path : path + ", " + error.where;
  throw core::Failure(error);
}

}  // namespace

Verb backup_verb() {
  auto words = std::make_shared<Words>();
  Verb verb{"backup", "", "keep a copy of a series in a file", "", {}, {}, {}, true};
  verb.more =
      "For the day this machine is lost: `series take-over FILE` goes on from it. Never go on from a backup "
      "while "
      "the original does, too: each secret would be used twice.\n\n"
      "  bgbingo series backup gbdoc gbdoc.series";
  verb.options = words_of(*words);
  verb.run = [words](Context& context) {
    require_free(words->file);
    const game::Store store = open_store(context);
    const game::SeriesFile file = store.backup(words->name, context.now());
    write(context, *words, file, store.find_series(words->name).value().places_used);
    say_next(context, "keep the file on another disk; make a new one after each round");
    return 0;
  };
  return verb;
}

Verb hand_over_verb() {
  auto words = std::make_shared<Words>();
  Verb verb{"hand-over", "", "give a series to another host or machine", "", {}, {}, {}, true};
  verb.more =
      "From then on this machine opens and draws no more rounds of it; what was played stays to look at. The "
      "other "
      "one goes on at the next place, with the same anchor. If the file is lost, hand over again: it is the "
      "same "
      "hand-over.\n\n"
      "  bgbingo series hand-over gbdoc gbdoc.series";
  verb.options = words_of(*words);
  verb.run = [words](Context& context) {
    require_free(words->file);
    game::Store store = open_store(context);
    if (!context.confirm("Give the series away? This machine then opens and draws no more rounds of it."))
      throw core::Failure({core::Errc::cancelled, "the series stays here", "", ""});
    const game::SeriesFile file = store.hand_over(words->name, context.now());
    try {
      write(context, *words, file, store.find_series(words->name).value().places_used);
    } catch (const core::Failure& failure) {
      core::Error error = failure.error();
      error.advice = "The series is given away all the same: hand it over again, to another file.";
      throw core::Failure(error);
    }
    if (!context.options.json)
      context.out
          << "This machine opens and draws no more rounds of it. Give the file to one person, by a private "
             "way.\n";
    say_next(context, "on the other machine, bgbingo series take-over FILE");
    return 0;
  };
  return verb;
}

Verb take_over_verb() {
  struct Options {
    std::string file;
    std::optional<std::int64_t> last_place;
  };
  auto options = std::make_shared<Options>();
  Verb verb{"take-over", "", "go on with a series from a hand-over or a backup", "", {}, {}, {}, true};
  verb.more =
      "A hand-over goes on at the next place. A backup does not know what came after it: see to it that "
      "nobody goes "
      "on with the original, and tell the place of the last round that was opened.\n\n"
      "  bgbingo series take-over gbdoc.series\n"
      "  bgbingo series take-over gbdoc.series --last-place 7";
  verb.options = {{"FILE", "", "what series hand-over or series backup made", &options->file, true},
                  {"--last-place", "N", "of a backup: the last place that was used, as its opening says",
                   &options->last_place}};
  verb.run = [options](Context& context) {
    const game::SeriesFile file = read(options->file);
    if (!file.handed_over &&
        !context.confirm(fmt::format("This is a backup of {}. Is the original out of use{}?",
                                     core::format_utc(file.made),
                                     options->last_place ? "" : ", and was no round opened since")))
      throw core::Failure({core::Errc::cancelled, "nothing was taken over", "",
                           "Tell the last place that was used with --last-place N."});
    const auto last = std::clamp<std::int64_t>(options->last_place.value_or(0), -1, 1'000);
    const game::SeriesInfo series = open_store(context).take_over(file, static_cast<int>(last));
    if (context.options.json) {
      print_object(context.out, "series", file.series, "anchor", series.anchor, "handed_over",
                   file.handed_over, "places_used", series.places_used);
      return 0;
    }
    context.out << fmt::format("The series {} goes on here, with the anchor\n{}\nPlaces used: {}.\n",
                               file.series, series.anchor, series.places_used);
    if (!file.handed_over)
      context.out
          << "The original must not go on beside it: each secret would be used twice, for all to see.\n";
    say_next(context, fmt::format("bgbingo series check {}", file.series));
    return 0;
  };
  return verb;
}

}  // namespace cli
