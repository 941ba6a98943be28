#pragma once

#include "device/indexed_memory.hpp"
#include "device/meters/bgstar/conversation.hpp"

namespace device::bgstar {

/// A BGStar, MyStar Extra or iBGStar-style meter on a wire; docs/protocols/bgstar.md tells the conversation.
class BgstarMeter final : public Meter, private IndexedMemory {
 public:
  explicit BgstarMeter(core::ByteStream& wire) : wire_(wire, exchanges_) {}

  core::Deadline now() const override { return wire_.now(); }
  boost::asio::awaitable<Identity> identify() override;
  boost::asio::awaitable<void> download(const DownloadOptions& options, Downloaded& result) override;
  /// Confirmed by a second answer that is as much later as the questions were, to a second.
  boost::asio::awaitable<ClockLook> read_clock() override;
  /// Years 1970 to 2099. Set again when the meter's answer shows another time than the one sent.
  boost::asio::awaitable<void> set_clock(WallClock wall_clock) override;

 private:
  bool is_disturbed() const override { return wire_.is_disturbed(); }
  boost::asio::awaitable<std::size_t> read_count() override;
  boost::asio::awaitable<std::optional<core::LogEntry>> read_record(std::size_t index) override;
  boost::asio::awaitable<std::string> read_serial();
  boost::asio::awaitable<std::string> read_product();
  boost::asio::awaitable<core::GlucoseUnit> read_unit();

  Conversation wire_;
  std::string name_ = "BGStar";  ///< for sentences; set by identify where the meter says a model we know
};

}  // namespace device::bgstar
