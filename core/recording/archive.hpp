#pragma once

#include <array>
#include <string>
#include <type_traits>
#include <vector>

#include <cereal/cereal.hpp>

#include "core/error.hpp"
#include "core/io/bytes.hpp"

/// The one place where cereal is used: files that this program wrote itself and may get back from a stranger.
///
/// | offset | size | field |
/// |---|---|---|
/// | 0 | 8 | magic: 89 42 47 42 0d 0a 1a 0a (as in PNG, it finds files a transfer has "translated") |
/// | 8 | 4 | kind, four ASCII letters |
/// | 12 | 4 | version of the payload, from 1 |
/// | 16 | 8 | length of the payload |
/// | 24 | 32 | SHA-256 over bytes 0-23 and the payload |
/// | 56 | | payload |
///
/// Numbers are little-endian on every machine. In the payload a string or list is its length (8 bytes) and
/// its elements, an enum its underlying number. There are no pointers. The checksum finds damage, not malice:
/// whoever writes a file can compute it, so every length is checked against the bytes left before a byte is
/// allocated and lists grow element by element; memory stays within a small multiple of the file.
namespace core {

struct ArchiveKind {
  std::array<char, 4> tag;
  std::uint32_t version;      ///< the newest this program knows, and the one it writes
  std::string_view describe;  ///< "recording", for messages
};

class ArchiveWriter : public cereal::OutputArchive<ArchiveWriter, cereal::AllowEmptyClassElision> {
 public:
  explicit ArchiveWriter(Bytes& out) : OutputArchive(this), out_(out) {}
  void number(std::uint64_t value, std::size_t size);
  void bytes(ByteView view) { ByteWriter(out_).bytes(view); }

 private:
  Bytes& out_;
};

class ArchiveReader : public cereal::InputArchive<ArchiveReader, cereal::AllowEmptyClassElision> {
 public:
  ArchiveReader(ByteView bytes, std::uint32_t version)
      : InputArchive(this), rest_(bytes), version_(version) {}

  // These throw cereal::Exception when the bytes do not suffice; decode_archive makes a Result of it.
  std::uint64_t number(std::size_t size);
  ByteView bytes(std::uint64_t count);
  /// The length of a list whose elements take at least one byte each.
  std::size_t length();

  std::size_t left() const { return rest_.size(); }
  /// The version of the file being read, for fields that came later.
  std::uint32_t version() const { return version_; }

 private:
  ByteView rest_;
  std::uint32_t version_;
};

template <class T>
concept ArchiveNumber = std::is_integral_v<T>;

template <ArchiveNumber T>
void CEREAL_SAVE_FUNCTION_NAME(ArchiveWriter& archive, const T& value) {
  archive.number(static_cast<std::uint64_t>(value), sizeof(T));
}
template <ArchiveNumber T>
void CEREAL_LOAD_FUNCTION_NAME(ArchiveReader& archive, T& value) {
  const std::uint64_t number = archive.number(sizeof(T));
  if (std::is_same_v<T, bool> && number > 1) throw cereal::Exception("neither true nor false");
  value = static_cast<T>(number);
}

inline void CEREAL_SAVE_FUNCTION_NAME(ArchiveWriter& archive, const std::string& text) {
  archive.number(text.size(), 8);
  archive.bytes(as_bytes(text));
}
inline void CEREAL_LOAD_FUNCTION_NAME(ArchiveReader& archive, std::string& text) {
  text = as_text(archive.bytes(archive.length()));
}

template <class T>
void CEREAL_SAVE_FUNCTION_NAME(ArchiveWriter& archive, const std::vector<T>& list) {
  archive.number(list.size(), 8);
  if constexpr (std::is_same_v<T, std::uint8_t>)
    archive.bytes(list);
  else
    for (const T& element : list) archive(element);
}
template <class T>
void CEREAL_LOAD_FUNCTION_NAME(ArchiveReader& archive, std::vector<T>& list) {
  const std::size_t length = archive.length();
  list.clear();
  if constexpr (std::is_same_v<T, std::uint8_t>) {
    const ByteView bytes = archive.bytes(length);
    list.assign(bytes.begin(), bytes.end());
  } else {
    for (std::size_t i = 0; i < length; ++i) archive(list.emplace_back());
  }
}

/// Header and payload as a file. `payload` is what an ArchiveWriter made.
Bytes seal(const ArchiveKind& kind, ByteView payload);

struct Sealed {
  std::uint32_t version;
  ByteView payload;
};
/// Checks everything about the file but the payload's content. A newer version is Errc::refused, everything
/// else that is wrong Errc::bad_data.
[[nodiscard]] Result<Sealed> unseal(const ArchiveKind& kind, ByteView file);
/// "this is no recording, or a damaged one"
Error damaged(const ArchiveKind& kind);

template <class T>
Bytes encode_archive(const ArchiveKind& kind, const T& value) {
  Bytes payload;
  ArchiveWriter archive(payload);
  archive(value);
  return seal(kind, payload);
}

/// The value in a file; no exception leaves it.
template <class T>
[[nodiscard]] Result<T> decode_archive(const ArchiveKind& kind, ByteView file) {
  const Result<Sealed> sealed = unseal(kind, file);
  if (!sealed) return sealed.error();
  try {
    ArchiveReader archive(sealed->payload, sealed->version);
    T value;
    archive(value);
    if (archive.left() == 0) return value;
  } catch (const std::exception&) {  // cereal::Exception, or what an element's own check throws
  }
  return damaged(kind);
}

}  // namespace core

CEREAL_SETUP_ARCHIVE_TRAITS(core::ArchiveReader, core::ArchiveWriter)
