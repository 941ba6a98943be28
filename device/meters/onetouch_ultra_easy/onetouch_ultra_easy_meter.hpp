#pragma once

#include "device/frame_reader.hpp"
#include "device/indexed_memory.hpp"

namespace device::onetouch_ultra_easy {

/// A OneTouch Ultra Easy or Ultra Mini on a wire; docs/protocols/onetouch_ultra_easy.md tells the
/// conversation.
class UltraEasyMeter final : public Meter, private IndexedMemory {
 public:
  explicit UltraEasyMeter(core::ByteStream& wire);

  core::Deadline now() const override { return wire_.now(); }
  boost::asio::awaitable<Identity> identify() override;
  boost::asio::awaitable<void> download(const DownloadOptions& options, Downloaded& result) override;
  boost::asio::awaitable<ClockLook> read_clock() override;
  /// Years 1970 to 2099. Set again when the meter's answer shows another time than the one sent.
  boost::asio::awaitable<void> set_clock(WallClock wall_clock) override;
  boost::asio::awaitable<void> erase() override;

 private:
  bool has_checksum() const override { return true; }
  boost::asio::awaitable<std::size_t> read_count() override;
  boost::asio::awaitable<std::optional<core::LogEntry>> read_record(std::size_t index) override;

  template <class Decode>
  auto ask(core::Bytes command, std::string about, Decode decode)
      -> boost::asio::awaitable<typename decltype(decode(core::ByteView{}))::value_type>;
  boost::asio::awaitable<bool> disconnect(int most_tries);
  boost::asio::awaitable<void> end_conversation();
  boost::asio::awaitable<std::optional<core::Bytes>> exchange(core::Bytes command);
  boost::asio::awaitable<std::optional<core::Bytes>> read_answer();
  boost::asio::awaitable<std::optional<core::ByteView>> read_frame(core::Deadline deadline);
  boost::asio::awaitable<void> send(std::uint8_t link, core::Bytes message);

  core::ByteStream& wire_;
  FrameReader frames_;
  /// S and E of the next frame. Both turn with each answer, so they are always equal.
  std::uint8_t link_ = 0;
  bool acknowledged_ = false;  ///< an ACK was sent since the DISCONNECT
  bool in_step_ = true;        ///< no command went unanswered, so that both sides know the next number
};

}  // namespace device::onetouch_ultra_easy
