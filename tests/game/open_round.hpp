#pragma once

#include <optional>
#include <string>

#include "game/store/store.hpp"
#include "tests/temporary_folder.hpp"

// An evening's round in a store of its own, for the tests of its steps.

inline const core::UtcSeconds evening = *core::parse_utc("2026-11-25T21:45:00Z");
inline core::UtcSeconds at(int minutes) {
  return evening + std::chrono::minutes{minutes};
}

inline game::EntryRequest entry(const std::string& name, core::Glucose value) {
  return {name, value, false, {}, {}, false, false};
}

template <class Work>
core::Errc fault_of(const Work& work) {
  try {
    work();
  } catch (const core::Failure& failure) {
    return failure.error().kind;
  }
  return core::Errc::internal;
}

/// An open local round.
struct OpenRound {
  TemporaryFolder folder;
  game::Store store{folder / "data"};
  game::RoundKey key{};

  explicit OpenRound(game::PublicKind kind = game::PublicKind::local,
                     const std::optional<game::Rules>& rules = std::nullopt) {
    store.new_round(key, rules, kind, at(-5));
    store.open(key, at(10), at(0));
  }
};

/// Why it was refused; internal when it was not.
template <class Work>
core::Error error_of(const Work& work) {
  try {
    work();
  } catch (const core::Failure& failure) {
    return failure.error();
  }
  return {core::Errc::internal, "it was done", "", ""};
}
