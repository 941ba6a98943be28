#include "cli/meter_owner.hpp"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>

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

bool may_have(Context& context, const std::string& profile, const core::Source& meter) {
  try {
    return has_meter(profile_file(context, profile), core::Logbook::Open::read_only, meter);
  } catch (const core::Failure& failure) {
    context.err << fmt::format(
        "Remark: {}'s logbook cannot be read, so whether this meter is theirs is not known: {}\n", profile,
        failure.what());
    return false;
  }
}

std::vector<std::string> other_profiles(const Context& context) {
  const std::filesystem::path own = logbook_file(context);
  std::vector<std::string> names = profile_names(context);
  std::erase_if(names, [&](const std::string& name) {
    std::error_code ignored;
    return std::filesystem::equivalent(profile_file(context, name), own, ignored);
  });
  return names;
}

}  // namespace

std::string whose_meter(Context& context, const core::Source& meter, const OwnerOptions& options) {
  const std::vector<std::string> others = other_profiles(context);
  for (const std::string& other : others)
    if (may_have(context, other, meter)) {
      if (options.follow) return other;
      throw core::Failure({core::Errc::refused, "this meter belongs to another person: " + other,
                           meter.serial, "Read it into their logbook: --profile " + other + "."});
    }
  const std::string profile = profile_name(context);
  const bool is_named = context.options.profile || context.options.logbook || context.options.yes;
  const std::filesystem::path own = logbook_file(context);
  const bool is_new_refused = options.follow && !options.is_new_allowed && !context.can_ask;
  if (options.is_new_allowed || (!is_new_refused && (is_named || others.empty()))) return profile;
  if (has_meter(own, core::Logbook::Open::existing, meter)) return profile;
  const std::string title = core::printable(meter.model + " " + meter.serial);
  if (context.can_ask)
    return profile_called(
        context, context.ask("The meter " + title + " is new here. Whose is it? (profile)", profile));
  throw core::Failure(
      {core::Errc::refused,
       others.empty() ? "the meter " + title + " is new here"
                      : "the meter " + title + " is new here, and several people keep a logbook",
       "",
       options.follow ? "Say that it is yours: --new-meter, with --profile NAME where several people "
                        "keep a logbook."
                      : "Say whose it is: --profile NAME."});
}

}  // namespace cli
