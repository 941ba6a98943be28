#pragma once

#include <optional>

#include "device/dump_download.hpp"
#include "device/meter.hpp"
#include "device/meters/glucomen_areo/records.hpp"

namespace device::glucomen_areo {

/// A GlucoMen areo or areo GK on a wire; docs/protocols/glucomen_areo.md tells the conversation. The unit it
/// shows and its model are seen in the memory only, so identify reads that, too.
class GlucomenAreoMeter final : public Meter, private DumpMemory {
 public:
  explicit GlucomenAreoMeter(core::ByteStream& wire) : wire_(wire) {}

  core::Deadline now() const override { return wire_.now(); }
  boost::asio::awaitable<Identity> identify() override;
  /// Until it has been told who the meter is and what it holds twice alike.
  boost::asio::awaitable<void> download(const DownloadOptions& options, Downloaded& result) override;
  /// Years 2000 to 2099, to the minute. Sent once; the meter's word is all there is to see.
  boost::asio::awaitable<void> set_clock(WallClock wall_clock) override;

 private:
  boost::asio::awaitable<void> read_dump(std::vector<core::LogEntry>& into,
                                         const std::function<void(const Progress&)>& progress) override;
  boost::asio::awaitable<Who> read_who(int most_tries);
  boost::asio::awaitable<Dump> read_memory(std::function<void(const Progress&)> progress);
  boost::asio::awaitable<void> settle();
  boost::asio::awaitable<std::string> exchange(std::string command,
                                               std::function<bool(std::string_view)> is_over);

  core::ByteStream& wire_;
  Who who_;
  std::optional<Dump> first_;  ///< read by identify and not given out yet
  int damaged_dumps_ = 0;
  bool settled_ = true;  ///< the last command was sent once, and its answer is here: nothing more can come
};

}  // namespace device::glucomen_areo
