#pragma once

#include <filesystem>
#include <optional>

#include "device/dump_download.hpp"
#include "device/meter.hpp"
#include "device/meters/accuchek_mobile/report.hpp"

namespace device::accuchek_mobile {

/// Waits; another in tests.
using Pause = std::function<boost::asio::awaitable<void>(std::chrono::seconds)>;
boost::asio::awaitable<void> wait_for(std::chrono::seconds time);

/// An Accu-Chek Mobile that is mounted as a folder; docs/protocols/accuchek_mobile.md tells what is in it.
/// Its clock and its memory can only be read.
class AccuchekMobileMeter final : public Meter, private DumpMemory {
 public:
  explicit AccuchekMobileMeter(std::filesystem::path folder, Pause pause = wait_for)
      : folder_(std::move(folder)), pause_(std::move(pause)) {}

  core::Deadline now() const override { return std::chrono::steady_clock::now(); }
  /// Chooses the report and reads it, for the unit stands with its records only.
  boost::asio::awaitable<Identity> identify() override;
  boost::asio::awaitable<void> download(const DownloadOptions& options, Downloaded& result) override;
  /// When the report was made, where that is no more than 5 min ago.
  boost::asio::awaitable<ClockLook> read_clock() override;

 private:
  boost::asio::awaitable<void> read_dump(std::vector<core::LogEntry>& into,
                                         const std::function<void(const Progress&)>& progress) override;
  std::filesystem::path choose_file();
  boost::asio::awaitable<Report> read_report();

  std::filesystem::path folder_;
  Pause pause_;
  std::filesystem::path file_;
  Head head_;                                      ///< of the report that was read first
  std::chrono::system_clock::time_point written_;  ///< the file's time then
  std::optional<Report> first_;                    ///< read by identify and not given out yet
};

}  // namespace device::accuchek_mobile
