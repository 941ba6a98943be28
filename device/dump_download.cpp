#include "device/dump_download.hpp"

namespace device {
namespace {

constexpr int most_dumps = 5;

void mark_read_once(std::vector<core::LogEntry>& entries, bool is_read_once) {
  for (core::LogEntry& entry : entries) entry.read_once = is_read_once;
}

}  // namespace

boost::asio::awaitable<void> download_dump(DumpMemory& memory, const DownloadOptions& options, bool needs_two,
                                           Downloaded& result) {
  result = {};
  const bool reads_two = options.passes == Passes::twice || (needs_two && options.passes == Passes::usual);
  try {
    co_await memory.read_dump(result.entries, options.progress);
  } catch (const core::Failure&) {
    mark_read_once(result.entries, needs_two);
    throw;
  }
  mark_read_once(result.entries, needs_two);  // until a second dump has said the same
  const auto needed = [&] { return !reads_two ? 1 : memory.is_disturbed() ? 3 : 2; };
  int alike = 1;
  for (int dumps = 1; alike < needed(); ++dumps) {
    if (dumps == most_dumps)
      throw core::Failure({core::Errc::protocol, "the meter gives another memory each time it is read", "",
                           "The line is disturbed: try another cable or port."});
    std::vector<core::LogEntry> again;
    co_await memory.read_dump(again, options.progress);
    mark_read_once(result.entries, false);
    alike = again == result.entries ? alike + 1 : 1;
    result.entries = std::move(again);
    if (alike == 1) mark_read_once(result.entries, needs_two);
  }
  result.complete = true;
  options.progress({result.entries.size(), result.entries.size()});
}

}  // namespace device
