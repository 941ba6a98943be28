#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "core/io/stream.hpp"

namespace device {

class Meter;

/// A model of a family, as people know it.
struct Model {
  std::string_view name;     ///< "bgstar": what --meter takes
  std::string_view title;    ///< "Sanofi BGStar"
  std::string_view product;  ///< what it calls itself, as in Identity::model
  std::uint16_t memory;      ///< readings it holds
  std::string_view cable;    ///< which cable to use, in a few words
};

struct UsbId {
  std::uint16_t vendor;
  std::uint16_t product;
};

enum class Parity : std::uint8_t { none, odd, even };

struct SerialSettings {
  std::uint32_t baud = 9600;
  std::uint8_t data_bits = 8;
  Parity parity = Parity::none;
  std::uint8_t stop_bits = 1;
};

/// What a family of meters declares: one constant object per folder of device/meters.
struct Driver {
  std::string_view family;  ///< the folder's name
  std::span<const Model> models;
  SerialSettings serial;
  std::span<const UsbId> usb;
  bool can_set_clock = false;
  std::unique_ptr<Meter> (*open)(core::ByteStream& wire);
};

}  // namespace device
