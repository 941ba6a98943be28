#include "device/meters/onetouch_ultra2/dump.hpp"

#include "device/meters/onetouch_ultra2/records.hpp"

namespace device::onetouch_ultra2 {

Place read_place(std::string_view line) {
  Place place;
  if (decode_text(line)) place.line = line;
  if (auto entry = decode_record(line)) place.entry = std::move(*entry);
  return place;
}

bool fill_gaps(std::vector<Place>& kept, const std::vector<Place>& fresh) {
  if (kept.size() != fresh.size()) return false;
  for (std::size_t i = 0; i < kept.size(); ++i)
    if (kept[i].entry && fresh[i].entry && kept[i].line != fresh[i].line) return false;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (kept[i].entry) continue;
    const bool alike = kept[i].line == fresh[i].line;
    if (fresh[i].entry || !fresh[i].line.empty()) kept[i] = fresh[i];
    if (kept[i].entry || !alike) continue;
    if (auto unread = keep_unread(kept[i].line)) kept[i].entry = std::move(*unread);
  }
  return true;
}

std::vector<core::LogEntry> entries_of(const std::vector<Place>& places) {
  std::vector<core::LogEntry> entries;
  for (const Place& place : places)
    if (place.entry) entries.push_back(*place.entry);
  return entries;
}

}  // namespace device::onetouch_ultra2
