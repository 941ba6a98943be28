#include <filesystem>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/json.hpp"
#include "cli/recording_driver.hpp"
#include "cli/verbs.hpp"
#include "core/io/private_file.hpp"
#include "core/recording/mask.hpp"
#include "core/text/counted.hpp"
#include "core/text/printable.hpp"

namespace cli {
namespace {

struct Options {
  std::string file;
  std::optional<std::string> to;
  core::MaskOptions mask;
};

std::string kept_or(bool is_kept, const char* kept, std::string masked) {
  return is_kept ? kept : std::move(masked);
}

/// What is gone and what is still there: nobody should have to guess before giving the file away.
void say_what_is_in_it(std::ostream& out, const core::Masked& masked, const core::MaskOptions& options) {
  out << "Masked:\n"
      << kept_or(options.keep_serial, "  nothing of the serial number: it is kept\n",
                 fmt::format("  serial number ({})\n", core::counted(masked.serials, "time")))
      << fmt::format("  names and numbers that may tell meters apart ({})\n",
                     core::counted(masked.private_fields, "time"))
      << kept_or(options.keep_dates, "  no days: they are kept\n",
                 fmt::format("  days ({}), moved by whole weeks\n", core::counted(masked.days, "time")))
      << kept_or(options.keep_unknown, "  nothing of what no rule explains: it is kept\n",
                 fmt::format("  {} nobody knows the meaning of, {} that no rule explains\n",
                             core::counted(masked.unknown_fields, "field"),
                             core::counted(masked.unexplained_bytes, "byte")))
      << "  the time zone\n"
      << "Still in it: the readings, time of day and weekday, the unit, the meter's model and versions, the\n"
         "speed of the line";
  if (masked.days_as_they_were > 0)
    out << fmt::format(", {} times of a clock that was never set", masked.days_as_they_were);
  out << ".\n";
}

void print_json(std::ostream& out, const std::string& file, const core::Masked& masked) {
  print_object(out, "file", file, "serials", masked.serials, "private_fields", masked.private_fields, "days",
               masked.days, "days_as_they_were", masked.days_as_they_were, "unknown_fields",
               masked.unknown_fields, "unexplained_bytes", masked.unexplained_bytes);
}

int share(Context& context, const Options& options) {
  core::Recording recording = core::read_recording(options.file);
  const device::Driver& driver = driver_of(recording);
  forget_foreign_words(recording, driver);
  const core::Annotator& annotator = device::serial_link(driver).annotator;
  const core::Masked masked = core::mask(recording, annotator, options.mask).value();
  const std::string to = options.to.value_or(options.file + ".shared");
  core::write_private_file(to, core::encode_recording(masked.recording), "shared recording",
                           core::Replace::no);
  if (context.options.json) {
    print_json(context.out, to, masked);
  } else {
    say_what_is_in_it(context.out, masked, options.mask);
    context.out << fmt::format("Written to {}, for you alone to read until you give it away.\n",
                               core::printable(to));
    say_next(context, "look at it with bgbingo inspect " + core::printable(to));
  }
  return 0;
}

Verb share_verb() {
  auto options = std::make_shared<Options>();
  return {
      .name = "share",
      .help = "make a copy of a recording that can be given to others",
      .more =
          "Serial numbers and names are replaced, days are moved by whole weeks, the time zone is left out, "
          "and bytes that nobody can explain are blanked. Checksums are made anew, so that the copy can "
          "still be read and played back; its readings then count as simulated. "
          "The readings themselves and the time of day stay: they are what is shared.\n\n"
          "  bgbingo recording share session.recording",
      .options = {{"FILE", "", "the recording", &options->file, true},
                  {"--to", "OUT", "where to; FILE.shared when not given. Nothing is replaced", &options->to},
                  {"--keep-serial", "", "leave the serial number as it is", &options->mask.keep_serial},
                  {"--keep-dates", "", "leave the days as they are", &options->mask.keep_dates},
                  {"--keep-unknown", "", "leave what nobody can explain as it is",
                   &options->mask.keep_unknown}},
      .run = [options](Context& context) { return share(context, *options); },
      .prints_data = true};
}

}  // namespace

Verb recording_verb() {
  return {
      .name = "recording",
      .group = "Testing",
      .help = "what went over a meter's wire, in a file",
      .more =
          "A recording is made by `bgbingo sync --record FILE` and shown by `bgbingo inspect FILE`. It holds "
          "readings and a serial number: it is private until `recording share` has masked them.",
      .verbs = {share_verb()}};
}

}  // namespace cli
