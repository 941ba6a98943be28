#include "cli/series/file.hpp"

#include <filesystem>
#include <ostream>

#include <fmt/format.h>

#include "cli/json.hpp"
#include "core/io/private_file.hpp"
#include "core/text/printable.hpp"

namespace cli {

std::vector<Option> words_of(SeriesWords& words) {
  return {{"NAME", "", "the series", &words.name, true},
          {"FILE", "", "the file to make; readable by you alone", &words.file, true}};
}

void require_free(const std::string& file) {
  std::error_code ignored;
  if (std::filesystem::symlink_status(file, ignored).type() != std::filesystem::file_type::not_found)
    throw core::Failure({core::Errc::refused, "there is a file of this name already", file, ""});
}

void write_series(Context& context, const SeriesWords& words, const game::SeriesFile& file, int places_used) {
  core::write_private_file(words.file, game::encode_series_file(file), "file of the series",
                           core::Replace::no);
  if (context.options.json) {
    print_object(context.out, "series", words.name, "file", words.file, "handed_over", file.handed_over,
                 "places_used", places_used);
    return;
  }
  context.out << fmt::format("The series {} is in {}; places used: {}.\n", words.name,
                             core::printable(words.file), places_used)
              << "The file holds the season's secrets, names and readings: keep it private.\n";
}

game::SeriesFile read_series(const std::string& path) {
  const auto bytes = core::read_whole_file(path, game::largest_series_file, "file of the series");
  auto file = game::decode_series_file(bytes ? *bytes : core::Bytes{});
  if (file) return std::move(*file);
  core::Error error = file.error();
  error.where = error.where.empty() ? path : path + ", " + error.where;
  throw core::Failure(error);
}

}  // namespace cli
