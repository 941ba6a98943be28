#include "core/recording/mask.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace core {
namespace {

constexpr date::sys_days reference_week{date::year{2020} / 1 / 6};  // a Monday
constexpr LocalSeconds clocks_begin_before{date::local_days{date::year{2001} / 1 / 1}};
constexpr std::size_t shortest_telling = 4;  // a serial number of fewer bytes is found by chance
constexpr std::size_t most_serials = 100;    // different ones: more than any line garbles

/// Letters and digits without what they say; with all their bytes where they are no text.
Bytes blanked(ByteView bytes, bool is_text) {
  Bytes blank(bytes.begin(), bytes.end());
  for (std::uint8_t& byte : blank) {
    const bool is_digit = byte >= '0' && byte <= '9';
    const bool is_letter = (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte >= 0x80;
    if (!is_text)
      byte = 0;
    else if (is_digit)
      byte = '0';
    else if (is_letter)
      byte = 'X';
  }
  return blank;
}

void append(Bytes& all, ByteView more) {
  all.insert(all.end(), more.begin(), more.end());
}

class Masker {
 public:
  Masker(const Annotator& annotator, const MaskOptions& options, std::chrono::seconds shift)
      : annotator_(annotator), options_(options), shift_(shift) {}

  Masked masked;
  std::set<Bytes> serials;
  std::optional<Error> problem;

  /// The message with every field rewritten; `places` gets where each field then begins.
  Bytes rewrite(ByteView bytes, const Message& message, std::vector<std::size_t>& places) {
    Bytes out;
    for (const Field& field : message) {
      const ByteView from = bytes.first(field.size);
      bytes = bytes.subspan(field.size);
      places.push_back(out.size());
      append(out, rewrite(from, field));
    }
    for (std::size_t i = 0; i < message.size(); ++i)
      if (const auto* const derived = std::get_if<Derived>(&message[i].rewrite)) {
        const Bytes made = derived->make(out, places[i]);
        std::copy_n(made.begin(), std::min(made.size(), out.size() - places[i]),
                    out.begin() + static_cast<std::ptrdiff_t>(places[i]));
      }
    return out;
  }

 private:
  Bytes rewrite(ByteView from, const Field& field) {
    const auto as_it_was = [&] { return Bytes(from.begin(), from.end()); };
    if (field.name.empty()) masked.unexplained_bytes += options_.keep_unknown ? 0 : from.size();
    if (std::holds_alternative<Blank>(field.rewrite)) {
      if (options_.keep_unknown) return as_it_was();
      masked.unknown_fields += field.name.empty() ? 0 : 1;
      return blanked(from, annotator_.is_text);
    }
    if (std::holds_alternative<Private>(field.rewrite)) {
      ++masked.private_fields;
      return blanked(from, annotator_.is_text);
    }
    if (const auto* const serial = std::get_if<Serial>(&field.rewrite); serial && !options_.keep_serial) {
      ++masked.serials;
      if (!std::equal(from.begin(), from.end(), serial->instead.begin(), serial->instead.end()) &&
          serials.size() <= most_serials)
        serials.insert(as_it_was());
      return serial->instead;
    }
    if (const auto* const day = std::get_if<Day>(&field.rewrite); day && !options_.keep_dates)
      return moved(*day).value_or(as_it_was());
    return as_it_was();
  }

  /// Everybody knows when a clock that was never set begins: moved, it would tell by how much all were.
  std::optional<Bytes> moved(const Day& day) {
    if (day.time < clocks_begin_before) {
      ++masked.days_as_they_were;
      return std::nullopt;
    }
    std::optional<Bytes> written = day.encode(day.time + shift_);
    ++masked.days;
    if (!written && !problem)
      problem =
          Error{Errc::refused, "the recording has a day that its meter has no form for when it is moved",
                format_local(day.time), "--keep-dates shares it with its days as they are."};
    return written;
  }

  const Annotator& annotator_;
  const MaskOptions& options_;
  std::chrono::seconds shift_;
};

/// Where the byte at `place` of a run is after its rewriting; both lists hold the beginnings of the same
/// fields.
std::size_t new_place(std::size_t place, const std::vector<std::size_t>& old_places,
                      const std::vector<std::size_t>& new_places) {
  const auto after = std::upper_bound(old_places.begin(), old_places.end(), place);
  const auto field = static_cast<std::size_t>(after - old_places.begin()) - 1;
  const std::size_t there = new_places[field] + (place - old_places[field]);
  return field + 1 < new_places.size() ? std::min(there, new_places[field + 1]) : there;
}

/// Whether a serial number that tells something stands anywhere in these bytes. One that is but two bytes and
/// zeros may be any small number.
bool holds(ByteView bytes, const Bytes& serial) {
  const auto zeros = static_cast<std::size_t>(std::count(serial.begin(), serial.end(), 0));
  const bool tells = serial.size() >= shortest_telling && serial.size() - zeros > 2 &&
                     std::any_of(serial.begin(), serial.end(), [&](auto byte) { return byte != serial[0]; });
  return tells && std::search(bytes.begin(), bytes.end(), serial.begin(), serial.end()) != bytes.end();
}

}  // namespace

std::chrono::seconds masked_shift(const Recording& recording) {
  const auto day = date::floor<date::days>(recording.started);
  return reference_week - (day - (date::weekday{day} - date::Monday));
}

Result<Masked> mask(const Recording& recording, const Annotator& annotator, const MaskOptions& options) {
  const std::chrono::seconds shift = masked_shift(recording);
  Masker masker(annotator, options, shift);
  Recording& shared = masker.masked.recording;
  shared = recording;
  shared.zone.clear();
  if (!options.keep_dates) shared.started += shift;
  Bytes all[2];
  for (const JoinedRun& run : annotate(recording, annotator)) {
    Bytes out;
    std::vector<std::size_t> old_places, new_places;
    std::size_t place = 0;
    for (const Message& message : run.messages) {
      std::vector<std::size_t> places;
      const std::size_t begin = place;
      for (const Field& field : message) {
        old_places.push_back(place);
        place += field.size;
      }
      const Bytes written =
          masker.rewrite(ByteView(run.bytes).subspan(begin, place - begin), message, places);
      for (const std::size_t at : places) new_places.push_back(out.size() + at);
      append(out, written);
    }
    append(all[static_cast<std::size_t>(run.direction)], out);
    std::size_t cut = 0, old_cut = 0;
    for (std::size_t i = run.first; i < run.end; ++i) {
      old_cut += recording.exchanges[i].bytes.size();
      const std::size_t next = i + 1 == run.end || out.empty()
                                   ? out.size()
                                   : std::min(new_place(old_cut, old_places, new_places), out.size());
      shared.exchanges[i].bytes = Bytes(out.begin() + static_cast<std::ptrdiff_t>(cut),
                                        out.begin() + static_cast<std::ptrdiff_t>(next));
      cut = next;
    }
  }
  if (masker.problem) return *masker.problem;
  const bool is_inside = std::any_of(masker.serials.begin(), masker.serials.end(), [&](const Bytes& serial) {
    return holds(all[0], serial) || holds(all[1], serial);
  });
  if (is_inside || masker.serials.size() > most_serials)
    return Error{Errc::refused, "the recording holds the meter's serial number where it cannot be masked", "",
                 "Share a recording made over an undisturbed line."};
  return std::move(masker.masked);
}

}  // namespace core
