#include "device/meters/freestyle_lite/records.hpp"

#include "device/text_form.hpp"

namespace device::freestyle_lite {

namespace {

bool is_record(std::string_view line) {
  return fits(line, "***  **** dd dddd dd:dd hh 0xhh") || fits(line, "***  **** dd dddd dd:dd:dd hh 0xhh");
}

}  // namespace

core::Result<core::LogEntry> decode_record(std::string_view line) {
  if (!is_record(line)) return unknown_freestyle_record(line, 31);
  const auto value = freestyle_glucose(line.substr(0, 3));
  const std::string_view time = line.substr(5, freestyle_time_size(line));
  const int flag = hex_at(line, line.size() - 1, 1);
  if (!value || !freestyle_time(time) || flag > 1) return unread_freestyle_record(line);

  core::LogEntry entry;
  entry.origin = without_blanks(line.substr(0, 3));
  if (flag == 1) {
    entry.content = core::ControlResult{*value};
    entry.origin += " c";
  } else {
    entry.content = core::BloodGlucose{*value};
  }
  put_freestyle_time(entry, time, false);
  entry.raw = line;
  return entry;
}

core::Result<FreestyleDump> decode_dump(std::string_view answer) {
  return decode_freestyle_dump(answer, decode_record);
}

bool is_dump_begun(std::string_view heard) {
  auto rest = behind_freestyle_clock(heard);
  if (!rest) return false;
  const std::string_view count = take_line(*rest);
  if (is_freestyle_empty(count)) return true;
  if (!fits(count, "ddd")) return false;
  if (rest->substr(0, 1) == "\n") return true;
  const std::string_view next = take_line(*rest);
  return is_record(next) || (count == "000" && fits(next, "0xhhhh  END"));
}

}  // namespace device::freestyle_lite
