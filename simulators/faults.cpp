#include "simulators/faults.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "simulators/duration.hpp"

namespace simulators {
namespace {

/// Where every family's page begins the ten minutes of a clock that was never set, or later.
constexpr core::LocalSeconds never_set = date::local_days{date::year{2000} / date::January / 1};
constexpr std::chrono::seconds three_years = std::chrono::hours(24 * 1096);

/// A whole number, or a plain decimal one for doubles; nothing else.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number value{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

/// What each fault looks like, and in which range.
struct Form {
  std::string_view name;
  std::string_view text;
  std::string_view range = "";
};
constexpr Form forms[] = {{"drop", "drop=N", "N is from 1"},
                          {"corrupt", "corrupt=N[:BIT]", "N is from 1, BIT from 0 to 7"},
                          {"noise", "noise=RATE", "RATE is above 0 and at most 0.5"},
                          {"stall", "stall=N[:SECONDS]", "N is from 0, SECONDS more than 0 and at most 3600"},
                          {"disconnect", "disconnect=N", "N is from 0"},
                          {"clock", "clock=+1h, clock=2017-01-01T00:00:00"},
                          {"clock-back", "clock-back[=3h]"},
                          {"clock-unset", "clock-unset"},
                          {"deaf", "deaf=N", "N is from 1"},
                          {"nak", "nak=N[:K]", "N and K are from 1"},
                          {"bad-record", "bad-record=N", "N is from 1"},
                          {"truncate", "truncate=N", "N is from 1"},
                          {"duplicate", "duplicate=N", "N is from 1"},
                          {"add-during", "add-during=N", "N is from 1"},
                          {"impossible-date", "impossible-date=N", "N is from 1"},
                          {"twice", "twice"}};

core::Error no_such_fault(std::string_view text) {
  std::vector<std::string_view> texts;
  for (const Form& form : forms) {
    if (form.name == text.substr(0, text.find('=')))
      return {core::Errc::usage, "this fault has another form", std::string(text),
              fmt::format("Write {}{}{}.", form.text, form.range.empty() ? "" : "; ", form.range)};
    texts.push_back(form.text);
  }
  return {core::Errc::usage, "there is no such fault", std::string(text),
          fmt::format("Faults are {}.", fmt::join(texts, ", "))};
}

/// "N" or "N:MORE".
struct Numbered {
  std::uint64_t number;
  std::optional<std::string_view> more;
};
std::optional<Numbered> parse_numbered(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::optional<std::uint64_t> number = parse_number<std::uint64_t>(text.substr(0, colon));
  if (!number) return std::nullopt;
  if (colon == std::string_view::npos) return Numbered{*number, std::nullopt};
  return Numbered{*number, text.substr(colon + 1)};
}

/// The faults that are nothing but a list of numbers from 1.
using NumberList = std::vector<std::uint64_t> Faults::*;
constexpr std::array<std::pair<std::string_view, NumberList>, 6> number_lists{{
    {"drop", &Faults::drop},
    {"bad-record", &Faults::bad_record},
    {"truncate", &Faults::truncate},
    {"duplicate", &Faults::duplicate},
    {"add-during", &Faults::add_during},
    {"impossible-date", &Faults::impossible_date},
}};
NumberList list_of(std::string_view name) {
  for (const auto& [word, list] : number_lists)
    if (word == name) return list;
  return nullptr;
}

bool add_numbered(Faults& faults, std::string_view name, const Numbered& value) {
  if (name == "corrupt" && value.number > 0) {
    const std::optional<unsigned> bit = value.more ? parse_number<unsigned>(*value.more) : 0;
    if (!bit || *bit > 7) return false;
    faults.corrupt.push_back({value.number, *bit});
    return true;
  }
  if (name == "nak" && value.number > 0) {
    const std::optional<std::uint64_t> first = value.more ? parse_number<std::uint64_t>(*value.more) : 1;
    if (!first || *first == 0) return false;
    faults.nak.push_back({value.number, *first});
    return true;
  }
  if (name == "stall") {
    Faults::Stall stall{value.number, std::nullopt};
    if (value.more) {
      const std::optional<double> seconds = parse_number<double>(*value.more);
      if (!seconds || !(*seconds > 0 && *seconds <= 3600)) return false;
      stall.length = std::chrono::milliseconds(static_cast<std::int64_t>(*seconds * 1000 + 0.5));
    }
    faults.stall.push_back(stall);
    return true;
  }
  if (value.more) return false;
  if (name == "disconnect") {
    faults.disconnect.push_back(value.number);
    return true;
  }
  if (value.number == 0) return false;
  if (name == "deaf") {
    faults.deaf = value.number;
    return true;
  }
  const auto list = list_of(name);
  if (list) (faults.*list).push_back(value.number);
  return list != nullptr;
}

bool add_clock(Faults& faults, std::string_view value) {
  const std::optional<std::chrono::seconds> duration = parse_duration(value);
  const std::optional<core::LocalSeconds> time = core::parse_local(value);
  if (duration) faults.clock = *duration;
  if (time) faults.clock = *time;
  return duration || time;
}

bool add_fault(Faults& faults, std::string_view text) {
  const std::size_t equals = text.find('=');
  const std::string_view name = text.substr(0, equals);
  if (equals == std::string_view::npos) {
    if (name == "twice") faults.twice = true;
    if (name == "clock-back") faults.clock_back = three_years;
    if (name == "clock-unset") faults.clock_unset = true;
    return name == "twice" || name == "clock-back" || name == "clock-unset";
  }
  const std::string_view value = text.substr(equals + 1);
  if (name == "clock") return add_clock(faults, value);
  if (name == "clock-back") {
    const std::optional<std::chrono::seconds> duration = parse_duration(value);
    if (!duration || duration->count() <= 0) return false;
    faults.clock_back = *duration;
    return true;
  }
  if (name == "noise") {
    const std::optional<double> rate = parse_number<double>(value);
    if (!rate || !(*rate > 0 && *rate <= 0.5)) return false;
    faults.noise = *rate;
    return true;
  }
  const std::optional<Numbered> numbered = parse_numbered(value);
  return numbered && add_numbered(faults, name, *numbered);
}

/// The simulated meters write an unread record with a date like 30 February.
void make_impossible(const MeterState& state, core::LogEntry& entry) {
  core::LogEntry impossible = entry;
  impossible.content = core::UnreadRecord{};
  if (!state.holds(impossible))
    throw core::Failure({core::Errc::unsupported, "this meter cannot hold a record of an impossible date",
                         "impossible-date", "Leave this fault out."});
  entry = std::move(impossible);
}

}  // namespace

Faults counted_from_start(Faults faults, const FaultCounts& there) {
  const auto later = [](std::uint64_t& number, std::uint64_t by) {
    number += std::min(by, std::numeric_limits<std::uint64_t>::max() - number);
  };
  const auto all_later = [&](std::vector<std::uint64_t>& numbers, std::uint64_t by) {
    for (std::uint64_t& number : numbers) later(number, by);
  };
  all_later(faults.drop, there.bytes);
  all_later(faults.disconnect, there.bytes);
  for (Faults::Corrupt& one : faults.corrupt) later(one.byte, there.bytes);
  for (Faults::Stall& one : faults.stall) later(one.after, there.bytes);
  if (faults.deaf > 0) later(faults.deaf, there.messages);
  for (Faults::Refusals& one : faults.nak) later(one.first, there.messages);
  all_later(faults.bad_record, there.records);
  all_later(faults.add_during, there.records);
  all_later(faults.truncate, there.answers);
  all_later(faults.duplicate, there.answers);
  return faults;
}

Faults joined(Faults faults, const Faults& more) {
  const auto append = [](auto& all, const auto& others) {
    all.insert(all.end(), others.begin(), others.end());
  };
  for (const auto& [name, list] : number_lists) append(faults.*list, more.*list);
  append(faults.disconnect, more.disconnect);
  append(faults.corrupt, more.corrupt);
  append(faults.stall, more.stall);
  append(faults.nak, more.nak);
  faults.deaf = std::max(faults.deaf, more.deaf);
  if (more.noise > 0) faults.noise = more.noise;
  if (more.clock) faults.clock = more.clock;
  if (more.clock_back.count() > 0) faults.clock_back = more.clock_back;
  faults.twice = faults.twice || more.twice;
  faults.clock_unset = faults.clock_unset || more.clock_unset;
  return faults;
}

core::Result<Faults> with_fault(Faults faults, std::string_view text) {
  if (!add_fault(faults, text)) return no_such_fault(text);
  return faults;
}

std::vector<std::string> format_faults(const Faults& faults) {
  std::vector<std::string> texts;
  for (const auto& [name, list] : number_lists)
    for (const std::uint64_t number : faults.*list) texts.push_back(fmt::format("{}={}", name, number));
  if (faults.deaf > 0) texts.push_back(fmt::format("deaf={}", faults.deaf));
  for (const Faults::Refusals& one : faults.nak)
    texts.push_back(one.first == 1 ? fmt::format("nak={}", one.count)
                                   : fmt::format("nak={}:{}", one.count, one.first));
  for (const Faults::Corrupt& one : faults.corrupt)
    texts.push_back(fmt::format("corrupt={}:{}", one.byte, one.bit));
  if (faults.noise > 0) texts.push_back(fmt::format("noise={}", faults.noise));
  for (const Faults::Stall& one : faults.stall)
    texts.push_back(
        one.length ? fmt::format("stall={}:{}", one.after, static_cast<double>(one.length->count()) / 1000)
                   : fmt::format("stall={}", one.after));
  for (const std::uint64_t byte : faults.disconnect) texts.push_back(fmt::format("disconnect={}", byte));
  if (faults.clock) {
    const auto* duration = std::get_if<std::chrono::seconds>(&*faults.clock);
    texts.push_back("clock=" + (duration ? format_duration(*duration)
                                         : core::format_local(std::get<core::LocalSeconds>(*faults.clock))));
  }
  if (faults.clock_back.count() > 0) texts.push_back("clock-back=" + format_duration(faults.clock_back));
  if (faults.twice) texts.push_back("twice");
  if (faults.clock_unset) texts.push_back("clock-unset");
  return texts;
}

std::chrono::seconds initial_clock_difference(const Faults& faults, core::LocalSeconds now,
                                              std::chrono::seconds otherwise) {
  if (!faults.clock) return otherwise;
  if (const auto* duration = std::get_if<std::chrono::seconds>(&*faults.clock)) return *duration;
  return std::get<core::LocalSeconds>(*faults.clock) - now;
}

void apply_to_state(const Faults& faults, MeterState& state, core::LocalSeconds now) {
  state.set_clock(state.clock_difference - faults.clock_back, now);
  if (faults.twice && !state.memory.empty()) state.add(core::LogEntry(state.memory.back()));
  for (const std::uint64_t nth : faults.impossible_date) {
    if (nth > state.memory.size())
      throw core::Failure({core::Errc::usage, "the meter holds fewer readings than that",
                           fmt::format("impossible-date={}", nth),
                           fmt::format("There are {}, the newest being 1.", state.memory.size())});
    make_impossible(state, state.memory[state.memory.size() - nth]);
  }
  if (!faults.clock_unset) return;
  state.set_clock(never_set - now, now);
  for (core::LogEntry& entry : state.memory) entry.time.local.reset();
}

}  // namespace simulators
