#pragma once

#include <optional>

#include "device/meter.hpp"

namespace device {

/// A meter's memory whose records are addressed by their place, 0 being the newest. A test taken moves every
/// record one place on; when the memory is full the oldest falls out.
class IndexedMemory {
 public:
  virtual ~IndexedMemory() = default;

  /// Whether a checksum guards each answer, one that no two flipped bits get past: one answer is then enough.
  virtual bool has_checksum() const { return false; }
  /// Whether this conversation has shown that the line is disturbed: a question had to be repeated, say. Then
  /// two answers about a record may be damaged alike, and three have to agree.
  virtual bool is_disturbed() const { return false; }
  /// Whether most records look like this one. About another three answers have to agree, too, where damage
  /// makes a rare record more easily than a meter does.
  virtual bool is_usual(const core::LogEntry&) const { return true; }
  /// How many records there are.
  virtual boost::asio::awaitable<std::size_t> read_count() = 0;
  /// One answer about one record; nothing when the meter says there is none at this index.
  virtual boost::asio::awaitable<std::optional<core::LogEntry>> read_record(std::size_t index) = 0;
};

}  // namespace device
