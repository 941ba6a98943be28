#include "device/download.hpp"

#include "core/logbook/lost_clock.hpp"
#include "device/optional_answer.hpp"
#include "device/record_order.hpp"

namespace device {
namespace {

using boost::asio::awaitable;
using core::Errc;

/// Nothing where the meter has no clock to ask, does not tell it or shows an impossible time: its readings
/// count all the same.
awaitable<std::optional<core::ClockCheck>> clock_if_any(Meter& meter, const ReadOptions& options) {
  try {
    co_return co_await if_told(check_clock(meter, options, core::ClockCheckReason::download));
  } catch (const core::Failure& failure) {
    if (failure.error().kind != Errc::unsupported) throw;
  }
  co_return std::nullopt;
}

awaitable<void> read_rest(Meter& meter, const ReadOptions& options, std::optional<core::Bookmark> bookmark,
                          MeterRead& result) {
  result.clock = co_await clock_if_any(meter, options);
  DownloadOptions download;
  download.bookmark = std::move(bookmark);
  download.passes = options.passes;
  download.progress = options.progress;
  co_await meter.download(download, result.downloaded);
}

}  // namespace

core::Error during(const char* step, core::Error error) {
  if (error.kind == Errc::disconnected && !error.where.empty()) error.what += std::string(" ") + step;
  return error;
}

awaitable<core::ClockCheck> check_clock(Meter& meter, const ReadOptions& options,
                                        core::ClockCheckReason reason) {
  const ClockLook look = co_await meter.read_clock();
  core::ClockCheck check;
  check.meter = look.shown;
  check.host = options.host_clock() - std::chrono::round<std::chrono::seconds>(meter.now() - look.at);
  check.zone = options.zone;
  check.round_trip = look.round_trip;
  check.resolution = look.resolution;
  check.reason = reason;
  co_return check;
}

awaitable<MeterRead> read_meter(Meter& meter, const ReadOptions& options) {
  const core::Deadline begin = meter.now();
  MeterRead result;
  try {
    result.identity = co_await meter.identify();
  } catch (const core::Failure& failure) {
    throw core::Failure(during("when it was asked who it is", failure.error()));
  }
  const core::Deadline asked = meter.now();
  std::optional<core::Bookmark> bookmark = options.find_bookmark(result.identity);
  const auto thought = meter.now() - asked;  // a person's time, not the meter's
  // A bookmark is made of a memory that comes newest first, only.
  const bool is_order_known = bookmark && !bookmark->newest.empty();
  try {
    co_await read_rest(meter, options, std::move(bookmark), result);
  } catch (const core::Failure& failure) {
    result.broken = during("while its readings were read", failure.error());
  }
  std::vector<core::LogEntry>& entries = result.downloaded.entries;
  const bool is_clock_lost = result.clock && core::is_lost(core::clock_difference(*result.clock));
  if (!is_order_known) entries = newest_first(std::move(entries), is_clock_lost);
  if (!result.broken && !result.downloaded.complete)
    result.broken = core::Error{Errc::busy, "the meter's memory kept changing while it was read", "",
                                "Try again when no test is being taken."};
  result.exchanges = meter.exchanges();
  result.time = meter.now() - begin - thought;
  co_return result;
}

}  // namespace device
