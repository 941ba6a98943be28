#include "device/meters/freestyle_lite/freestyle_lite_meter.hpp"

#include "device/agreement.hpp"
#include "device/clock_setting.hpp"
#include "device/dump_download.hpp"
#include "device/freestyle_conversation.hpp"
#include "device/meters/freestyle_lite/models.hpp"
#include "device/meters/freestyle_lite/records.hpp"

namespace device::freestyle_lite {
namespace {

using boost::asio::awaitable;
using core::Errc;
using core::LocalSeconds;

/// One answer says all: who the meter is, its clock and its records. The download takes the one that identify
/// has asked for.
class FreestyleLiteMeter final : public Meter, private DumpMemory {
 public:
  explicit FreestyleLiteMeter(core::ByteStream& wire)
      : wire_(wire), exchange_(wire, exchanges_, freestyle_limits.whole) {}

  core::Deadline now() const override { return wire_.now(); }

  awaitable<Identity> identify() override {
    serial_.clear();
    TextQuestion first;
    first.text = "$mem\r\n";
    first.limits = freestyle_limits;
    first.silence = {Errc::timeout, "the FreeStyle does not answer its first question ($mem)", "",
                     "Turn the meter off, plug the cable in, and try again."};
    first.tries_if_silent = 5;
    co_await read_memory(std::move(first));
    serial_ = last_.dump.serial;
    Identity identity;
    identity.serial = serial_;
    identity.model = product_of(serial_);
    identity.simulated = is_simulated_freestyle_serial(serial_);
    co_return identity;
  }

  awaitable<void> download(const DownloadOptions& options, Downloaded& result) override {
    co_await download_dump(*this, options, false, result);
  }

  awaitable<ClockLook> read_clock() override {
    const FreestyleDump& dump = last_.dump;
    if (!dump.clock)
      throw core::Failure({Errc::protocol, "the FreeStyle's clock shows no calendar time", dump.serial, ""});
    co_return ClockLook{*dump.clock, last_.clock_at,
                        std::chrono::ceil<std::chrono::milliseconds>(last_.clock_at - last_.asked)};
  }

  awaitable<void> set_clock(WallClock wall_clock) override {
    for (int tries = 0; tries < 3; ++tries) {
      const LocalSeconds time = co_await send_freestyle_clock(wire_, exchange_, wall_clock);
      const core::Deadline sent = exchange_.sent();
      co_await read_memory(again());
      if (last_.dump.clock && follows(*last_.dump.clock, time, last_.clock_at - sent)) co_return;
    }
    throw core::Failure(clock_not_taken_over("FreeStyle"));
  }

 private:
  TextQuestion again() const {
    TextQuestion question;
    question.text = "$mem\r\n";
    question.limits = freestyle_limits;
    question.silence = stopped_answering("its readings");
    return question;
  }

  /// Into last_.
  awaitable<void> read_memory(TextQuestion question) {
    last_ = co_await read_freestyle_dump(exchange_, std::move(question), decode_dump, serial_);
    is_fresh_ = true;
  }

  awaitable<void> read_dump(std::vector<core::LogEntry>& into,
                            const std::function<void(const Progress&)>& progress) override {
    if (!is_fresh_) co_await read_memory(again());
    is_fresh_ = false;
    into = last_.dump.entries;
    progress({into.size(), into.size()});
  }

  core::ByteStream& wire_;
  TextExchange exchange_;
  std::string serial_;  ///< set by identify
  FreestyleRead last_;
  bool is_fresh_ = false;  ///< no download has taken last_ yet
};

}  // namespace

std::unique_ptr<Meter> open(core::ByteStream& wire) {
  return std::make_unique<FreestyleLiteMeter>(wire);
}

}  // namespace device::freestyle_lite
