#pragma once

#include <cstdint>
#include <random>
#include <utility>

#include "device/freestyle_dump.hpp"
#include "device/meters/bgstar/records.hpp"
#include "device/meters/codefree/packet.hpp"
#include "device/meters/codefree/records.hpp"
#include "device/meters/contour/frame.hpp"
#include "device/meters/contour/records.hpp"
#include "device/meters/freestyle_lite/records.hpp"
#include "device/meters/freestyle_optium/records.hpp"
#include "device/meters/glucomen_areo/records.hpp"
#include "device/meters/onetouch_ultra2/dump.hpp"
#include "device/meters/onetouch_ultra_easy/frame.hpp"
#include "device/meters/onetouch_ultra_easy/records.hpp"
#include "device/meters/onetouch_verio_iq/frame.hpp"
#include "device/meters/onetouch_verio_iq/records.hpp"
#include "device/meters/td42xx/packet.hpp"
#include "device/meters/td42xx/records.hpp"
#include "device/record_order.hpp"
#include "tests/device/families.hpp"

// What a driver makes of frames with two flipped bits: its pure decoders alone, without a conversation, so
// that ten million frames take seconds. The frames are those that its simulated meter sends.
namespace corruption {

/// What a meter sends for one record, or for its whole memory where one sum guards all: one frame, or two of
/// a TaiDoc meter, whose record has two answers.
using Frames = std::vector<core::Bytes>;
/// Nothing where the driver would ask again.
using Reading = std::optional<std::vector<core::LogEntry>>;

struct Codec {
  std::string_view family;
  /// What stands in what the meter sent, answer by answer.
  std::vector<Frames> (*cut)(const std::vector<core::Bytes>& answers);
  /// What the driver reads where `sent` was sent and `heard` came.
  Reading (*read)(const Frames& sent, const Frames& heard);
  bool has_crc16 = false;
  /// Where the driver reads more than once and does not always believe two reads that agree: whether it would
  /// read what came a third time, apart from the memory's order. As soon as the line has shown damage it
  /// reads everything three times.
  bool (*is_doubtful)(const Frames& sent, const Frames& heard, const core::LogEntry& read) = nullptr;
};

inline std::vector<Frames> each_answer(const std::vector<core::Bytes>& answers) {
  std::vector<Frames> all;
  for (const core::Bytes& answer : answers) all.push_back({answer});
  return all;
}

inline std::vector<Frames> each_line(const std::vector<core::Bytes>& answers) {
  std::vector<Frames> all;
  core::Bytes line;
  for (const core::Bytes& answer : answers)
    for (const std::uint8_t byte : answer) {
      line.push_back(byte);
      if (byte == '\n') all.push_back({std::exchange(line, {})});
    }
  return all;
}

/// An Ultra Easy says ACK before it answers.
inline std::vector<Frames> each_lifescan_frame(const std::vector<core::Bytes>& answers) {
  std::vector<Frames> all;
  for (const core::Bytes& answer : answers)
    for (core::ByteView rest = answer; rest.size() > 1 && rest.size() >= rest[1];
         rest = rest.subspan(rest[1]))
      all.push_back({core::Bytes(rest.begin(), rest.begin() + rest[1])});
  return all;
}

inline std::vector<Frames> each_pair(const std::vector<core::Bytes>& answers) {
  std::vector<Frames> all;
  for (std::size_t i = 1; i < answers.size(); ++i) all.push_back({answers[i - 1], answers[i]});
  return all;
}

/// The first whole frame, as FrameReader finds it; empty where none comes.
inline core::ByteView find_frame(core::ByteView heard, device::FrameReader::Look look) {
  for (; !heard.empty(); heard = heard.subspan(1)) {
    const device::FrameLook found = look(heard);
    if (found.state == device::FrameLook::State::complete) return heard.first(found.size);
  }
  return {};
}

/// The first whole line, as LineReader finds it; empty where none comes.
inline std::string_view find_line(core::ByteView heard) {
  std::string_view text = core::as_text(heard);
  text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
  const std::size_t end = text.find_first_of("\r\n");
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end);
}

inline Reading one(core::Result<core::LogEntry> entry) {
  if (!entry) return std::nullopt;
  return std::vector{std::move(*entry)};
}

inline Reading read_bgstar(const Frames&, const Frames& heard) {
  const std::string_view line = find_line(heard[0]);
  auto entry = device::bgstar::decode_record(line);
  if (!entry) entry = device::bgstar::keep_unread(line);
  return one(std::move(entry));
}

/// A garbled line feed stays behind the line.
inline bool is_doubtful_bgstar(const Frames&, const Frames& heard, const core::LogEntry&) {
  return core::as_text(heard[0]).find("\r\n") == std::string_view::npos;
}

inline Reading read_ultra2(const Frames&, const Frames& heard) {
  auto place = device::onetouch_ultra2::read_place(find_line(heard[0]));
  if (!place.entry) return std::nullopt;
  return std::vector{std::move(*place.entry)};
}

/// LINK has to be the one that is expected.
inline Reading read_ultra_easy(const Frames& sent, const Frames& heard) {
  const core::ByteView frame = find_frame(heard[0], device::onetouch_ultra_easy::look_at_frame);
  if (frame.empty() || frame[2] != sent[0][2]) return std::nullopt;
  return one(device::onetouch_ultra_easy::decode_record(device::lifescan::message_of(frame)));
}

inline Reading read_verio(const Frames&, const Frames& heard) {
  const core::ByteView frame = find_frame(heard[0], device::onetouch_verio_iq::look_at_frame);
  if (frame.empty()) return std::nullopt;
  return one(device::onetouch_verio_iq::decode_record(device::lifescan::message_of(frame)));
}

/// Another meter's serial number makes other readings, too: it stands behind them as a note.
inline Reading of_dump(core::Result<device::FreestyleDump> dump) {
  if (!dump) return std::nullopt;
  for (core::LogEntry& entry : dump->entries) entry.note = dump->serial;
  return std::move(dump->entries);
}
inline Reading read_lite(const Frames&, const Frames& heard) {
  return of_dump(device::freestyle_lite::decode_dump(core::as_text(heard[0])));
}
inline Reading read_optium(const Frames&, const Frames& heard) {
  return of_dump(device::freestyle_optium::decode_dump(core::as_text(heard[0])));
}

/// The frame's number and the result's have to be the next ones.
inline Reading read_contour(const Frames& sent, const Frames& heard) {
  using namespace device::contour;
  const auto expected = decode_frame(sent[0]);
  const auto frame = decode_frame(find_frame(heard[0], look_at_frame));
  if (!expected || !frame || frame->number != expected->number || frame->text[0] != 'R' ||
      result_number(frame->text) != result_number(expected->text))
    return std::nullopt;
  return one(decode_result(frame->text, std::nullopt));
}

inline Reading read_td42xx(const Frames& sent, const Frames& heard) {
  using namespace device::td42xx;
  std::vector<Packet> packets;
  for (std::size_t i = 0; i < sent.size(); ++i) {
    const core::ByteView packet = find_frame(heard[i], look_at_packet);
    if (packet.empty() || packet[1] != sent[i][1]) return std::nullopt;
    packets.push_back(decode_packet(packet));
  }
  if (packets[0].command != Command::record_time || packets[1].command != Command::record_value)
    return std::nullopt;
  return one(decode_record(packets[0].data, packets[1].data));
}

inline bool is_doubtful_td42xx(const Frames&, const Frames&, const core::LogEntry& read) {
  return !device::td42xx::is_usual(read);
}

inline std::optional<device::codefree::Record> codefree_record(const core::Bytes& bytes) {
  using namespace device::codefree;
  const auto message = decode_packet(find_frame(bytes, look_at_packet));
  if (!message || is_bye(*message) || is_challenge(*message)) return std::nullopt;
  auto record = decode_record(*message);
  if (!record) return std::nullopt;
  return std::move(*record);
}

/// All records of a memory say the same of whose they are.
inline Reading read_codefree(const Frames& sent, const Frames& heard) {
  const auto expected = codefree_record(sent[0]);
  auto record = codefree_record(heard[0]);
  if (!expected || !record || record->simulated != expected->simulated) return std::nullopt;
  return std::vector{std::move(record->entry)};
}
inline bool is_doubtful_codefree(const Frames& sent, const Frames& heard, const core::LogEntry&) {
  return codefree_record(heard[0])->head != codefree_record(sent[0])->head;
}

inline Reading read_areo(const Frames&, const Frames& heard) {
  auto dump = device::glucomen_areo::decode_dump(core::as_text(heard[0]));
  if (!dump) return std::nullopt;
  return std::move(dump->entries);
}

inline const std::vector<Codec>& codecs() {
  static const std::vector<Codec> all{{"bgstar", each_line, read_bgstar, false, is_doubtful_bgstar},
                                      {"codefree", each_answer, read_codefree, false, is_doubtful_codefree},
                                      {"contour", each_answer, read_contour},
                                      {"freestyle_lite", each_answer, read_lite},
                                      {"freestyle_optium", each_answer, read_optium},
                                      {"glucomen_areo", each_answer, read_areo},
                                      {"onetouch_ultra2", each_line, read_ultra2},
                                      {"onetouch_ultra_easy", each_lifescan_frame, read_ultra_easy, true},
                                      {"onetouch_verio_iq", each_answer, read_verio, true},
                                      {"td42xx", each_pair, read_td42xx, false, is_doubtful_td42xx}};
  return all;
}

inline bool is_unread(const core::LogEntry& entry) {
  return std::holds_alternative<core::UnreadRecord>(entry.content);
}

/// The frames with which the family's simulated meter sends the readings, in their order and each once.
inline std::vector<Frames> frames_of(const Codec& codec, const simulators::Readings& readings) {
  const auto all = families();
  const auto family =
      std::find_if(all.begin(), all.end(), [&](const Family& one) { return one.name() == codec.family; });
  auto meter = simulated_meter(family->model(), readings);
  const auto peer = simulators::memory_peer(meter, session_time());
  std::vector<core::Bytes> answers;
  core::MemoryStream wire(
      [&](core::ByteView bytes, core::Deadline now) {
        core::MemoryStream::Answer answer = peer(bytes, now);
        if (!answer.bytes.empty()) answers.push_back(answer.bytes);
        return answer;
      },
      simulators::memory_speaker(meter, session_time()));
  run_session(wire, {.driver = family->driver, .passes = device::Passes::once});
  std::vector<Frames> frames;
  for (Frames& sent : codec.cut(answers))  // a place that is looked at again says the same again
    if (std::find(frames.begin(), frames.end(), sent) == frames.end()) frames.push_back(std::move(sent));
  std::erase_if(frames, [&](const Frames& sent) {
    const Reading reading = codec.read(sent, sent);
    return !reading || std::all_of(reading->begin(), reading->end(), is_unread);
  });
  return frames;
}

/// Whether something was read that the meter does not hold. A record that is kept as one that nobody can read
/// is no reading; and what is kept as it came without being understood makes no reading another one.
inline bool is_wrong(const Reading& read, const Reading& truth) {
  if (!read) return false;
  if (read->size() != truth->size()) return true;
  for (std::size_t i = 0; i < read->size(); ++i) {
    const core::LogEntry &a = (*read)[i], &b = (*truth)[i];
    const bool is_same = a.time == b.time && a.content == b.content && a.tags == b.tags &&
                         a.origin == b.origin && a.note == b.note;
    if (!is_same && !is_unread(a)) return true;
  }
  return false;
}

/// Two different bits of one of the frames are flipped.
inline Frames with_two_flips(Frames frames, std::mt19937_64& random) {
  core::Bytes& frame = frames[random() % frames.size()];
  const std::uint64_t bits = frame.size() * 8;
  const std::uint64_t first = random() % bits;
  const std::uint64_t second = (first + 1 + random() % (bits - 1)) % bits;
  for (const std::uint64_t bit : {first, second}) frame[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
  return frames;
}

/// Whether the record would stand before a younger one, or behind an older one, of those next to it that have
/// a time.
inline bool breaks_order(const std::vector<Reading>& memory, std::size_t which, const core::MeterTime& time) {
  const auto time_of = [&](std::size_t place) { return memory[place]->front().time; };
  std::size_t newer = which, older = which + 1;
  while (newer > 0 && !time_of(newer - 1).local) --newer;
  while (older < memory.size() && !time_of(older).local) ++older;
  return (newer > 0 && !device::is_in_order(time_of(newer - 1), time)) ||
         (older < memory.size() && !device::is_in_order(time, time_of(older)));
}

/// What two flipped bits make of a frame, all pairs of them tried: a wrong reading that the driver keeps when
/// it comes twice, and how often it comes.
inline std::vector<std::pair<Reading, double>> kept_if_twice(const Codec& codec,
                                                             const std::vector<Frames>& all,
                                                             const std::vector<Reading>& truth,
                                                             std::size_t which) {
  std::vector<std::pair<Reading, double>> found;
  for (std::size_t frame = 0; frame < all[which].size(); ++frame) {
    const std::size_t bits = all[which][frame].size() * 8;
    const double share = 2.0 / static_cast<double>(all[which].size() * bits * (bits - 1));
    for (std::size_t first = 0; first < bits; ++first)
      for (std::size_t second = first + 1; second < bits; ++second) {
        Frames heard = all[which];
        for (const std::size_t bit : {first, second})
          heard[frame][bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
        const Reading read = codec.read(all[which], heard);
        if (!is_wrong(read, truth[which]) || codec.is_doubtful(all[which], heard, read->front()) ||
            breaks_order(truth, which, read->front().time))
          continue;
        const auto same =
            std::find_if(found.begin(), found.end(), [&](const auto& one) { return one.first == read; });
        if (same != found.end())
          same->second += share;
        else
          found.emplace_back(read, share);
      }
  }
  return found;
}

/// How many of so many records, each read twice with two flipped bits of its own, the driver keeps wrong
/// after two reads: on average, exactly. For families with short frames.
inline double expected_wrong_of_two(const Codec& codec, double trials, int readings) {
  const std::vector<Frames> all = frames_of(codec, mixed_readings(readings));
  std::vector<Reading> truth;
  for (const Frames& sent : all) truth.push_back(codec.read(sent, sent));
  double sum = 0;
  for (std::size_t which = 0; which < all.size(); ++which)
    for (const auto& [read, share] : kept_if_twice(codec, all, truth, which)) sum += share * share;
  return sum / static_cast<double>(all.size()) * trials;
}

struct Count {
  std::uint64_t trials = 0;
  std::uint64_t wrong_of_one = 0;  ///< one read is believed
  std::uint64_t alike_of_two = 0;  ///< two reads, each with two flips of its own, say the same wrong reading
  std::uint64_t wrong_of_two = 0;  ///< what of these the driver would keep, which reads some a third time
  std::uint64_t wrong_of_three = 0;  ///< always three
};

inline Count count_wrong(const Codec& codec, std::uint64_t trials, std::uint64_t seed) {
  const std::vector<Frames> all = frames_of(codec, mixed_readings(40));
  std::vector<Reading> truth;
  for (const Frames& sent : all) truth.push_back(codec.read(sent, sent));
  std::mt19937_64 random(seed);
  Count count{trials};
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    const std::size_t which = random() % all.size();
    const auto hear = [&] { return with_two_flips(all[which], random); };
    const Frames once = hear();
    const Reading first = codec.read(all[which], once);
    if (!is_wrong(first, truth[which])) continue;
    ++count.wrong_of_one;
    const Frames twice = hear();
    if (codec.read(all[which], twice) != first) continue;
    ++count.alike_of_two;
    const bool is_third_alike = codec.read(all[which], hear()) == first;
    count.wrong_of_three += is_third_alike;
    const auto is_doubtful = [&](const Frames& heard) {
      return codec.is_doubtful(all[which], heard, first->front());
    };
    const bool is_read_again = codec.is_doubtful && (is_doubtful(once) || is_doubtful(twice) ||
                                                     breaks_order(truth, which, first->front().time));
    count.wrong_of_two += !is_read_again || is_third_alike;
  }
  return count;
}

}  // namespace corruption
