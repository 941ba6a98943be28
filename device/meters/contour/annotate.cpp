#include "device/meters/contour/annotate.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/io/checksum.hpp"
#include "device/annotation.hpp"
#include "device/meters/contour/frame.hpp"
#include "device/meters/contour/records.hpp"
#include "device/text_form.hpp"

namespace device::contour {
namespace {

core::Bytes make_sum(core::ByteView message, std::size_t place) {
  return bytes_of(fmt::format("{:02X}", core::sum8(message.subspan(1, place - 1))));
}

/// "YYMMDD": the time of day does not change with the week.
std::optional<core::Bytes> encode_day_of_six(core::LocalSeconds time) {
  if (!is_in_this_century(time)) return std::nullopt;
  return bytes_of(std::string_view(encode_set_clock(time)[2]).substr(0, 6));
}

/// "20YYMMDD"
std::optional<core::Bytes> encode_day(core::LocalSeconds time) {
  if (!is_in_this_century(time)) return std::nullopt;
  return bytes_of("20" + encode_set_clock(time)[2].substr(0, 6));
}

/// Six digits; private where they are no day.
void take_day_of_six(std::string_view text, core::Cutter& cut) {
  const auto time =
      core::make_local(2000 + digits_at(text, 0, 2), digits_at(text, 2, 2), digits_at(text, 4, 2), 0, 0, 0);
  if (time)
    take_day(cut, 6, "day", *time, encode_day_of_six);
  else
    cut.text(6, "day", core::Private{});
}

/// Up to and with the next `|`.
std::size_t field_size(std::string_view text) {
  return std::min(text.find('|'), text.size() - 1) + 1;
}

void take_header(std::string_view text, core::Cutter& cut) {
  const auto header = decode_header(text, Reading::as_repeated);
  cut.text(2, "record");
  if (!header) return cut.text(text.size() - 2, "record", core::Private{});
  std::size_t at = 2;
  const auto take_to = [&](std::size_t end, std::string name, core::Rewrite rewrite) {
    cut.text(end - at, std::move(name), std::move(rewrite));
    at = end;
  };
  take_to(7, "separators", core::Keep{});
  take_to(text.find('|', 7) + 1, "unknown", core::Private{});
  take_to(text.find('^', text.find('^', at) + 1) + 1, "model, versions", core::Keep{});
  const std::string masked = (fits(header->number, "dddd") ? header->number : "7150") + "-SIM0000";
  take_to(at + header->serial.size(), "serial number", serial_masked_as(masked));
  if (!header->clock) {
    const bool has_clock = std::count(text.begin(), text.end(), '|') == 13;
    take_to(has_clock ? text.rfind('|') + 1 : text.size(), "settings", core::Keep{});
    return take_to(text.size(), "clock", core::Private{});
  }
  take_to(text.rfind('|') + 1, "settings", core::Keep{});
  take_day(cut, 8, "clock", *header->clock, encode_day);
  at += 8;
  take_to(text.size(), "time of day", core::Keep{});
}

void take_result(std::string_view text, core::Cutter& cut) {
  const auto entry = decode_result(text, std::nullopt, Reading::as_repeated);
  std::size_t front = 0;
  for (int i = 0; i < 3; ++i) front += field_size(text.substr(front));
  cut.text(front, "record");
  if (!entry) return cut.text(text.size() - front, "record", core::Private{});
  const std::size_t time = text.rfind('|') + 1;
  cut.take(time - front, "value", meaning_of(entry->content));
  take_record_day(cut, 8, *entry, encode_day);
  cut.text(text.size() - time - 8, "time of day");
}

void take_frame(std::string_view text, core::Cutter& cut) {
  cut.take(2, "frame begins");
  if (text[0] == 'H') {
    take_header(text, cut);
  } else if (text[0] == 'R' && std::count(text.begin(), text.end(), '|') > 3) {
    take_result(text, cut);
  } else if (text == "L|1||N" || text == "L|1|N") {
    cut.text(text.size(), "record");
  } else if (orders_control(text) && result_number(text) &&
             text.substr(text.find('|', 2)) == std::string(10, '|') + "Q") {
    cut.text(text.size(), "record");
  } else {  // anything may stand here, a person's name too
    cut.text(std::min<std::size_t>(text.size(), 3), "record");
    cut.text(text.size() - std::min<std::size_t>(text.size(), 3), "person", core::Private{});
  }
  cut.take(2, "frame ends");
  cut.text(2, "checksum", core::Derived{make_sum});
  cut.take(2, "line end");
}

/// One byte that says all; false where another stands here.
bool take_control(core::Cutter& cut) {
  const auto take = [&](std::string meaning) {
    cut.take(1, "control", std::move(meaning));
    return true;
  };
  switch (cut.rest()[0]) {
    case eot:
      return take("EOT");
    case enq:
      return take("ENQ");
    case ack:
      return take("ACK");
    case nak:
      return take("NAK");
    default:
      return false;
  }
}

/// What is said in command mode, by either side: `R|`, `D|261118|` CR LF, `2105|` CR.
bool take_command(core::Cutter& cut) {
  const std::string_view text = core::as_text(cut.rest());
  const auto begins = [&](std::string_view form) { return fits(text.substr(0, form.size()), form); };
  const bool has_letter = begins("D|") || begins("T|") || begins("R|") || begins("W|");
  const std::string_view value = text.substr(has_letter ? 2 : 0);
  const auto is_value = [&](std::string_view form) { return fits(value.substr(0, form.size()), form); };
  if (has_letter) cut.text(2, "command");
  if (is_value("dddddd|\r"))
    take_day_of_six(value, cut);
  else if (is_value("dddd|\r"))
    cut.text(4, "time of day");
  else
    return has_letter;
  cut.take(core::as_text(cut.rest()).substr(0, 3) == "|\r\n" ? 3 : 2, "value ends");
  return true;
}

}  // namespace

void annotate(const core::Run& run, core::Cutter& cut) {
  (void)run;
  while (!cut.rest().empty()) {
    const FrameLook found = look_at_frame(cut.rest());
    const bool is_whole = found.state == FrameLook::State::complete && found.size > 1;
    const auto frame = is_whole ? decode_frame(cut.rest().first(found.size)) : core::Error{};
    if (frame)
      take_frame(frame->text, cut);
    else if (!take_control(cut) && !take_command(cut)) {
      cut.skip(1);
      continue;
    }
    cut.end_message();
  }
}

}  // namespace device::contour
