#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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
/// person's part, comments on lines that begin with '#'.
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

/// Line of the file, from 1, and what stands there.
using UnreadableLine = std::pair<int, std::string>;

/// An absent file is an empty Config. Throws core::Failure: bad_data naming the line that cannot be read,
/// access_denied.
Config read_config(const std::filesystem::path& file);
/// The same, for the command that mends the file: what cannot be read is left out and named in `left_out`.
Config read_config(const std::filesystem::path& file, std::vector<UnreadableLine>& left_out);
/// All or nothing, 0600, on the disk when it returns.
void write_config(const std::filesystem::path& file, const Config& config);

/// Without blanks at its ends, which a line of the settings does not keep.
std::string trimmed(const std::string& text);

/// 1 to 32 of a-z, 0-9, - and _: a profile's name is a file's name.
bool is_profile_name(const std::string& name);

}  // namespace cli
