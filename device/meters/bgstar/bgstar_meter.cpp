#include "device/meters/bgstar/bgstar_meter.hpp"

#include <fmt/format.h>

#include "device/agreement.hpp"
#include "device/clock_setting.hpp"
#include "device/indexed_download.hpp"
#include "device/meters/bgstar/models.hpp"
#include "device/meters/bgstar/records.hpp"
#include "device/optional_answer.hpp"

namespace device::bgstar {
namespace {

using boost::asio::awaitable;
using core::LocalSeconds;

/// A record with an impossible field is either garbled, which a second answer shows, or a real meter's that
/// we do not know: then it must not keep those behind it away.
core::Result<std::optional<core::LogEntry>> decode_record_answer(std::string_view answer) {
  if (is_no_record(answer)) return std::optional<core::LogEntry>{};
  auto entry = decode_record(answer);
  if (entry.has_error()) entry = keep_unread(answer);
  if (entry.has_error()) return entry.error();
  return std::optional(std::move(*entry));
}

/// The clock as it shows itself after it was set; nothing where the meter does not set it so.
core::Result<std::optional<LocalSeconds>> decode_new_clock(std::string_view answer) {
  if (is_refused(answer)) return std::optional<LocalSeconds>{};
  const auto time = decode_datetime(answer);
  if (time.has_error()) return time.error();
  return std::optional(*time);
}

}  // namespace

awaitable<Identity> BgstarMeter::identify() {
  co_await wire_.greet();
  Identity identity;
  const auto ask_serial = [this] { return read_serial(); };
  std::string serial = co_await read_serial();
  identity.serial = co_await ask_until_two_agree(std::move(serial), ask_serial, "its serial number");
  identity.simulated = identity.serial.substr(0, 3) == "SIM";

  const std::optional<std::string> product = co_await if_told(read_product());
  identity.model = product.value_or(std::string(any_model));
  if (find_product(identity.model)) name_ = identity.model;
  identity.display_unit = co_await if_told(read_unit());
  co_return identity;
}

awaitable<void> BgstarMeter::download(const DownloadOptions& options, Downloaded& result) {
  co_await download_indexed(*this, options, result);
}

awaitable<ClockLook> BgstarMeter::read_clock() {
  core::Deadline asked = wire_.now();
  LocalSeconds last = co_await wire_.ask("get datetime", "its clock", decode_datetime);
  for (int answers = 1; answers < 6; ++answers) {
    const core::Deadline asked_next = wire_.now();
    const LocalSeconds next = co_await wire_.ask("get datetime", "its clock", decode_datetime);
    const core::Deadline now = wire_.now();
    if (follows(next, last, now - asked))
      co_return ClockLook{next, now, std::chrono::ceil<std::chrono::milliseconds>(now - asked_next)};
    last = next;
    asked = asked_next;
  }
  throw core::Failure(
      {core::Errc::protocol, "the BGStar's clock shows another time at each question", "", ""});
}

awaitable<void> BgstarMeter::set_clock(WallClock wall_clock) {
  const LocalSeconds time = wall_clock();
  require_settable(time, 1970, "BGStar");
  for (int tries = 0; tries < 3; ++tries) {
    const core::Deadline sent = wire_.now();
    const LocalSeconds now = wall_clock();
    const auto shown = co_await wire_.ask(encode_set_datetime(now), "its new time", decode_new_clock);
    const auto taken = wire_.now() - sent;  // where it was asked for again and again, the time is an old one
    if (shown && follows(*shown, now, taken) && taken < std::chrono::seconds(2)) co_return;
  }
  throw core::Failure(clock_not_taken_over(name_));
}

awaitable<std::size_t> BgstarMeter::read_count() {
  const auto decode = [this](std::string_view answer) {
    auto count = decode_count(answer);
    if (count.has_value() && *count > largest_memory)
      count = core::Error{core::Errc::protocol,
                          fmt::format("the {} says it holds {} readings, its memory has room for {}", name_,
                                      *count, largest_memory),
                          "", ""};
    return count;
  };
  co_return co_await wire_.ask("get glucount", "how many readings it holds", decode);
}

awaitable<std::optional<core::LogEntry>> BgstarMeter::read_record(std::size_t index) {
  co_return co_await wire_.ask(fmt::format("get glurec {}", index), fmt::format("record {}", index),
                               decode_record_answer);
}

awaitable<std::string> BgstarMeter::read_serial() {
  co_return co_await wire_.ask("get serial", "its serial number", decode_serial);
}

/// The real word for mmol/L is not public: a strange one, where it is no damaged answer, will be it.
awaitable<core::GlucoseUnit> BgstarMeter::read_unit() {
  const auto ask = [this] { return wire_.ask("get gluunit", "its unit", decode_unit); };
  std::string word = co_await ask();
  auto unit = known_unit(word);
  if (unit) co_return *unit;
  word = co_await ask_until_two_agree(std::move(word), ask, "its unit");
  unit = known_unit(word);
  co_return unit.value_or(core::GlucoseUnit::mmol_l);
}

/// A word we do not know has to come twice.
awaitable<std::string> BgstarMeter::read_product() {
  const auto ask = [this] { return wire_.ask("get sysinfo all", "its model", decode_product); };
  std::string product = co_await ask();
  if (!find_product(product)) product = co_await ask_until_two_agree(std::move(product), ask, "its model");
  co_return product;
}

}  // namespace device::bgstar
