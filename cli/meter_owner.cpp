#include "cli/meter_owner.hpp"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "cli/config.hpp"
#include "cli/context.hpp"
#include "core/text/printable.hpp"

namespace cli {
namespace {

bool has_meter(const std::filesystem::path& file, core::Logbook::Open how, const core::Source& meter) {
  const auto logbook = find_logbook(file, how);
  if (!logbook) return false;
  const auto source = logbook->find_source(meter.kind, meter.family, meter.serial);
  return source && logbook->owns(*source);
}

bool may_have(Context& context, const std::string& profile, const core::Source& meter, bool is_told) {
  try {
    return has_meter(profile_file(context, profile), core::Logbook::Open::read_only, meter);
  } catch (const core::Failure& failure) {
    if (is_told)
      context.err << fmt::format(
          "Remark: {}'s logbook cannot be read, so whether this meter is theirs is not known: {}\n", profile,
          failure.what());
    return false;
  }
}

/// Everybody but the one in use: who has settings or a logbook.
std::vector<std::string> other_profiles(const Context& context) {
  const Config config = read_config(context.config_file);
  std::vector<std::string> names = profile_names(context);
  for (const auto& [profile, person] : config.people)
    if (std::find(names.begin(), names.end(), profile) == names.end()) names.push_back(profile);
  const std::string in_use = profile_name(context, config);
  const std::filesystem::path own = logbook_file(context);
  std::erase_if(names, [&](const std::string& name) {
    std::error_code ignored;
    return name == in_use || std::filesystem::equivalent(profile_file(context, name), own, ignored);
  });
  return names;
}

/// `is_told`: a logbook that cannot be asked gets a remark.
std::optional<std::string> other_owner(Context& context, const core::Source& meter, bool is_told) {
  for (const std::string& other : other_profiles(context))
    if (may_have(context, other, meter, is_told)) return other;
  return std::nullopt;
}

core::Failure belongs_to(const Context& context, const std::string& other, const core::Source& meter) {
  const std::string owner = title_of_profile(context, other);
  if (has_meter(logbook_file(context), core::Logbook::Open::read_only, meter))  // a move that broke off
    return core::Failure({core::Errc::refused,
                          "this meter is in two logbooks; the other one is " + owner + "'s", meter.serial,
                          "Say whose it is: `bgbingo meters move NUMBER --to PROFILE`."});
  return core::Failure({core::Errc::refused, "this meter belongs to another person: " + owner, meter.serial,
                        "Read it into their logbook: --profile " + other + "."});
}

/// Asks until it is somebody.
std::string ask_whose(Context& context, const std::string& title) {
  const std::string suggestion = profile_name(context);
  for (;;) {
    const std::string answer = context.ask(
        "The meter " + title + " is new here. Whose is it? (a profile, or - to leave it unread)", suggestion);
    if (answer == "-")
      throw core::Failure(
          {core::Errc::refused, "the meter " + title + " was left unread, as you said", "", ""});
    try {
      const std::string profile = profile_called(context, answer);
      if (profile == suggestion || agree_on_somebody(context, profile)) return profile;
    } catch (const core::Failure& failure) {
      if (failure.error().kind != core::Errc::usage) throw;
      context.err << failure.what() << "\n";
    }
  }
}

}  // namespace

void require_no_other_owner(Context& context, const core::Source& meter) {
  if (const auto other = other_owner(context, meter, false)) throw belongs_to(context, *other, meter);
}

std::string whose_meter(Context& context, const core::Source& meter, const OwnerOptions& options) {
  if (const auto other = other_owner(context, meter, true)) {
    if (options.follow) return *other;
    throw belongs_to(context, *other, meter);
  }
  require_somebody(context);
  const std::string profile = profile_name(context);
  const bool is_named = context.options.profile || context.options.logbook || context.options.yes;
  const bool is_alone = other_profiles(context).empty();
  if (options.is_new_allowed || (!options.follow && (is_named || is_alone))) return profile;
  if (has_meter(logbook_file(context), core::Logbook::Open::existing, meter)) return profile;
  const std::string title = core::printable(meter.model + " " + meter.serial);
  if (context.can_ask) return ask_whose(context, title);
  throw core::Failure({core::Errc::refused,
                       is_alone ? "the meter " + title + " is new here"
                                : "the meter " + title + " is new here, and several people are set up",
                       "",
                       options.follow
                           ? "Say that it is yours: --new-meter, with --profile NAME where several people "
                             "are set up."
                           : "Say whose it is: --profile NAME."});
}

}  // namespace cli
