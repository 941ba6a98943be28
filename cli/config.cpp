#include "cli/config.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.hpp"
#include "core/time/zone.hpp"

namespace cli {
namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

core::Failure unreadable(const std::filesystem::path& file, int line) {
  return core::Failure({core::Errc::bad_data, "this line of the settings cannot be read",
                        file.string() + ":" + std::to_string(line), "Mend it, or run `bgbingo setup`."});
}

bool is_country(const std::string& text) {
  return text.size() == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z';
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
    return value.empty() || is_country(value);
  } else {
    return false;
  }
  return true;
}

}  // namespace

Config read_config(const std::filesystem::path& file) {
  Config config;
  std::ifstream in(file);
  std::string section;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const std::string text = trimmed(line.substr(0, line.find('#')));
    if (text.empty()) continue;
    if (text.front() == '[' && text.back() == ']') {
      section = text.substr(1, text.size() - 2);
      if (!is_profile_name(section)) throw unreadable(file, number);
      config.people[section];
      continue;
    }
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) throw unreadable(file, number);
    const std::string key = trimmed(text.substr(0, equals));
    const std::string value = trimmed(text.substr(equals + 1));
    if (section.empty() && key == "profile" && is_profile_name(value))
      config.default_profile = value;
    else if (section.empty() || !set(config.people[section], key, value))
      throw unreadable(file, number);
  }
  return config;
}

void write_config(const std::filesystem::path& file, const Config& config) {
  std::ostringstream out;
  out << "# Settings of bgbingo, written by `bgbingo setup`.\nprofile = " << config.default_profile << "\n";
  for (const auto& [profile, person] : config.people) {
    out << "\n[" << profile << "]\nname = " << person.name << "\n";
    if (person.unit) out << "unit = " << core::name(*person.unit) << "\n";
    if (!person.zone.empty()) out << "zone = " << person.zone << "\n";
    if (!person.country.empty()) out << "country = " << person.country << "\n";
  }
  const mode_t before = ::umask(0077);
  std::error_code ignored;
  std::filesystem::create_directories(file.parent_path(), ignored);
  const std::filesystem::path beside = file.string() + ".new";
  bool is_written = false;
  {
    std::ofstream stream(beside, std::ios::trunc);
    stream << out.str();
    is_written = static_cast<bool>(stream.flush());
  }
  ::umask(before);
  std::error_code error;
  if (is_written) std::filesystem::rename(beside, file, error);
  if (!is_written || error)
    throw core::Failure({core::Errc::access_denied, "the settings cannot be written", file.string(),
                         "Check the folder's owner and permissions."});
}

std::string country_of_locale() {
  for (const char* variable : {"LC_ALL", "LC_MEASUREMENT", "LANG"}) {
    const char* value = std::getenv(variable);
    if (!value || !*value) continue;
    const std::string locale = value;
    const std::size_t underscore = locale.find('_');
    if (underscore != std::string::npos && is_country(locale.substr(underscore + 1, 2)))
      return locale.substr(underscore + 1, 2);
    return "";
  }
  return "";
}

core::GlucoseUnit unit_of_country(const std::string& country) {
  // Where meters are sold in mmol/L; elsewhere mg/dL.
  constexpr std::array<std::string_view, 24> mmol_countries{"AU", "BG", "CA", "CH", "CN", "CZ", "DK", "EE",
                                                            "FI", "GB", "HR", "HU", "IE", "IS", "LT", "LV",
                                                            "MY", "NL", "NO", "NZ", "RU", "SE", "SK", "ZA"};
  const bool is_mmol =
      std::find(mmol_countries.begin(), mmol_countries.end(), country) != mmol_countries.end();
  return is_mmol ? core::GlucoseUnit::mmol_l : core::GlucoseUnit::mg_dl;
}

bool is_profile_name(const std::string& name) {
  return !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

}  // namespace cli
