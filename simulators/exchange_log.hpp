#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/recording/recording.hpp"

namespace simulators {

/// {"at_s":1.250031,"direction":"from_meter","hex":"3230300d","text":"200\u000d"}: what went over the wire in
/// one piece, as an object without a line end (docs/json.md). `text` is the bytes as core::json_text has
/// them. `other_baud`: see NoteExchange; told as "baud".
std::string format_exchange(const core::Exchange& exchange,
                            std::optional<std::uint32_t> other_baud = std::nullopt);

/// A file that grows by a line whenever something happens. Private (0600) when it is made here; one that is
/// there is appended to. Everything throws core::Failure.
class ExchangeLog {
 public:
  explicit ExchangeLog(const std::filesystem::path& path);
  ~ExchangeLog();
  ExchangeLog(const ExchangeLog&) = delete;
  ExchangeLog& operator=(const ExchangeLog&) = delete;

  /// Handed to the system when this returns: it is there whatever becomes of this program.
  void write(std::string line);

 private:
  std::filesystem::path path_;
  int descriptor_;
};

}  // namespace simulators
