#include "device/meters/freestyle_optium/freestyle_optium_meter.hpp"

#include "device/agreement.hpp"
#include "device/clock_setting.hpp"
#include "device/dump_download.hpp"
#include "device/freestyle_conversation.hpp"
#include "device/meters/freestyle_optium/models.hpp"
#include "device/meters/freestyle_optium/records.hpp"

namespace device::freestyle_optium {
namespace {

using boost::asio::awaitable;
using core::Errc;
using core::LocalSeconds;

TextQuestion question(std::string text, const std::string& about) {
  TextQuestion one;
  one.text = std::move(text);
  one.silence = stopped_answering(about);
  one.limits = freestyle_limits;
  one.limits.first = std::chrono::seconds(5);
  one.is_over = is_answer_over;
  return one;
}

/// An answer to $colq.
struct InfoRead {
  Info info;
  core::Deadline asked{};
  core::Deadline came{};
};

/// Whether two answers, which have no sum, tell of the same meter.
bool agree(const InfoRead& later, const InfoRead& earlier) {
  if (later.info.serial != earlier.info.serial || later.info.unit != earlier.info.unit) return false;
  if (!later.info.clock || !earlier.info.clock) return later.info.clock == earlier.info.clock;
  return follows(*later.info.clock, *earlier.info.clock, later.came - earlier.asked);
}

class FreestyleOptiumMeter final : public Meter, private DumpMemory {
 public:
  explicit FreestyleOptiumMeter(core::ByteStream& wire)
      : wire_(wire), exchange_(wire, exchanges_, freestyle_limits.whole) {}

  core::Deadline now() const override { return wire_.now(); }

  awaitable<Identity> identify() override {
    TextQuestion first = question("$colq\r\n", "");
    first.silence = {Errc::timeout, "the FreeStyle Optium does not answer its first question ($colq)", "",
                     "Plug the cable into the strip port until the display shows ]--PC, and try again."};
    first.tries_if_silent = first.tries_if_damaged = 5;
    co_await read_info(std::move(first));
    co_await confirm_info();
    Identity identity;
    identity.model = product;
    identity.serial = last_.info.serial;
    identity.simulated = is_simulated(identity.serial);
    identity.display_unit = last_.info.unit;
    co_return identity;
  }

  awaitable<void> download(const DownloadOptions& options, Downloaded& result) override {
    co_await download_dump(*this, options, false, result);
  }

  awaitable<ClockLook> read_clock() override {
    if (!last_.info.clock)
      throw core::Failure(
          {Errc::protocol, "the FreeStyle Optium's clock shows no calendar time", last_.info.serial, ""});
    co_return ClockLook{*last_.info.clock, last_.came,
                        std::chrono::ceil<std::chrono::milliseconds>(last_.came - last_.asked)};
  }

  awaitable<void> set_clock(WallClock wall_clock) override {
    for (int tries = 0; tries < 3; ++tries) {
      const LocalSeconds time = co_await send_freestyle_clock(wire_, exchange_, wall_clock);
      const core::Deadline sent = exchange_.sent();
      co_await read_info(question("$colq\r\n", "its clock"));
      if (last_.info.clock && follows(*last_.info.clock, time, last_.came - sent)) co_return;
    }
    throw core::Failure(clock_not_taken_over("FreeStyle"));
  }

 private:
  /// Into last_.
  awaitable<void> read_info(TextQuestion asked) {
    InfoRead read;
    read.info = co_await exchange_.ask(std::move(asked), decode_info);
    read.asked = exchange_.sent();
    read.came = now();
    last_ = std::move(read);
  }

  /// Asks until two answers in a row agree, six in all.
  awaitable<void> confirm_info() {
    for (int answers = 1; answers < 6; ++answers) {
      const InfoRead earlier = last_;
      co_await read_info(question("$colq\r\n", "its serial number"));
      if (agree(last_, earlier)) co_return;
    }
    throw core::Failure({Errc::protocol, "the meter's answers about itself differ each time", "",
                         "The line is disturbed: try another cable or port."});
  }

  awaitable<void> read_dump(std::vector<core::LogEntry>& into,
                            const std::function<void(const Progress&)>& progress) override {
    FreestyleRead read = co_await read_freestyle_dump(exchange_, question("$xmem\r\n", "its readings"),
                                                      decode_dump, last_.info.serial);
    into = std::move(read.dump.entries);
    progress({into.size(), into.size()});
  }

  core::ByteStream& wire_;
  TextExchange exchange_;
  InfoRead last_;  ///< set by identify
};

}  // namespace

std::unique_ptr<Meter> open(core::ByteStream& wire) {
  return std::make_unique<FreestyleOptiumMeter>(wire);
}

}  // namespace device::freestyle_optium
