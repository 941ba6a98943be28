#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "cli/verb.hpp"
#include "game/store/store.hpp"

namespace cli {

/// How a command comes by a round's public value.
struct PublicValueOptions {
  std::optional<std::string> given;
  bool offline = false;
};
std::vector<Option> public_value_options(PublicValueOptions& options);

/// The public value of a closed round: as given; drand's fetched over HTTPS, unless offline; else asked for.
/// "" where there is none or the round is not closed, which Store then judges. Throws core::Failure: refused
/// (the beacon has not spoken yet; nobody to ask).
///
/// drand's relays are tried in turn, or those that the variable BGBINGO_DRAND names: addresses that begin
/// with https://, separated by spaces. What kept each of them from answering is said on stderr.
std::string public_value(Context& context, const game::RoundInfo& round, const PublicValueOptions& options);

}  // namespace cli
