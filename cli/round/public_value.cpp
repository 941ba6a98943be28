#include "cli/round/public_value.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ostream>
#include <utility>

#include <fmt/format.h>

#include "core/io/http_client.hpp"
#include "game/words.hpp"

namespace cli {
namespace {

/// A chat waits: after this the line is asked for, whatever relays are left.
constexpr std::chrono::milliseconds longest_search = std::chrono::seconds{20};
constexpr std::size_t most_relays = 8;

std::vector<std::string> relays() {
  const char* set = std::getenv("BGBINGO_DRAND");
  if (!set || !*set) return {game::drand_relays.begin(), game::drand_relays.end()};
  std::vector<std::string> result;
  for (std::string_view word : game::split_words(set)) {
    while (!word.empty() && word.back() == '/') word.remove_suffix(1);
    if (!word.empty() && result.size() < most_relays) result.emplace_back(word);
  }
  return result;
}

/// One relay's signature of the round. Throws core::Failure with the relay in `where`.
std::string signature_from(const std::string& relay, const game::PublicSource& source,
                           std::chrono::milliseconds time_left) {
  core::HttpRequest request{game::drand_address(source.number, relay)};
  request.finish_in = std::min(request.finish_in, time_left);
  const core::Result<game::PublicValue> value =
      game::read_beacon_answer(source.number, core::http_get(request));
  if (value) return value->signature;
  core::Error error = value.error();
  error.where = core::https_host(relay) + (error.where.empty() ? "" : ": " + error.where);
  error.advice.clear();
  throw core::Failure(std::move(error));
}

/// The same trouble at several relays is one line: "the host's name is not found (a, b). …".
void note(std::vector<core::Error>& troubles, const core::Error& error) {
  const auto same = std::find_if(troubles.begin(), troubles.end(),
                                 [&](const core::Error& other) { return other.what == error.what; });
  if (same == troubles.end())
    troubles.push_back(error);
  else
    same->where += ", " + error.where;
}

std::optional<std::string> fetch(Context& context, const game::PublicSource& source) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point until = Clock::now() + longest_search;
  if (!context.options.json && context.err_is_terminal) context.err << "Asking the beacon …\n" << std::flush;
  std::vector<core::Error> troubles;
  std::optional<std::string> signature;
  std::string host;
  for (const std::string& relay : relays()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
    if (left.count() <= 0) break;
    try {
      signature = signature_from(relay, source, left);
      host = core::https_host(relay);
      break;
    } catch (const core::Failure& failure) {
      note(troubles, failure.error());
      if (failure.error().kind == core::Errc::unsupported) break;  // the others need the library, too
    }
  }
  for (const core::Error& trouble : troubles)
    context.err << "The beacon could not be asked: " << core::sentence(trouble) << "\n";
  if (signature && !context.options.json)
    context.err << fmt::format("Round {} of drand quicknet, from {}.\n", source.number, host);
  return signature;
}

std::string asked(Context& context, const std::string& question) {
  if (context.can_ask) return context.ask(question);
  throw core::Failure({core::Errc::refused, "this must be asked, and there is nobody to ask: " + question, "",
                       "Give it with --public."});
}

}  // namespace

std::vector<Option> public_value_options(PublicValueOptions& options) {
  return {{"--public", "VALUE", "the public value, instead of fetching or asking", &options.given},
          {"--offline", "", "ask for the beacon's line instead of fetching it", &options.offline}};
}

std::string public_value(Context& context, const game::RoundInfo& round, const PublicValueOptions& options) {
  if (options.given) return *options.given;
  if (round.state != game::State::closed || !round.list || round.kind == game::PublicKind::local) return "";
  const game::PublicSource& source = round.list->source;
  if (source.kind == game::PublicKind::dice)
    return asked(context, fmt::format("The throws that entry {} called", source.number));
  if (auto error = game::not_yet_due(source, context.now())) throw core::Failure(std::move(*error));
  if (!options.offline)
    if (auto signature = fetch(context, source)) return *signature;
  return asked(context, "Paste the line of " + game::drand_address(source.number));
}

}  // namespace cli
