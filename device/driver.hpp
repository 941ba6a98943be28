#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <variant>

#include "core/io/stream.hpp"
#include "core/recording/annotation.hpp"

namespace device {

class Meter;

/// A model of a family, as people know it.
struct Model {
  std::string_view name;     ///< "bgstar": what --meter takes
  std::string_view title;    ///< "Sanofi BGStar"
  std::string_view product;  ///< what the driver makes of what the meter says it is: Identity::model
  std::uint16_t memory;      ///< readings it holds
  std::string_view cable;    ///< which cable to use, in a few words
};

struct UsbId {
  std::uint16_t vendor;
  std::uint16_t product;

  bool operator==(const UsbId&) const = default;
};

enum class Parity : std::uint8_t { none, odd, even };

struct SerialSettings {
  std::uint32_t baud = 9600;
  std::uint8_t data_bits = 8;
  Parity parity = Parity::none;
  std::uint8_t stop_bits = 1;

  bool operator==(const SerialSettings&) const = default;
};

/// How long a byte takes on the wire, its start and stop bits included: 10 at 8N1.
constexpr unsigned bits_per_byte(const SerialSettings& settings) {
  return 1u + settings.data_bits + (settings.parity == Parity::none ? 0u : 1u) + settings.stop_bits;
}

/// How to find out whether a meter of the family is there without changing anything in it.
struct Probe {
  /// Low goes first on a port with an unknown meter: some probes would disturb another family's meter
  /// (docs/protocols/README.md has the order and its reasons).
  int place;
  std::string_view question;       ///< bytes to send; empty: only listen
  int tries;                       ///< how often the question is sent
  std::chrono::milliseconds wait;  ///< for an answer to each
  std::string_view farewell = {};  ///< bytes that leave an answering meter as it was; empty: none needed
  /// How long an answer may go on behind what shows whose it is. What is asked meanwhile would get its rest.
  std::chrono::milliseconds rest{0};
};

/// Reached through a serial adapter, or whatever carries bytes like one.
struct SerialLink {
  SerialSettings settings;
  std::span<const UsbId> usb;  ///< of the cables or meters
  std::unique_ptr<Meter> (*open)(core::ByteStream& wire);
  /// Whether the bytes that came over a wire hold an answer in this family's language, whole and undamaged;
  /// what stands before it does not matter. Pure.
  bool (*speaks)(core::ByteView heard);
  Probe probe;
  core::Annotator annotator;  ///< what a recording of this family's wire says, field by field
};

/// Reached as a mounted folder with files.
struct FolderLink {
  std::unique_ptr<Meter> (*open)(const std::filesystem::path& folder);
  bool (*fits)(const std::filesystem::path& folder);  ///< whether a meter of the family looks like this
};

/// What a family of meters declares: one constant object per folder of device/meters.
struct Driver {
  std::string_view family;  ///< the folder's name
  std::span<const Model> models;
  std::variant<SerialLink, FolderLink> link;
  bool can_read_clock = true;
  bool can_set_clock = false;
  bool can_erase = false;
};

/// Throws core::Failure (usage) for a family that has another link.
const SerialLink& serial_link(const Driver& driver);

}  // namespace device
