#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "game/look_up.hpp"
#include "game/round_file.hpp"

namespace game {

/// What somebody saw with their own eyes, in the chat or at the beacon: the digests as announced, and the
/// public value as the beacon shows it or as it was called. A whole line that holds it will do (noted_words).
struct Witnesses {
  std::optional<std::string> anchor;
  std::optional<std::string> opening;
  std::optional<std::string> list;
  std::optional<std::string> public_value;
};

/// What a check of a round file shows. `valid` means: consistent with itself and with every witness given.
/// What nobody witnessed is never called proven: it is listed in look_up, with where to look.
struct Verdict {
  bool valid = false;
  std::string number;  ///< "8.3"; "" when not valid, or in a void round without public value
  std::string unit;
  std::string public_value;  ///< "drand", "dice" or "local"
  State state = State::provisional;
  std::vector<int> winner_entries;   ///< the first place
  std::vector<std::string> winners;  ///< their names, or "entry 3" where there is none
  Witnessed witnessed;
  std::vector<std::string> look_up;
  int not_checked = 0;  ///< entries of the list that were not opened
  std::vector<std::string> failures;
};

Verdict verify(std::string_view text, const Witnesses& witnesses = {});

}  // namespace game
