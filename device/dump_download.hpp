#pragma once

#include "device/meter.hpp"

namespace device {

/// A meter that gives its whole memory at once: there is nothing to ask for new records only.
class DumpMemory {
 public:
  virtual ~DumpMemory() = default;

  /// Whether damage has been seen that ended a dump, or what may be damage. Then two dumps may be damaged
  /// alike where the wire guards a record too weakly, and three have to agree.
  virtual bool is_disturbed() const { return false; }
  /// Reads the whole memory and puts each record into `into` (empty at first) as soon as it is sure, so that
  /// those before a break are there. May empty it and begin anew. Repeats for damage are the family's own
  /// affair; what cannot be got over is thrown. `progress` is told what is there.
  virtual boost::asio::awaitable<void> read_dump(std::vector<core::LogEntry>& into,
                                                 const std::function<void(const Progress&)>& progress) = 0;
};

/// Reads the memory until two dumps (or three) in a row hold the same records, five at most: with
/// Passes::twice, and where the wire needs it (`needs_two`) with Passes::usual. Otherwise once; what would
/// need a second dump is then marked. The bookmark of the result is empty.
boost::asio::awaitable<void> download_dump(DumpMemory& memory, const DownloadOptions& options, bool needs_two,
                                           Downloaded& result);

}  // namespace device
