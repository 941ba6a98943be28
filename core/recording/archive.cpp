#include "core/recording/archive.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/io/digest.hpp"

namespace core {
namespace {

constexpr std::array<std::uint8_t, 8> magic{0x89, 'B', 'G', 'B', 0x0d, 0x0a, 0x1a, 0x0a};
constexpr std::size_t fields_size = 24;  ///< what stands before the checksum
constexpr std::size_t digest_size = 32;
constexpr std::size_t header_size = fields_size + digest_size;

ByteView tag_bytes(const ArchiveKind& kind) {
  return as_bytes({kind.tag.data(), kind.tag.size()});
}

}  // namespace

void ArchiveWriter::number(std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) out_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

std::uint64_t ArchiveReader::number(std::size_t size) {
  const ByteView taken = bytes(size);
  std::uint64_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8 | taken[i];
  return value;
}

ByteView ArchiveReader::bytes(std::uint64_t count) {
  if (count > rest_.size()) throw cereal::Exception("more bytes promised than there are");
  const ByteView taken = rest_.first(static_cast<std::size_t>(count));
  rest_ = rest_.subspan(taken.size());
  return taken;
}

std::size_t ArchiveReader::length() {
  const std::uint64_t count = number(8);
  if (count > rest_.size()) throw cereal::Exception("more elements promised than there are bytes");
  return static_cast<std::size_t>(count);
}

Bytes seal(const ArchiveKind& kind, ByteView payload) {
  Bytes file;
  file.reserve(header_size + payload.size());
  ByteWriter writer(file);
  writer.bytes(magic);
  writer.bytes(tag_bytes(kind));
  writer.u32_le(kind.version);
  writer.u64_le(payload.size());
  writer.bytes(sha256(ByteView(file).first(fields_size), payload));
  writer.bytes(payload);
  return file;
}

Result<Sealed> unseal(const ArchiveKind& kind, ByteView file) {
  ByteReader reader(file);
  const ByteView there_magic = reader.take(magic.size());
  const ByteView there_tag = reader.take(kind.tag.size());
  const std::uint32_t version = reader.u32_le();
  const std::uint64_t length = reader.u64_le();
  const ByteView there_digest = reader.take(digest_size);
  if (!reader.ok() || !std::equal(magic.begin(), magic.end(), there_magic.begin()) ||
      as_text(there_tag) != as_text(tag_bytes(kind)) || length != reader.left())
    return damaged(kind);
  const ByteView payload = reader.take(reader.left());
  const auto expected = sha256(file.first(fields_size), payload);
  if (!std::equal(expected.begin(), expected.end(), there_digest.begin()) || version == 0)
    return damaged(kind);
  if (version > kind.version)
    return Error{Errc::refused, fmt::format("this {} was written by a newer bgbingo", kind.describe),
                 fmt::format("its version {}, known here {}", version, kind.version),
                 "Use the newer program for it."};
  return Sealed{version, payload};
}

Error damaged(const ArchiveKind& kind) {
  return {Errc::bad_data, fmt::format("this is no {}, or a damaged one", kind.describe), "", ""};
}

}  // namespace core
