#pragma once

#include <string>
#include <vector>

#include "game/round_file.hpp"

// What follows from a round's places: composed here, for the store that writes it and the check that reads
// it.
namespace game {

/// The entries on place 1, in the file's order.
std::vector<int> first_place(const RoundFile& file);

/// "-" without a prize or anybody on place 1; "shared"; or the entry it goes to, drawn where several share.
std::string prize_of(const RoundFile& file);

/// The name, safe for a terminal, or "entry 3" where there is none.
std::string who(const RoundFile& file, int entry);

}  // namespace game
