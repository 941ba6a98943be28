#include <algorithm>

#include <fmt/format.h>

#include "game/digest.hpp"
#include "game/free_text.hpp"
#include "game/round_file.hpp"
#include "game/secret_chain.hpp"
#include "game/words.hpp"

namespace game {
namespace {

using Words = std::vector<std::string_view>;

/// Thrown inside this file only: a parser of sixty fields reads better without a check after each.
struct Fault {
  std::string what;
};

[[noreturn]] void fault(std::string what) {
  throw Fault{std::move(what)};
}
void require(bool holds, std::string_view what) {
  if (!holds) fault(std::string(what));
}

/// Goes through the lines of a text of printable ASCII.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  int number() const { return number_; }
  std::size_t position() const { return position_; }
  bool at_end() const { return position_ == text_.size(); }

  std::string_view line() {
    ++number_;
    const std::size_t end = text_.find('\n', position_);
    require(end != std::string_view::npos, "the file ends too early");
    require(end - position_ <= 1024, "the line is too long");
    const std::string_view result = text_.substr(position_, end - position_);
    position_ = end + 1;
    return result;
  }
  /// The rest of the line that begins with `key` and a space.
  std::string_view field(std::string_view key) {
    const std::string_view all = line();
    require(all.substr(0, key.size() + 1) == std::string(key) + " ", fmt::format("here stands '{} …'", key));
    return all.substr(key.size() + 1);
  }
  Words words(std::string_view key, std::size_t count) {
    const Words found = split_words(field(key));
    require(found.size() == count, fmt::format("'{}' has {} words after it", key, count));
    return found;
  }
  std::string hex(std::string_view key, std::size_t digits) {
    const std::string_view found = field(key);
    require(is_hex(found, digits), fmt::format("'{}' has {} hexadecimal digits after it", key, digits));
    return std::string(found);
  }
  core::UtcSeconds time(std::string_view key) { return to_time(field(key)); }
  int count(std::string_view key, int most) { return whole(field(key), 0, most); }

  static int whole(std::string_view word, int least, int most) {
    const auto value = parse_whole(word);
    require(value && *value >= least && *value <= most,
            fmt::format("a number from {} to {} is wanted", least, most));
    return static_cast<int>(*value);
  }
  static core::UtcSeconds to_time(std::string_view word) {
    const auto time = core::parse_utc(word);
    require(time.has_value(), "a time like 2026-11-25T21:55:00Z is wanted");
    return *time;
  }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
  int number_ = 0;
};

/// A number of the rules' unit, in steps.
int steps_of(std::string_view word, core::GlucoseUnit unit) {
  const auto value = parse_entry_value(word, name(unit));
  require(value.has_value(), "a number in the round's unit is wanted");
  return value->digits;
}

core::Glucose opened_value(std::string_view number, std::string_view unit, const Rules& rules) {
  const auto value = parse_entry_value(number, unit);
  require(value.has_value(), "a value as a meter shows it is wanted");
  require(can_rank(*value, rules), "a value below the low line is never opened");
  return *value;
}

Rules rules_of(Lines& lines, std::string_view text) {
  const std::size_t begin = lines.position();
  Rules rules;
  const std::string_view unit = lines.field("unit");
  require(unit == "mmol/L" || unit == "mg/dL", "the unit is mmol/L or mg/dL");
  rules.unit = unit == "mmol/L" ? core::GlucoseUnit::mmol_l : core::GlucoseUnit::mg_dl;
  const Words range = lines.words("range", 3);
  rules.low = steps_of(range[0], rules.unit);
  rules.high = steps_of(range[1], rules.unit);
  rules.low_line = lines.field("low-line").substr(0, 3) == "4.0" ? LowLine::gb_ie : LowLine::usual;
  lines.field("window");
  lines.field("ties");
  const std::string_view prize = lines.field("prize");
  for (const auto& [kind, word] : {std::pair{Prize::shared, "shared "}, std::pair{Prize::one, "one "}}) {
    const std::string_view start = word;
    if (prize.substr(0, start.size()) != start) continue;
    const auto what = unescape_text(prize.substr(start.size()));
    require(what.has_value(), "the prize's text is not written in the one right way");
    rules.prize = kind;
    rules.prize_text = *what;
  }
  lines.field("disclosure");
  const Words points = split_words(lines.field("points"));
  require(points.size() >= 3 && points[points.size() - 2] == "and",
          "'points' has points, 'and', and points after it");
  rules.place_points.clear();
  for (std::size_t i = 0; i + 2 < points.size(); ++i)
    rules.place_points.push_back(Lines::whole(points[i], 0, 99));
  rules.part_points = Lines::whole(points.back(), 0, 99);
  if (const auto checked = check(rules); !checked) fault(checked.error().what);
  require(format_rules(rules) == text.substr(begin, lines.position() - begin),
          "the rules are not written in the one right way");
  return rules;
}

std::string short_name(Lines& lines, std::string_view key) {
  const std::string_view found = lines.field(key);
  require(is_short_name(found), "a name of letters, digits, '.', '_' and '-' is wanted");
  return std::string(found);
}

Announcement announcement_of(Lines& lines, std::string_view text) {
  Announcement a;
  require(lines.line() == "bgbingo-round 1", "this is not a round file of version 1");
  a.rules = rules_of(lines, text);
  require(lines.hex("rules", 64) == sha256_hex(format_rules(a.rules)),
          "the rules' digest does not fit the rules");
  a.series = short_name(lines, "series");
  a.round = short_name(lines, "round");
  a.anchor = lines.hex("anchor", 64);
  const Words place = lines.words("place", 2);
  a.season_length = Lines::whole(place[1], 1, longest_season);
  a.place = Lines::whole(place[0], 1, a.season_length);
  a.opened = lines.time("opened");
  a.closes = lines.time("closes");
  const std::string_view kind_text = lines.field("public");
  const auto kind = parse_public_kind(kind_text.substr(0, kind_text.find(' ')));
  require(kind.has_value(), "the public value is drand, dice or local");
  a.kind = *kind;
  const std::size_t opening = lines.position();
  require(lines.hex("opening", 64) == sha256_hex(text.substr(0, opening)),
          "the opening's digest does not fit it");
  return a;
}

/// From "closed" on; the line "opening" before it was read with the announcement.
ClosedList list_of(Lines& lines, const Announcement& a) {
  ClosedList list;
  list.closed = lines.time("closed");
  const std::string_view source = lines.field("value-from");
  list.source.kind = a.kind;
  if (a.kind != PublicKind::local) {
    const Words words = split_words(source);
    require(words.size() == 2 && words[0] == name(a.kind),
            "the kind of public value is another than at the opening");
    const auto number = parse_whole(words[1]);
    require(number && *number >= 1, "a number from 1 on is wanted");
    list.source.number = *number;
  }
  require(source == format_source(list.source), "the kind of public value is another than at the opening");
  list.ranked = lines.hex("ranked", 64);
  const int entries = lines.count("entries", most_entries);
  for (int i = 1; i <= entries; ++i) list.commitments.push_back(lines.hex(std::to_string(i), 64));
  require(lines.hex("list", 64) == list_digest(a, list), "the list's digest does not fit it");
  return list;
}

void parse_draw(Lines& lines, RoundFile& file) {
  const auto state = parse_state(lines.field("state"));
  require(state == State::provisional || state == State::final || state == State::void_,
          "the state is provisional, final or void");
  file.state = *state;
  const bool is_void = file.state == State::void_;
  file.secret = lines.hex("secret", 64);
  const std::string_view value = lines.field("value");
  if (value != "none") {
    file.value = parse_value(value);
    require(file.value.has_value(), "the public value is not written in the one right way");
    require(file.value->kind == file.announcement.kind,
            "the kind of public value is another than at the opening");
  } else {
    require(is_void, "only a void round can be without a public value");
  }
  file.md5 = std::string(lines.field("md5"));
  const std::string_view number = lines.field("number");
  if (file.value) {
    require(file.md5.size() == 32, "'md5' has 32 hexadecimal digits after it");
    file.number = steps_of(number, file.announcement.rules.unit);
  } else {
    require(file.md5 == "-" && number == "-", "without a public value there is no number");
  }
  file.ranked_salt = is_void ? std::string(lines.field("ranked-salt")) : lines.hex("ranked-salt", 32);
  require(!is_void || file.ranked_salt == "-", "a void round opens nothing");
}

void parse_openings(Lines& lines, RoundFile& file) {
  const Announcement& a = file.announcement;
  const int entries = static_cast<int>(file.list.commitments.size());
  const int openings = lines.count("openings", file.state == State::void_ ? 0 : entries);
  for (int i = 0; i < openings; ++i) {
    const Words words = split_words(lines.line());
    require(words.size() == 2 || words.size() == 5, "an opening has 2 or 5 words");
    OpenedLine line;
    line.entry = Lines::whole(words[0], i == 0 ? 1 : file.openings.back().entry + 1, entries);
    if (words.size() == 2) {
      require(words[1] == "rests" || words[1] == "withdrawn", "an entry rests or is withdrawn");
      line.kind = words[1] == "rests" ? OpenedLine::Kind::rests : OpenedLine::Kind::withdrawn;
    } else {
      line.value = opened_value(words[1], words[2], a.rules);
      require(is_hex(words[3], 32), "a salt has 32 hexadecimal digits");
      line.salt = std::string(words[3]);
      line.evidence = parse_evidence(words[4]);
      require((a.rules.prize == Prize::none) ? words[4] == "-" : line.evidence.has_value(),
              "the evidence is typed, picture or log where there is a prize, and '-' where there is none");
    }
    file.openings.push_back(std::move(line));
  }
}

void parse_corrections(Lines& lines, RoundFile& file) {
  const int corrections = lines.count("corrections", file.state == State::void_ ? 0 : most_corrections);
  for (int i = 0; i < corrections; ++i) {
    const Words words = split_words(lines.line());
    require(words.size() == 2 || words.size() == 5, "a correction has 2 or 5 words");
    Correction correction;
    correction.entry = Lines::whole(words[0], 1, most_entries);
    const bool is_opened =
        std::any_of(file.openings.begin(), file.openings.end(), [&](const OpenedLine& line) {
          return line.entry == correction.entry && line.kind == OpenedLine::Kind::value;
        });
    require(is_opened, "a correction belongs to an opened entry");
    if (words.size() == 2) {
      require(words[1] == "rests", "a correction has a value or rests");
    } else {
      correction.value = opened_value(words[1], words[2], file.announcement.rules);
      const auto evidence = parse_evidence(words[3]);
      require(evidence.has_value(), "the evidence is typed, picture or log");
      correction.evidence = *evidence;
      if (*evidence == Evidence::typed)
        require(words[4] == "-", "a typed correction has no time");
      else
        correction.made = Lines::to_time(words[4]);
    }
    file.corrections.push_back(std::move(correction));
  }
}

void parse_results(Lines& lines, RoundFile& file) {
  const int entries = static_cast<int>(file.list.commitments.size());
  const int places = lines.count("places", static_cast<int>(file.openings.size()));
  for (int i = 0; i < places; ++i) {
    const Words words = split_words(lines.line());
    require(words.size() == 3, "a place has 3 words");
    Placing line{Lines::whole(words[0], 1, most_entries), Lines::whole(words[1], 1, entries), std::nullopt};
    if (words[2] != "-") line.steps = Lines::whole(words[2], 0, 999);
    file.places.push_back(line);
  }
  file.prize_to = std::string(lines.field("prize-to"));
  if (file.prize_to != "-" && file.prize_to != "shared") Lines::whole(file.prize_to, 1, entries);
  const std::string_view reason = lines.field("reason");
  if (file.state == State::void_) {
    const auto text = unescape_text(reason);
    require(text && *text != "-", "a void round has a reason");
    file.reason = *text;
  } else {
    require(reason == "-", "only a void round has a reason");
  }
}

void parse_names(Lines& lines, RoundFile& file) {
  const int names = lines.count("names", 999);
  for (int i = 0; i < names; ++i) {
    const std::string_view line = lines.line();
    const std::size_t space = line.find(' ');
    require(space != std::string_view::npos, "a name follows its number");
    const int entry = Lines::whole(line.substr(0, space), i == 0 ? 1 : file.names.rbegin()->first + 1, 999);
    const auto who = unescape_text(line.substr(space + 1));
    require(who.has_value(), "the name is not written in the one right way");
    require(std::none_of(file.names.begin(), file.names.end(),
                         [&](const auto& other) { return same_player(other.second, *who); }),
            "two names are the same");
    file.names[entry] = *who;
  }
  for (const OpenedLine& line : file.openings)
    require(line.kind != OpenedLine::Kind::withdrawn || file.names.count(line.entry) == 0,
            "a withdrawn entry has no name");
}

RoundFile parse(Lines& lines, std::string_view text) {
  RoundFile file;
  file.announcement = announcement_of(lines, text);
  file.list = list_of(lines, file.announcement);
  parse_draw(lines, file);
  parse_openings(lines, file);
  parse_corrections(lines, file);
  parse_results(lines, file);
  parse_names(lines, file);
  const std::size_t end = lines.position();
  require(lines.hex("file", 64) == sha256_hex(text.substr(0, end)), "the file's digest does not fit it");
  require(lines.at_end(), "nothing stands after the file's digest");
  return file;
}

/// Guards a parser: size and characters first, a fault told with its line.
template <class T, class Parse>
core::Result<T> read(std::string_view text, const Parse& parse_lines) {
  const auto bad = [](std::string what, std::string where) {
    return core::Error{core::Errc::bad_data, std::move(what), std::move(where), ""};
  };
  if (text.size() > largest_round_file) return bad("a round file has at most 262144 bytes", "");
  const auto strange =
      std::find_if(text.begin(), text.end(), [](char c) { return (c < 0x20 || c > 0x7e) && c != '\n'; });
  if (strange != text.end())
    return bad("a round file has printable ASCII only",
               fmt::format("line {}", 1 + std::count(text.begin(), strange, '\n')));
  Lines lines(text);
  try {
    return parse_lines(lines);
  } catch (const Fault& found) {
    return bad(found.what, fmt::format("line {}", lines.number()));
  }
}

}  // namespace

core::Result<RoundFile> parse_round_file(std::string_view text) {
  return read<RoundFile>(text, [&](Lines& lines) {
    RoundFile file = parse(lines, text);
    // Whatever a field's own check lets through, there is one way to write what was read.
    require(format_round_file(file) == text, "the file is not written in the one right way");
    return file;
  });
}

core::Result<Announcement> parse_announcement(std::string_view text) {
  return read<Announcement>(text, [&](Lines& lines) {
    const Announcement announcement = announcement_of(lines, text);
    require(format_announcement(announcement) == text, "the opening is not written in the one right way");
    return announcement;
  });
}

core::Result<ClosedList> parse_list(std::string_view text, const Announcement& announcement) {
  return read<ClosedList>(text, [&](Lines& lines) {
    require(lines.hex("opening", 64) == opening_digest(announcement), "this is the list of another round");
    const ClosedList list = list_of(lines, announcement);
    require(format_list(announcement, list) == text, "the list is not written in the one right way");
    return list;
  });
}

core::Result<Rules> parse_rules(std::string_view text) {
  return read<Rules>(text, [&](Lines& lines) {
    const Rules rules = rules_of(lines, text);
    require(lines.at_end(), "nothing stands after the points");
    return rules;
  });
}

}  // namespace game
