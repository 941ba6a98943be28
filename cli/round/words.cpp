#include "cli/round/words.hpp"

#include <fstream>
#include <iostream>

#include <fmt/format.h>

#include "core/io/input_file.hpp"
#include "core/time/zone.hpp"

namespace cli {
namespace {

core::Failure usage(const std::string& what, const std::string& where, const std::string& advice) {
  return core::Failure({core::Errc::usage, what, where, advice});
}

/// A day's time without its day has sixteen characters less than "2026-11-25 21:55".
std::optional<core::LocalSeconds> parse_on_day(const std::string& text, core::LocalSeconds day) {
  return core::parse_local(core::format_local(day).substr(0, 11) + text);
}

core::UtcSeconds moment(const Context& context, const std::string& text, bool is_to_come) {
  if (const auto utc = core::parse_utc(text)) return *utc;
  const core::Zone zone(zone_name(context));
  if (const auto local = core::parse_local(text)) return zone.to_utc(*local).utc;
  const core::LocalSeconds now = wall_clock(context);
  auto local = parse_on_day(text, now);
  if (local && is_to_come && *local <= now) local = parse_on_day(text, now + std::chrono::hours{24});
  if (!local) throw usage("this is not a time", text, "Write it as 21:55 or \"2026-11-25 21:55\".");
  return zone.to_utc(*local).utc;
}

}  // namespace

core::Glucose parse_value_words(Context& context, const std::vector<std::string>& words) {
  return core::parse_glucose(fmt::format("{}", fmt::join(words, " ")), own_unit(context)).value();
}

game::Evidence parse_evidence_word(const std::optional<std::string>& word) {
  if (!word) return game::Evidence::typed;
  if (const auto evidence = game::parse_evidence(*word)) return *evidence;
  throw usage("evidence is typed, picture or log", *word, "");
}

game::PublicKind public_kind(const std::string& text) {
  if (const auto kind = game::parse_public_kind(text)) return *kind;
  throw usage("the public value is drand, dice or local", text, "");
}

void set_range(game::Rules& rules, const std::string& text) {
  const std::string unit(name(rules.unit));
  const core::Failure failure =
      usage("this is not a range in " + unit, text,
            fmt::format("Write it as {}; --unit chooses the other unit.",
                        rules.unit == core::GlucoseUnit::mmol_l ? "4.0-10.0" : "72-180"));
  std::string numbers = text;
  if (const std::size_t dash = numbers.find("–"); dash != std::string::npos) numbers.replace(dash, 3, "-");
  if (numbers.size() > unit.size() && numbers.compare(numbers.size() - unit.size(), unit.size(), unit) == 0)
    numbers.resize(numbers.size() - unit.size());
  const std::size_t dash = numbers.find('-');
  if (dash == std::string::npos) throw failure;
  const auto steps = [&](const std::string& number) {
    const auto value = core::parse_glucose(number + " " + unit);
    if (!value || value->reach != core::Reach::number) throw failure;
    const auto exact = game::entry_value(*value);
    if (!exact) throw failure;
    return exact->digits;
  };
  rules.low = steps(numbers.substr(0, dash));
  rules.high = steps(numbers.substr(dash + 1));
}

core::UtcSeconds parse_moment(const Context& context, const std::string& text) {
  return moment(context, text, false);
}

core::UtcSeconds parse_coming_moment(const Context& context, const std::string& text) {
  return moment(context, text, true);
}

std::string read_text(const std::string& path, std::size_t most) {
  std::ifstream file;
  if (path != "-") file = core::open_input_file(path);
  std::istream& in = path == "-" ? std::cin : file;
  std::string text(most, '\0');
  in.read(text.data(), static_cast<std::streamsize>(most));
  if (in.bad()) throw core::Failure({core::Errc::not_found, "this file cannot be read", path, ""});
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

}  // namespace cli
