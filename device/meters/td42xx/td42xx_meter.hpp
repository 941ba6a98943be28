#pragma once

#include "device/answer_time.hpp"
#include "device/indexed_memory.hpp"
#include "device/meters/td42xx/packet.hpp"
#include "device/meters/td42xx/records.hpp"

namespace device::td42xx {

/// A TaiDoc TD-42xx on a wire; docs/protocols/td42xx.md tells the conversation.
class Td42xxMeter final : public Meter, private IndexedMemory {
 public:
  explicit Td42xxMeter(core::ByteStream& wire);

  core::Deadline now() const override { return wire_.now(); }
  boost::asio::awaitable<Identity> identify() override;
  boost::asio::awaitable<void> download(const DownloadOptions& options, Downloaded& result) override;
  /// To the minute.
  boost::asio::awaitable<ClockLook> read_clock() override;
  /// Years 2000 to 2099. Set again when the meter then shows another minute.
  boost::asio::awaitable<void> set_clock(WallClock wall_clock) override;
  boost::asio::awaitable<void> erase() override;

 private:
  bool is_disturbed() const override { return disturbed_; }
  bool is_usual(const core::LogEntry& record) const override { return td42xx::is_usual(record); }
  boost::asio::awaitable<std::size_t> read_count() override;
  boost::asio::awaitable<std::optional<core::LogEntry>> read_record(std::size_t index) override;
  boost::asio::awaitable<void> connect();
  boost::asio::awaitable<std::string> identify_serial();
  boost::asio::awaitable<std::string> read_serial();

  boost::asio::awaitable<Data> ask(Command command, Data data, std::string about);
  template <class Decode>
  auto ask(Command command, std::string about, Decode decode)
      -> boost::asio::awaitable<typename decltype(decode(Data{}))::value_type>;
  boost::asio::awaitable<std::optional<Data>> exchange(Command command, Data data);
  boost::asio::awaitable<std::optional<Packet>> send(core::Bytes question, Command command,
                                                     std::chrono::milliseconds wait);

  core::ByteStream& wire_;
  FrameReader packets_;
  AnswerTime answer_time_{std::chrono::seconds(2)};
  bool disturbed_ = false;  ///< a question had to be repeated
  bool settled_ = true;     ///< no answer to an earlier question can be under way
};

}  // namespace device::td42xx
