#include "game/look_up.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace game {
namespace {

using Lines = std::vector<std::string>;
using Kind = OpenedLine::Kind;

void look_at_the_chat(const RoundFile& file, const Witnessed& witnessed, Lines& lines) {
  const Announcement& a = file.announcement;
  if (!witnessed.anchor)
    lines.push_back(fmt::format(
        "in the chat: the season's anchor {} stood there before its first round (--anchor)", a.anchor));
  if (!witnessed.opening)
    lines.push_back(fmt::format(
        "in the chat: the opening's digest {} stood there at {}, before the first entry (--opening)",
        opening_digest(a), core::format_utc(a.opened)));
  if (!witnessed.list)
    lines.push_back(
        fmt::format("in the chat: the list's digest {} is the one announced at the close (--list)",
                    list_digest(a, file.list)));
  const core::UtcSeconds known =
      a.kind == PublicKind::drand ? drand_time(file.list.source.number) : file.list.closed;
  if (a.kind == PublicKind::drand)
    lines.push_back(
        fmt::format("in the chat: the closing message stood there before {}, when the beacon spoke",
                    core::format_utc(known)));
  else
    lines.push_back(fmt::format("in the chat: the closing message stood there at {}, before the draw",
                                core::format_utc(known)));
  if (file.list.closed < a.closes)
    lines.push_back(fmt::format("in the chat: the round closed at {}, earlier than planned ({})",
                                core::format_utc(file.list.closed), core::format_utc(a.closes)));
}

void look_at_the_value(const RoundFile& file, const Witnessed& witnessed, Lines& lines) {
  const PublicSource& source = file.list.source;
  const int named = named_caller(file.list.commitments);
  if (source.kind == PublicKind::dice && source.number != named)
    lines.push_back(
        fmt::format("in the chat: why the host named entry {} to call the throws; the list names entry {}",
                    source.number, named));
  if (witnessed.public_value) return;
  switch (source.kind) {
    case PublicKind::drand:
      lines.push_back(file.value
                          ? fmt::format("at the beacon: round {} has the signature {} (--public): {}",
                                        source.number, file.value->signature, drand_address(source.number))
                          : fmt::format("at the beacon: whether round {} really had no value: {}",
                                        source.number, drand_address(source.number)));
      return;
    case PublicKind::dice:
      lines.push_back(fmt::format(
          "in the chat: entry {} called these throws after the close: {} (--public)", source.number,
          file.value ? fmt::format("{}", fmt::join(file.value->throws, " ")) : "none"));
      return;
    case PublicKind::local:
      lines.emplace_back(weakness_of_local);
      return;
  }
}

void look_at_the_players(const RoundFile& file, Lines& lines) {
  for (const OpenedLine& line : file.openings) {
    if (line.kind == Kind::withdrawn)
      lines.push_back(
          fmt::format("entry {} was withdrawn after publication: what its place rests on stands only in the "
                      "file before",
                      line.entry));
    if (line.kind == Kind::rests)
      lines.push_back(
          fmt::format("with its player: entry {} was ranked at the close and rests since", line.entry));
  }
  for (const Correction& correction : file.corrections)
    lines.push_back(correction.made
                        ? fmt::format("with the host: the {} that corrected entry {}",
                                      correction.evidence == Evidence::log ? "meter record" : "picture",
                                      correction.entry)
                        : fmt::format("with its player: the correction of entry {}", correction.entry));
  std::vector<int> nameless;
  for (int entry = 1; entry <= static_cast<int>(file.list.commitments.size()); ++entry)
    if (file.names.count(entry) == 0) nameless.push_back(entry);
  if (!nameless.empty())
    lines.push_back(
        fmt::format("in the chat: who the entries without a name were: {}", fmt::join(nameless, ", ")));
  if (!file.names.empty())
    lines.push_back("in the chat: that the names belong to the numbers, and are of people who took part");
}

}  // namespace

Lines look_up(const RoundFile& file, const Witnessed& witnessed) {
  Lines lines;
  look_at_the_chat(file, witnessed, lines);
  look_at_the_value(file, witnessed, lines);
  look_at_the_players(file, lines);
  return lines;
}

}  // namespace game
