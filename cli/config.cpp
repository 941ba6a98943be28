#include "cli/config.hpp"

#include <algorithm>
#include <sstream>
#include <sys/stat.h>

#include "cli/country.hpp"
#include "core/error.hpp"
#include "core/io/private_file.hpp"
#include "core/time/zone.hpp"

namespace cli {
namespace {

/// "" for an absent file.
std::string text_of(const std::filesystem::path& file) {
  constexpr std::size_t largest = 1u << 20;
  std::optional<core::Bytes> bytes;
  try {
    bytes = core::read_whole_file(file, largest, "settings file");
  } catch (const core::Failure& failure) {
    if (failure.error().kind != core::Errc::not_found) throw;
    return "";
  }
  if (!bytes)
    throw core::Failure(
        {core::Errc::bad_data, "this is not a settings file", file.string(), "Move it away."});
  return std::string(bytes->begin(), bytes->end());
}

/// Sets one key of a person; false when the key or value is not one of ours.
bool set(Person& person, const std::string& key, const std::string& value) {
  if (key == "name") {
    person.name = value;
  } else if (key == "unit") {
    person.unit = core::parse_glucose_unit(value);
    return person.unit.has_value();
  } else if (key == "zone") {
    person.zone = value;
    return core::is_zone(value);
  } else if (key == "country") {
    person.country = value;
    return is_country(value);
  } else {
    return false;
  }
  return true;
}

}  // namespace

Config read_config(const std::filesystem::path& file, std::vector<UnreadableLine>& left_out) {
  std::istringstream in(text_of(file));
  Config config;
  Person* person = nullptr;  // whose part it is
  bool is_head = true;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const std::string text = trimmed(line);
    if (text.empty() || text.front() == '#') continue;
    const std::size_t equals = text.find('=');
    const std::string key = trimmed(text.substr(0, equals));
    const std::string value = equals == std::string::npos ? "" : trimmed(text.substr(equals + 1));
    bool is_read = false;
    if (text.front() == '[') {
      const std::string profile = text.substr(1, text.size() - 2);
      is_read = text.back() == ']' && is_profile_name(profile);
      person = is_read ? &config.people[profile] : nullptr;
      is_head = false;
    } else if (is_head && key == "profile") {
      is_read = is_profile_name(value);
      if (is_read) config.default_profile = value;
    } else if (person && equals != std::string::npos) {
      is_read = set(*person, key, value);
    }
    if (!is_read) left_out.emplace_back(number, text);
  }
  return config;
}

Config read_config(const std::filesystem::path& file) {
  std::vector<UnreadableLine> left_out;
  Config config = read_config(file, left_out);
  if (!left_out.empty())
    throw core::Failure({core::Errc::bad_data, "this line of the settings cannot be read",
                         file.string() + ":" + std::to_string(left_out.front().first),
                         "Mend it, or run `bgbingo setup`."});
  return config;
}

void write_config(const std::filesystem::path& file, const Config& config) {
  std::string text = "# Settings of bgbingo, written by `bgbingo setup`.\n";
  const auto add = [&](std::string_view key, std::string_view value) {
    if (!value.empty()) text.append(key).append(" = ").append(value).append("\n");
  };
  add("profile", config.default_profile);
  for (const auto& [profile, person] : config.people) {
    text += "\n[" + profile + "]\n";
    add("name", person.name);
    if (person.unit) add("unit", core::name(*person.unit));
    add("zone", person.zone);
    add("country", person.country);
  }
  std::error_code ignored;  // what is wrong with the folder shows when the file is written
  std::filesystem::create_directories(file.parent_path().parent_path(), ignored);
  ::mkdir(file.parent_path().c_str(), 0700);
  core::write_private_file(file, core::as_bytes(text), "settings file");
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool is_profile_name(const std::string& name) {
  return !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

}  // namespace cli
