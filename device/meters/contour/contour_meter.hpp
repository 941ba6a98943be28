#pragma once

#include <optional>

#include "device/dump_download.hpp"
#include "device/meter.hpp"
#include "device/meters/contour/frame.hpp"
#include "device/meters/contour/records.hpp"

namespace device::contour {

/// A Contour on a wire; docs/protocols/contour.md tells the conversation. The meter is the sender: identify
/// takes the first frame of its data, download goes on from there.
class ContourMeter final : public Meter, private DumpMemory {
 public:
  explicit ContourMeter(core::ByteStream& wire)
      : wire_(wire), frames_(wire, look_at_frame, std::chrono::milliseconds(500)) {}

  core::Deadline now() const override { return wire_.now(); }
  boost::asio::awaitable<Identity> identify() override;
  boost::asio::awaitable<void> download(const DownloadOptions& options, Downloaded& result) override;
  /// As the last header or the last setting showed it; asked for where the header shows none.
  boost::asio::awaitable<ClockLook> read_clock() override;
  /// Years 2000 to 2099, to the minute. Read back, and set again when the meter shows another time.
  boost::asio::awaitable<void> set_clock(WallClock wall_clock) override;

 private:
  /// What the meter says next: STX with a frame, ENQ or EOT.
  struct Heard {
    std::uint8_t word = eot;
    Frame frame = {};
  };

  boost::asio::awaitable<void> read_dump(std::vector<core::LogEntry>& into,
                                         const std::function<void(const Progress&)>& progress) override;
  boost::asio::awaitable<void> open_dump();
  boost::asio::awaitable<std::optional<std::uint8_t>> hear_offer();
  boost::asio::awaitable<std::optional<std::size_t>> read_records(
      std::vector<core::LogEntry>& into, const std::function<void(const Progress&)>& progress);
  boost::asio::awaitable<Heard> say_until_heard(std::uint8_t word);
  boost::asio::awaitable<void> go_idle(std::uint8_t word);
  boost::asio::awaitable<std::optional<std::string>> command(std::string words);
  boost::asio::awaitable<bool> enter_command_mode();
  boost::asio::awaitable<std::optional<std::string>> ask(std::string words);
  boost::asio::awaitable<std::optional<ClockLook>> look_at_clock();
  boost::asio::awaitable<bool> send_clock(core::LocalSeconds time);
  boost::asio::awaitable<void> say(std::uint8_t word);
  boost::asio::awaitable<core::ByteView> hear(std::chrono::milliseconds wait);

  core::ByteStream& wire_;
  FrameReader frames_;
  std::optional<Frame> last_;  ///< good frame; nothing before the header
  Header header_;
  std::optional<core::Deadline> header_came_;  ///< while nothing has been said since
  std::optional<ClockLook> clock_;
};

}  // namespace device::contour
