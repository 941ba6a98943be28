#include "cli/period.hpp"

namespace cli {
namespace {

core::LocalSeconds parse_time(const std::string& text) {
  if (const auto time = core::parse_local(text)) return *time;
  throw core::Failure({core::Errc::usage, "this is not a day or time", text,
                       "Write it as 2026-01-31 or \"2026-01-31 08:00\"."});
}

bool is_day(const std::string& text) {
  return text.size() == 10;
}

}  // namespace

std::vector<Option> period_options(Period& period) {
  return {{"--from", "DAY", "from this day or time on", &period.from},
          {"--to", "DAY", "to the end of this day, or to this time", &period.to},
          {"--days", "N", "the last N days, today among them", Count(&period.days, 1, 100'000)}};
}

core::Filter filter_of(const Context& context, const Period& period) {
  core::Filter filter;
  if (period.days) {
    if (period.from) throw core::Failure({core::Errc::usage, "give --days or --from, not both", "", ""});
    const auto today = date::floor<date::days>(period.to ? parse_time(*period.to) : wall_clock(context));
    filter.from = today - date::days{*period.days - 1};
  }
  if (period.from) filter.from = parse_time(*period.from);
  if (period.to)
    filter.to =
        parse_time(*period.to) + (is_day(*period.to) ? std::chrono::hours{24} : std::chrono::hours{0});
  if (filter.from && filter.to && *filter.from >= *filter.to)
    throw core::Failure({core::Errc::usage, "the period ends before it begins", *period.to, ""});
  return filter;
}

}  // namespace cli
