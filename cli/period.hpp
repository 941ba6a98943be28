#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "cli/verb.hpp"

namespace cli {

/// --from, --to and --days, the same for every command that looks at a period.
struct Period {
  std::optional<std::string> from;
  std::optional<std::string> to;
  std::optional<std::int64_t> days;

  bool is_given() const { return from || to || days; }
};

std::vector<Option> period_options(Period& period);

/// Times are the meter's; a day without a time means the whole day. Throws core::Failure (usage).
core::Filter filter_of(const Context& context, const Period& period);

}  // namespace cli
