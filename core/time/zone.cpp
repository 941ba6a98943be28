#include "core/time/zone.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace core {
namespace {

using std::chrono::seconds;

absl::CivilSecond to_civil(LocalSeconds time) {
  return absl::CivilSecond() +
         time.time_since_epoch().count();  // a CivilSecond begins at 1970-01-01 00:00:00
}

/// The library takes paths and names of fixed offsets as well; here a zone is what the database names.
std::optional<absl::TimeZone> load(const std::string& name) {
  const bool is_name = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '+' || c == '-' || c == '/';
  });
  absl::TimeZone zone;
  if (!is_name || name.front() == '/' || name.starts_with("Fixed/") || !absl::LoadTimeZone(name, &zone))
    return {};
  return zone;
}

}  // namespace

std::string_view name(TimeFlag flag) {
  constexpr std::array<std::string_view, 4> names{"unique", "ambiguous", "nonexistent", "unset"};
  return names.at(static_cast<std::size_t>(flag));
}

Zone::Zone(const std::string& name) {
  const auto zone = load(name);
  if (!zone)
    throw Failure(
        {Errc::not_found, "no such time zone", name, "Write it as Europe/London or America/New_York."});
  zone_ = *zone;
}

LocalSeconds Zone::to_local(UtcSeconds time) const {
  const auto shown = zone_.At(absl::FromUnixSeconds(time.time_since_epoch().count())).cs;
  return LocalSeconds{seconds{shown - absl::CivilSecond()}};
}

Zone::Moment Zone::to_utc(LocalSeconds time) const {
  const absl::TimeZone::TimeInfo found = zone_.At(to_civil(time));
  const UtcSeconds utc{seconds{absl::ToUnixSeconds(found.pre)}};
  switch (found.kind) {
    case absl::TimeZone::TimeInfo::REPEATED:
      return {utc, TimeFlag::ambiguous};
    case absl::TimeZone::TimeInfo::SKIPPED:
      return {utc, TimeFlag::nonexistent};
    default:
      return {utc, TimeFlag::unique};
  }
}

bool is_zone(const std::string& name) {
  return load(name).has_value();
}

std::string zone_of_machine() {
  if (const char* set = std::getenv("TZ")) {
    const std::string zone = *set == ':' ? set + 1 : set;
    if (is_zone(zone)) return zone;
  }
  std::error_code none;
  const std::string target = std::filesystem::read_symlink("/etc/localtime", none).string();
  const std::string folder = "/zoneinfo/";
  if (const auto at = target.find(folder);
      at != std::string::npos && is_zone(target.substr(at + folder.size())))
    return target.substr(at + folder.size());
  std::string line;
  if (std::getline(std::ifstream("/etc/timezone") >> std::ws, line) && is_zone(line)) return line;
  return "UTC";
}

}  // namespace core
