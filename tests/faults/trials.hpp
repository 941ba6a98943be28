#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <ostream>
#include <random>
#include <string>

#include "tests/faults/fragile_disk.hpp"
#include "tests/temporary_folder.hpp"

/// What trials on a breaking disk found: each number but the runs should be 0.
struct Outcome {
  int runs = 0;
  int lost = 0;     ///< acknowledged steps that were not there after the reboot
  int half = 0;     ///< steps that were there in part
  int doubled = 0;  ///< after the rest of the life: not what it should be
  int damaged = 0;  ///< could not be opened, or not whole

  int faults() const { return lost + half + doubled + damaged; }
};
inline std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
  return out << outcome.runs << ", lost " << outcome.lost << ", half " << outcome.half << ", doubled "
             << outcome.doubled << ", damaged " << outcome.damaged;
}

/// One life on the disk, in a place of its own: until it breaks, and what is left then.
using Trial = std::function<void(FragileDisk& disk, const std::filesystem::path& place, std::mt19937& random,
                                 Outcome&)>;

/// After a trial's first part: the disk works again, without what the cut has taken. A cut that was planned
/// and not met comes now.
inline void mend(FragileDisk& disk, std::mt19937& random) {
  if (disk.cut_is_planned()) disk.reboot(random);
  disk.cut_power_at_sync(0);
  disk.fail_call(0, 0);
}

/// The trial with the power cut at its first sync, its second, … until one comes through whole.
inline Outcome cut_at_every_sync(const Trial& trial, bool ignores_syncs = false) {
  const TemporaryFolder folder;
  Outcome outcome;
  std::mt19937 random(20261122);
  const int rounds = std::getenv("BGBINGO_CAMPAIGN") ? 25 : 2;
  for (int round = 0; round < rounds; ++round) {
    for (std::int64_t k = 1;; ++k) {
      FragileDisk disk;
      disk.ignores_syncs = ignores_syncs;
      disk.cut_power_at_sync(k);
      ++outcome.runs;
      trial(disk, folder / (std::to_string(round) + "-" + std::to_string(k)), random, outcome);
      if (disk.syncs() < k) break;
    }
  }
  return outcome;
}

/// The trial with its first call failing with SQLite's `code`, its second, … until one comes through whole:
/// every call in a campaign, a seeded third of them otherwise.
inline Outcome fail_at_every_call(const Trial& trial, int code) {
  const TemporaryFolder folder;
  Outcome outcome;
  std::mt19937 random(20261122);
  const unsigned longest_step = std::getenv("BGBINGO_CAMPAIGN") ? 1 : 5;
  for (std::int64_t n = 1;; n += 1 + static_cast<std::int64_t>(random() % longest_step)) {
    FragileDisk disk;
    disk.fail_call(n, code);
    ++outcome.runs;
    trial(disk, folder / std::to_string(n), random, outcome);
    if (disk.calls() < n) return outcome;
  }
}
