#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/recording/recording.hpp"

/// What the bytes of a recording mean, field by field. A family of meters says it by one pure function; who
/// shows a recording and who masks one know no protocol.
namespace core {

// What becomes of a field in a recording that is given to others.

struct Keep {};
/// Whose meaning nobody knows.
struct Blank {};
/// A name, or what may tell one meter from another: blanked whatever is asked for.
struct Private {};
/// A serial number. `instead` is what the family's simulated meters say there, so that readings of a shared
/// recording never pass for a person's.
struct Serial {
  Bytes instead;
};
/// A day, with or without a time of day. `encode` writes another one, moved by whole weeks, in the same form;
/// nothing where that form cannot.
struct Day {
  LocalSeconds time;
  std::function<std::optional<Bytes>(LocalSeconds)> encode;
};
/// A checksum or a length: made anew from the whole message and the place of the field in it.
struct Derived {
  std::function<Bytes(ByteView message, std::size_t place)> make;
};
using Rewrite = std::variant<Keep, Blank, Private, Serial, Day, Derived>;

/// Bytes that stand together.
struct Field {
  std::size_t size = 0;
  std::string name;     ///< "serial number"; "" where no rule explains the bytes
  std::string meaning;  ///< "SIM00000000001"; may be empty
  Rewrite rewrite;
};

/// What was said in one go; its fields follow each other without a gap.
using Message = std::vector<Field>;

/// What went in one direction before the other side spoke.
struct Run {
  Direction direction = Direction::to_meter;
  ByteView bytes;
  ByteView asked;  ///< what last went to the meter before this, for answers that do not say what they answer
};

/// Takes fields off the front of a run. Whatever it is told, in the end each byte is in exactly one field.
class Cutter {
 public:
  explicit Cutter(ByteView bytes) : rest_(bytes) {}

  ByteView rest() const { return rest_; }
  /// At most as many bytes as there are.
  void take(std::size_t size, std::string name, std::string meaning = "", Rewrite rewrite = Keep{});
  /// The same, where the bytes are text: it is the meaning.
  void text(std::size_t size, std::string name, Rewrite rewrite = Keep{});
  /// The last byte taken was the last of a message.
  void end_message() { is_open_ = false; }
  /// No rule explains so many bytes; they belong to no message.
  void skip(std::size_t size);

  /// All messages; the rest is unexplained.
  std::vector<Message> finish();

 private:
  ByteView rest_;
  std::vector<Message> messages_;
  bool is_open_ = false;
};

/// How a family's bytes are read.
struct Annotator {
  void (*annotate)(const Run& run, Cutter& cut);
  bool is_text = false;  ///< blanked are letters and digits only, not all bytes
};

/// A run with the pieces of the recording it came in.
struct JoinedRun {
  Direction direction = Direction::to_meter;
  std::size_t first = 0, end = 0;  ///< its exchanges
  Bytes bytes;
  std::vector<Message> messages;
};
std::vector<JoinedRun> annotate(const Recording& recording, const Annotator& annotator);

/// A message of a recording.
struct Said {
  Direction direction = Direction::to_meter;
  std::chrono::microseconds at{0};  ///< of the piece with its first byte
  ByteView bytes;                   ///< of the run's
  const Message* message = nullptr;
};
/// Of one run.
std::vector<Said> messages_of(const Recording& recording, const JoinedRun& run);

/// Like describe(), but a line a field: hex, name, meaning. What no rule explains is shown as describe()
/// does.
std::string describe(const Recording& recording, const Annotator& annotator);

}  // namespace core
