#include "device/meters/onetouch_ultra2/onetouch_ultra2_meter.hpp"

#include <fmt/format.h>

#include "device/agreement.hpp"
#include "device/clock_setting.hpp"
#include "device/dump_download.hpp"
#include "device/erase.hpp"
#include "device/line_reader.hpp"
#include "device/meters/onetouch_ultra2/dump.hpp"
#include "device/meters/onetouch_ultra2/models.hpp"
#include "device/meters/onetouch_ultra2/records.hpp"
#include "device/optional_answer.hpp"
#include "device/text_exchange.hpp"

namespace device::onetouch_ultra2 {
namespace {

using boost::asio::awaitable;
using core::Errc;
using core::LocalSeconds;
using namespace std::chrono_literals;

using ProgressTeller = std::function<void(const Progress&)>;

constexpr auto longest_dump = 60s;
constexpr auto between_lines = 1s;
constexpr auto after_last_line = 30ms;  // a line too many would begin at once
constexpr int most_dumps = 5;
constexpr std::size_t most_records = 1000;

/// `letters` as asked when the meter is awake; the answer is one line.
TextQuestion question(std::string_view letters, const std::string& about) {
  return {encode_question(letters),
          stopped_answering(about),
          {2s, 1s, 5s, LineReader::max_line},
          [](std::string_view answer) { return answer.back() == '\n'; }};
}

/// The line of an answer of one line. Throws where the meter says by a single 00 that it cannot answer.
std::string_view line_of(std::string_view answer) {
  if (answer == std::string_view("\0", 1))
    throw core::Failure({Errc::disconnected, "the OneTouch is not in the cable, or it was not off", "",
                         "Take the cable out, turn the meter off, plug the cable in, and try again."});
  const std::size_t end = answer.find("\r\n");
  return end + 2 == answer.size() ? answer.substr(0, end) : answer;
}

/// One answer to DMP.
struct Dump {
  std::optional<Header> header;  ///< nothing: damaged
  std::vector<Place> places;
};

class OnetouchUltra2Meter final : public Meter, private DumpMemory {
 public:
  explicit OnetouchUltra2Meter(core::ByteStream& wire)
      : wire_(wire), exchange_(wire, exchanges_, longest_dump) {}

  core::Deadline now() const override { return wire_.now(); }

  awaitable<Identity> identify() override {
    co_await greet();
    serial_ = co_await ask("DM@", "its serial number", decode_serial);
    Identity identity;
    identity.serial = serial_;
    identity.model = model_of(serial_).product;
    identity.simulated = is_simulated(serial_);
    identity.display_unit = co_await if_told(ask("DMSU?", "its unit", decode_unit));
    co_return identity;
  }

  awaitable<void> download(const DownloadOptions& options, Downloaded& result) override {
    co_await download_dump(*this, options, false, result);
  }

  awaitable<ClockLook> read_clock() override {
    const LocalSeconds shown = co_await ask("DMF", "its clock", decode_clock);
    const core::Deadline came = now();
    co_return ClockLook{shown, came, std::chrono::ceil<std::chrono::milliseconds>(came - exchange_.sent())};
  }

  awaitable<void> set_clock(WallClock wall_clock) override {
    for (int tries = 0; tries < 3; ++tries) {
      co_await exchange_.settle();  // before the time is looked at
      const LocalSeconds time = wall_clock();
      require_settable(time, 2000, "OneTouch");
      TextQuestion set = question("", "its new time");
      set.text = encode_set_clock(time);
      const core::Result<std::string> answer = co_await exchange_.ask_once(set);
      const core::Deadline sent = exchange_.sent();
      std::optional<LocalSeconds> shown;
      if (answer.has_value())
        if (const auto clock = decode_new_clock(line_of(*answer))) shown = *clock;
      // Its answer lost: it may have been heard all the same.
      if (!shown) shown = co_await ask("DMF", "its new time", decode_clock);
      if (follows(*shown, time, now() - sent)) co_return;
    }
    throw core::Failure(clock_not_taken_over("OneTouch"));
  }

  /// DMZ is sent once: whether it was heard is seen from the memory.
  awaitable<void> erase() override {
    TextQuestion erase = question("DMZ", "");
    co_await exchange_.ask_once(erase);
    std::vector<core::LogEntry> left;
    const ProgressTeller nobody = [](const Progress&) {};
    co_await read_dump(left, nobody);
    require_erased(left.size(), "OneTouch");
  }

 private:
  awaitable<void> greet() {
    TextQuestion wake = question("DM?", "");
    wake.silence = {Errc::timeout, "the OneTouch does not answer its first question (DM?)", "",
                    "Turn the meter off, plug the cable in, and try again."};
    wake.limits.first = 1s;
    wake.tries_if_silent = wake.tries_if_damaged = 5;
    const auto decode = [](std::string_view answer) {
      auto version = decode_version(line_of(answer));
      if (version.has_error())
        version = core::Error{Errc::protocol, "something answers DM?, but not as a OneTouch Ultra does", "",
                              "It may be another meter: --meter auto finds out which."};
      return version;
    };
    co_await exchange_.ask(std::move(wake), decode);
  }

  template <class T>
  awaitable<T> ask(std::string_view letters, std::string about, core::Result<T> (*decode)(std::string_view)) {
    TextQuestion one = question(letters, about);
    const auto decode_line = [decode](std::string_view answer) { return decode(line_of(answer)); };
    co_return co_await exchange_.ask(std::move(one), decode_line);
  }

  /// Dumps until their lines fill each other's gaps.
  awaitable<void> read_dump(std::vector<core::LogEntry>& into, const ProgressTeller& progress) override {
    std::optional<Dump> kept;
    bool anything_came = false;
    for (int dumps = 0; dumps < most_dumps; ++dumps) {
      Dump fresh;
      // Until a dump is kept, the records of each are worth keeping should the line break in it.
      std::vector<core::LogEntry>* const early = kept ? nullptr : &into;
      anything_came |= co_await read_lines(fresh, early, progress);
      if (!fresh.header || fresh.places.size() != fresh.header->count) continue;
      if (!kept || kept->header != fresh.header || !fill_gaps(kept->places, fresh.places))
        kept = std::move(fresh);
      into = entries_of(kept->places);
      if (into.size() == kept->places.size()) co_return;
    }
    if (!anything_came) throw core::Failure(stopped_answering("its readings"));
    throw core::Failure({Errc::protocol, "the meter's memory did not come whole in five answers", serial_,
                         "The line is disturbed: try another cable or port."});
  }

  /// One dump. False where nothing came.
  awaitable<bool> read_lines(Dump& dump, std::vector<core::LogEntry>* early, const ProgressTeller& progress) {
    co_await exchange_.send(encode_question("DMP"));
    if (early) early->clear();
    LineReader lines(wire_);
    const core::Deadline last = now() + longest_dump;
    core::Deadline until = now() + 5s;
    for (bool first = true; dump.places.size() <= most_records && now() < last; first = false) {
      const std::optional<std::string_view> line = co_await read_line(lines, until);
      const bool was_all = dump.header && dump.places.size() == dump.header->count;
      if (was_all && (line || lines.has_begun())) dump.places.emplace_back();  // one too many
      if (!line || was_all) break;
      if (first) {
        const auto header = decode_header(*line);
        if (header && header->serial == serial_) dump.header = *header;
      } else {
        dump.places.push_back(read_place(*line));
        if (early && dump.header && dump.places.back().entry) early->push_back(*dump.places.back().entry);
        if (dump.header) progress({dump.places.size(), dump.header->count});
      }
      const bool is_all = dump.header && dump.places.size() == dump.header->count;
      until = now() + (is_all ? after_last_line : between_lines);
    }
    co_return lines.received() > 0;
  }

  /// Nothing where none came in time.
  static awaitable<std::optional<std::string_view>> read_line(LineReader& lines, core::Deadline until) {
    try {
      co_return co_await lines.read_line(until);
    } catch (const core::Failure& failure) {
      if (failure.error().kind != Errc::timeout) throw;
    }
    co_return std::nullopt;
  }

  core::ByteStream& wire_;
  TextExchange exchange_;
  std::string serial_;  ///< set by identify
};

}  // namespace

std::unique_ptr<Meter> open(core::ByteStream& wire) {
  return std::make_unique<OnetouchUltra2Meter>(wire);
}

}  // namespace device::onetouch_ultra2
