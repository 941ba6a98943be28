#pragma once

#include "device/answer_time.hpp"
#include "device/frame_reader.hpp"
#include "device/indexed_memory.hpp"

namespace device::onetouch_verio_iq {

/// A OneTouch Verio IQ on a wire; docs/protocols/onetouch_verio_iq.md tells the conversation.
class VerioIqMeter final : public Meter, private IndexedMemory {
 public:
  explicit VerioIqMeter(core::ByteStream& wire);

  core::Deadline now() const override { return wire_.now(); }
  boost::asio::awaitable<Identity> identify() override;
  boost::asio::awaitable<void> download(const DownloadOptions& options, Downloaded& result) override;
  boost::asio::awaitable<ClockLook> read_clock() override;
  /// Years 2000 to 2099. Set again when the meter then shows another time.
  boost::asio::awaitable<void> set_clock(WallClock wall_clock) override;
  boost::asio::awaitable<void> erase() override;

 private:
  bool has_checksum() const override { return true; }
  boost::asio::awaitable<std::size_t> read_count() override;
  boost::asio::awaitable<std::optional<core::LogEntry>> read_record(std::size_t index) override;
  boost::asio::awaitable<std::string> read_model();

  template <class Decode>
  auto ask(core::Bytes question, std::string about, Decode decode)
      -> boost::asio::awaitable<typename decltype(decode(core::ByteView{}))::value_type>;
  boost::asio::awaitable<std::optional<core::Bytes>> exchange(core::Bytes question);
  boost::asio::awaitable<void> settle();
  boost::asio::awaitable<core::Deadline> send(core::Bytes question);

  core::ByteStream& wire_;
  FrameReader frames_;
  AnswerTime answer_time_{std::chrono::seconds(1)};
  core::Bytes model_;    ///< the message that names it
  bool settled_ = true;  ///< no answer to an earlier question can be under way
};

}  // namespace device::onetouch_verio_iq
