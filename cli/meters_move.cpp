#include "cli/meters_move.hpp"

#include <algorithm>
#include <memory>
#include <ostream>
#include <set>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/json.hpp"
#include "cli/log_verbs.hpp"
#include "cli/table.hpp"
#include "core/text/counted.hpp"
#include "core/text/printable.hpp"

namespace cli {
namespace {

using core::Logbook;

/// A meter in one person's logbook.
struct Known {
  std::string profile;
  std::int64_t id = 0;
  core::Source meter;
  bool is_owner = false;
  std::int64_t readings = 0;  ///< entries that count
  std::optional<core::LocalSeconds> newest;
  std::optional<core::UtcSeconds> last_read;  ///< when its clock was looked at, or readings came
};

std::string title_of(const core::Source& meter) {
  return core::printable(meter.model + " " + meter.serial);
}

Known look_at(const Logbook& logbook, const std::string& profile, std::int64_t id,
              const core::Source& meter) {
  Known known{profile, id, meter, logbook.owns(id), 0, {}, {}};
  core::Filter filter;
  filter.source = id;
  std::set<std::int64_t> operations;
  logbook.each(filter, [&](const core::StoredEntry& stored) {
    ++known.readings;
    known.newest = std::max(known.newest, stored.entry.time.local);
    operations.insert(stored.operation);
  });
  for (const std::int64_t number : operations) {
    const auto operation = logbook.find_operation(number);
    if (operation && !operation->command.starts_with("meters move"))  // which reads nothing
      known.last_read = std::max(known.last_read, std::optional(operation->at));
  }
  for (const core::ClockCheck& check : logbook.clock_checks(id))
    known.last_read = std::max(known.last_read, std::optional(check.host));
  return known;
}

void look_into(std::vector<Known>& all, const std::filesystem::path& file, const std::string& profile) {
  const auto logbook = find_logbook(file, Logbook::Open::read_only);
  if (!logbook) return;
  for (const auto& [id, source] : logbook->sources())
    if (source.kind == core::SourceKind::meter) all.push_back(look_at(*logbook, profile, id, source));
}

/// In the file of --logbook, else in every logbook there is; one that cannot be read is an error: it may be
/// the owner's.
std::vector<Known> known_meters(const Context& context) {
  std::vector<Known> all;
  if (const auto& file = context.options.logbook)
    look_into(all, *file, *file);
  else
    for (const std::string& profile : profile_names(context))
      look_into(all, profile_file(context, profile), profile);
  return all;
}

/// Those of the one meter whose model and serial number end with `number`.
std::vector<Known> find_meter(std::vector<Known> all, const std::string& number) {
  const auto is_exact = [&](const Known& known) { return known.meter.serial == number; };
  const bool has_exact = std::any_of(all.begin(), all.end(), is_exact);
  std::erase_if(all, [&](const Known& known) {
    return has_exact ? !is_exact(known) : number.empty() || !title_of(known.meter).ends_with(number);
  });
  if (all.empty())
    throw core::Failure({core::Errc::not_found, "no logbook here knows a meter with this number", number,
                         "See `bgbingo meters --known`."});
  for (const Known& known : all)
    if (known.meter.family != all[0].meter.family || known.meter.serial != all[0].meter.serial)
      throw core::Failure({core::Errc::usage, "several meters have a number that ends so", number,
                           "Write more of it, with the meter's name before it if need be: \"" +
                               title_of(all[0].meter) + "\"."});
  return all;
}

/// How the command line names it: by its serial number, where another has the same with its model before it.
std::string word_for(const std::vector<Known>& all, const core::Source& meter) {
  const bool is_one = std::all_of(all.begin(), all.end(), [&](const Known& known) {
    return known.meter.serial != meter.serial || known.meter.family == meter.family;
  });
  return is_one ? core::printable(meter.serial) : "\"" + title_of(meter) + "\"";
}

struct Options {
  std::string meter;
  std::string to;
  std::optional<std::string> from;
};

/// Of the wall clock of the profile in use. "now" is a time that no reading has.
std::optional<core::LocalSeconds> parse_since(const Context& context,
                                              const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  if (*text == "now") return core::LocalSeconds::max();
  if (const auto time = core::parse_local(*text)) {
    if (time <= wall_clock(context)) return time;
    throw core::Failure(
        {core::Errc::usage, "this is still to come", *text, "A meter moves from now on, or from earlier."});
  }
  throw core::Failure({core::Errc::usage, "this is not a day or time", *text,
                       "Write it as 2026-01-31, \"2026-01-31 08:00\" or now."});
}

/// The owner is right already. Readings that another person kept at an earlier move do not follow.
void require_nothing_left(const std::vector<Known>& holders, const Options& options,
                          std::optional<core::LocalSeconds> since) {
  for (const Known& other : holders)
    if (other.profile != options.to && other.readings > 0 && (!since || other.newest >= since))
      throw core::Failure({core::Errc::refused,
                           fmt::format("the meter is {}'s already, and {} kept readings of {}", options.to,
                                       other.profile, since ? "this time" : "it"),
                           core::printable(other.meter.serial),
                           fmt::format("Move it back first, with --to {}, and then again.", other.profile)});
}

/// Where a move broke off between the two logbooks, all has been handed over already.
void require_whole_after_break(const std::vector<Known>& holders, const Options& options) {
  const auto owners =
      std::count_if(holders.begin(), holders.end(), [](const Known& k) { return k.is_owner; });
  const bool is_there = std::any_of(holders.begin(), holders.end(), [&](const Known& known) {
    return known.is_owner && known.profile == options.to;
  });
  if (options.from && is_there && owners > 1)
    throw core::Failure(
        {core::Errc::refused, "the meter is in two logbooks: an earlier move to " + options.to + " broke off",
         core::printable(holders.front().meter.serial), "Finish that one first: leave out --from."});
}

int move(Context& context, Options options) {
  if (context.options.logbook)
    throw core::Failure({core::Errc::usage, "a meter moves from profile to profile, not to a file",
                         *context.options.logbook, "Leave out --logbook."});
  const std::vector<Known> all_known = known_meters(context);
  std::vector<Known> holders = find_meter(all_known, options.meter);
  const core::Source meter = holders.front().meter;
  options.to = profile_called(context, options.to);
  const auto owner = std::find_if(holders.begin(), holders.end(), [](const Known& k) { return k.is_owner; });
  if (owner != holders.end()) context.options.profile = owner->profile;
  const auto since = parse_since(context, options.from);
  context.options.profile = options.to;
  require_somebody(context);
  const std::vector<Known> all = holders;
  require_whole_after_break(holders, options);
  std::erase_if(holders, [&](const Known& known) { return !known.is_owner || known.profile == options.to; });
  if (holders.empty()) require_nothing_left(all, options, since);
  std::int64_t moved = 0;
  std::int64_t stays = 0;
  for (const Known& giver : holders) {  // more than one where a move broke off between the two logbooks
    Logbook from(profile_file(context, giver.profile), Logbook::Open::existing);
    Logbook to(profile_file(context, options.to), Logbook::Open::create);
    const bool is_given =
        from.let_go(giver.id, since, options.to, context.command_line, [&](const core::MeterPart& part) {
          auto intake = to.begin(part.source, core::Dump::whole, context.command_line);
          intake.take(part, giver.profile);
          intake.commit();
          moved += std::count_if(part.entries.begin(), part.entries.end(),
                                 [](const core::StoredEntry& e) { return e.state == core::State::active; });
        });
    if (!is_given)
      throw core::Failure({core::Errc::refused, "the meter was given to somebody else just now",
                           core::printable(meter.serial), "See `bgbingo meters --known`."});
    stays += look_at(from, giver.profile, giver.id, meter).readings;
  }
  if (context.options.json) {
    JsonWriter json(context.out);
    json.open('{').key("meter").open('{');
    write_members(json, "model", meter.model, "serial", meter.serial);
    json.close('}');
    write_members(json, "to", options.to, "from",
                  holders.empty() ? std::nullopt : std::optional(holders.front().profile), "moved", moved,
                  "stays", stays);
    json.close('}').finish();
  } else if (holders.empty()) {
    context.out << "nothing to change: it is so already\n";
  } else {
    context.out << fmt::format("{} belongs to {} now: {} moved, {} {} with {}\n", title_of(meter), options.to,
                               core::counted(moved, "reading"), stays, stays == 1 ? "stays" : "stay",
                               holders.front().profile);
    say_next(context, fmt::format("bgbingo meters move {} --to {} takes it back.", word_for(all_known, meter),
                                  holders.front().profile));
  }
  return 0;
}

}  // namespace

int list_known_meters(Context& context) {
  std::vector<Known> all = known_meters(context);
  std::erase_if(all, [](const Known& known) { return !known.is_owner && known.readings == 0; });
  if (context.options.json) {
    JsonWriter json(context.out);
    json.open('[');
    for (const Known& known : all) {
      json.open('{');
      write_members(json, "model", known.meter.model, "serial", known.meter.serial, "family",
                    known.meter.family, "simulated", known.meter.simulated, "profile", known.profile,
                    "is_owner", known.is_owner, "readings", known.readings, "newest",
                    known.newest ? std::optional(core::format_local(*known.newest)) : std::nullopt,
                    "last_read",
                    known.last_read ? std::optional(core::format_utc(*known.last_read)) : std::nullopt);
      json.close('}');
    }
    json.close(']').finish();
    return 0;
  }
  Table table{{"number", "meter", "profile", "readings", "newest", "last read (UTC)"},
              {},
              {false, false, false, true}};
  for (const Known& known : all)
    table.rows.push_back(
        {known.meter.serial, known.meter.model + (known.meter.simulated ? " (simulated)" : ""),
         known.profile + (known.is_owner ? "" : " (until given away)"), std::to_string(known.readings),
         known.newest ? core::format_local(*known.newest) : "",
         known.last_read ? core::format_utc(*known.last_read) : ""});
  print(context, table);
  say_next(context, "bgbingo meters move NUMBER --to PROFILE gives one to somebody else.");
  return 0;
}

Verb meters_move_verb() {
  auto options = std::make_shared<Options>();
  Verb verb{"move", "", "a meter is somebody else's", "", {}, {}, {}, true};
  verb.more =
      "Without --from all its readings move, with notes and tags: it was read into the wrong logbook. With "
      "--from a new period begins: what is older stays with who had it, and never comes to the new owner, "
      "though the meter still holds it. Read the meter before you give it away. Moving it back undoes it.\n\n"
      "  bgbingo meters move SIM00000000001 --to ben\n"
      "  bgbingo meters move 0001 --to ben --from now";
  verb.options = {
      {"NUMBER", "", "the meter's serial number, the end of it, or name and number (bgbingo meters --known)",
       &options->meter, true},
      {"--to", "PROFILE", "whose it is now", &options->to, true},
      {"--from", "DAY", "from this day or time on, or now", &options->from}};
  verb.run = [options](Context& context) { return move(context, *options); };
  return verb;
}

}  // namespace cli
