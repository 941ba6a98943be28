#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "core/values/glucose.hpp"

namespace cli {

/// What a person told `setup` once.
struct Person {
  std::string name;
  std::optional<core::GlucoseUnit> unit;
  std::string zone;     ///< IANA name
  std::string country;  ///< two letters, "GB"
};

/// The settings file, $XDG_CONFIG_HOME/bgbingo/config: lines "key = value", a "[profile]" above each
/// person's part, comments after '#'.
///
///   profile = anna
///   [anna]
///   name = Anna
///   unit = mmol/L
///   zone = Europe/London
///   country = GB
struct Config {
  std::string default_profile;
  std::map<std::string, Person> people;  ///< by profile
};

/// An absent file is an empty Config. Throws core::Failure (bad_data) naming the line that cannot be read.
Config read_config(const std::filesystem::path& file);
/// Writes beside the place and renames; 0600.
void write_config(const std::filesystem::path& file, const Config& config);

/// What the locale suggests: country, and the unit people use there.
std::string country_of_locale();
core::GlucoseUnit unit_of_country(const std::string& country);

/// 1 to 32 of a-z, 0-9, - and _: a profile's name is a file's name.
bool is_profile_name(const std::string& name);

}  // namespace cli
