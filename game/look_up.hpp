#pragma once

#include <string>
#include <vector>

#include "game/round_file.hpp"

namespace game {

/// What a witness saw of a round, and the file agrees with.
struct Witnessed {
  bool opening = false;
  bool anchor = false;
  bool list = false;
  bool public_value = false;
};

/// What no file can show, and where to look for it: only the chat knows when a message stood there, only the
/// beacon its value, only a player what was called or shown. Sentences without a full stop.
std::vector<std::string> look_up(const RoundFile& file, const Witnessed& witnessed);

}  // namespace game
