#include "device/download.hpp"

namespace device {
namespace {

using boost::asio::awaitable;
using core::Errc;

/// Nothing where the meter has no clock to ask or shows an impossible time: its readings count all the same.
awaitable<std::optional<core::ClockCheck>> clock_if_any(Meter& meter, const core::ByteStream& wire,
                                                        const ReadOptions& options) {
  try {
    co_return co_await check_clock(meter, wire, options, core::ClockCheckReason::download);
  } catch (const core::Failure& failure) {
    if (failure.error().kind != Errc::unsupported && failure.error().kind != Errc::protocol) throw;
  }
  co_return std::nullopt;
}

awaitable<void> read_rest(Meter& meter, const core::ByteStream& wire, const ReadOptions& options,
                          std::optional<core::Bookmark> bookmark, MeterRead& result) {
  result.clock = co_await clock_if_any(meter, wire, options);
  DownloadOptions download;
  download.bookmark = std::move(bookmark);
  download.read_once = options.read_once;
  download.progress = options.progress;
  co_await meter.download(download, result.downloaded);
}

}  // namespace

awaitable<core::ClockCheck> check_clock(Meter& meter, const core::ByteStream& wire,
                                        const ReadOptions& options, core::ClockCheckReason reason) {
  const core::Deadline asked = wire.now();
  core::ClockCheck check;
  check.meter = co_await meter.read_clock();
  check.host = options.host_clock();
  check.zone = options.zone;
  check.round_trip = std::chrono::ceil<std::chrono::milliseconds>(wire.now() - asked);
  check.reason = reason;
  co_return check;
}

awaitable<MeterRead> read_meter(const Driver& driver, core::ByteStream& wire, const ReadOptions& options) {
  const core::Deadline begin = wire.now();
  const std::unique_ptr<Meter> meter = driver.open(wire);
  MeterRead result;
  result.identity = co_await meter->identify();
  std::optional<core::Bookmark> bookmark = options.find_bookmark(result.identity);
  try {
    co_await read_rest(*meter, wire, options, std::move(bookmark), result);
  } catch (const core::Failure& failure) {
    result.broken = failure.error();
  }
  if (!result.broken && !result.downloaded.complete)
    result.broken = core::Error{Errc::busy, "the meter's memory kept changing while it was read", "",
                                "Try again when no test is being taken: what has been read is kept."};
  result.exchanges = meter->exchanges();
  result.time = wire.now() - begin;
  co_return result;
}

}  // namespace device
