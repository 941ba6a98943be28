#include "device/erase.hpp"

#include <fmt/format.h>

#include "device/record_order.hpp"

namespace device {
namespace {

/// What the meter holds; whether it was read once or twice, or turned round, is no matter of the meter's.
std::vector<core::LogEntry> held(std::vector<core::LogEntry> entries) {
  for (core::LogEntry& entry : entries) entry.read_once = false;
  return newest_first(std::move(entries), false);
}

}  // namespace

boost::asio::awaitable<void> erase_verified(Meter& meter, const Downloaded& stored) {
  if (!stored.complete || stored.met_bookmark)
    throw core::Failure({core::Errc::refused, "the whole memory has not been read", "",
                         "Nothing was erased. Read it first: bgbingo sync --whole."});
  DownloadOptions options;
  options.passes = Passes::twice;
  Downloaded again;
  co_await meter.download(options, again);
  if (!again.complete || held(again.entries) != held(stored.entries))
    throw core::Failure({core::Errc::refused, "the meter holds other readings than were just read", "",
                         "Nothing was erased. Read it again when no test is being taken."});
  co_await meter.erase();
}

void require_erased(std::size_t left, std::string_view meter) {
  if (left > 0)
    throw core::Failure(
        {core::Errc::protocol,
         fmt::format("the {} still holds {} readings after it was told to erase them", meter, left), "",
         "Erase them on the meter itself."});
}

}  // namespace device
