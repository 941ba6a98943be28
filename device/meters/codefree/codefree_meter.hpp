#pragma once

#include <optional>

#include "device/dump_download.hpp"
#include "device/meter.hpp"
#include "device/meters/codefree/packet.hpp"
#include "device/meters/codefree/records.hpp"

namespace device::codefree {

inline constexpr std::string_view product = "CodeFree";

/// A CodeFree on a wire; docs/protocols/codefree.md tells the conversation. The meter speaks first, when the
/// person turns it on, and nothing can be asked for twice: at the first damaged packet a session is over, and
/// the person is asked to turn the meter off and on.
class CodefreeMeter final : public Meter, private DumpMemory {
 public:
  explicit CodefreeMeter(core::ByteStream& wire)
      : wire_(wire), packets_(wire, look_at_packet, std::chrono::milliseconds(200)) {}

  core::Deadline now() const override { return wire_.now(); }
  /// Begins the session that download goes on with. No word of the meter says who it is: its serial is
  /// "unnumbered", that of a simulated one stands in its first record, and with an empty memory, where
  /// nothing is known, it is empty.
  boost::asio::awaitable<Identity> identify() override;
  boost::asio::awaitable<void> download(const DownloadOptions& options, Downloaded& result) override;
  /// Years 2000 to 2099, to the nearest minute, in a session of its own. Sent once; the meter's word is all
  /// there is to see.
  boost::asio::awaitable<void> set_clock(WallClock wall_clock) override;

 private:
  bool is_disturbed() const override { return broken_sessions_ > 0 || is_doubtful_; }
  boost::asio::awaitable<void> read_dump(std::vector<core::LogEntry>& into,
                                         const std::function<void(const Progress&)>& progress) override;
  boost::asio::awaitable<void> read_session(std::vector<core::LogEntry>& into,
                                            const std::function<void(const Progress&)>& progress);
  boost::asio::awaitable<void> begin_session();
  boost::asio::awaitable<std::optional<Record>> fetch_record();
  boost::asio::awaitable<core::Bytes> exchange(core::Bytes message);
  boost::asio::awaitable<void> drop_repeats();
  boost::asio::awaitable<core::Bytes> hear(core::Deadline deadline);
  bool is_end_sure(const std::vector<core::LogEntry>& came);
  bool may_ask_again(const core::Error& error);

  core::ByteStream& wire_;
  FrameReader packets_;
  std::string wish_ = "Turn the meter on now, with its cable in place.";
  bool is_on_ = false;    ///< it has spoken since the person was last asked
  bool is_open_ = false;  ///< a session of which identify has fetched the first record, or a bye instead
  core::Bytes last_;      ///< the answer to the last message
  std::size_t count_ = 0;
  std::optional<Record> first_;     ///< fetched by identify and not given out yet
  std::optional<Record> known_by_;  ///< the first record of identify: nothing where the memory was empty
  std::optional<std::vector<core::LogEntry>>
      ended_early_;  ///< what came whole before a bye that came too soon
  int broken_sessions_ = 0;
  bool is_doubtful_ = false;  ///< a record did not fit to its neighbours
};

}  // namespace device::codefree
