#include "core/io/digest.hpp"

// libmd and not OpenSSL: loading libcrypto takes as long as all the rest of starting the program.
#include <md5.h>
#include <sha2.h>
#include <unistd.h>

#include "core/error.hpp"

namespace core {

std::array<std::uint8_t, 32> sha256(ByteView first, ByteView second) {
  SHA2_CTX context;
  SHA256Init(&context);
  SHA256Update(&context, first.data(), first.size());
  SHA256Update(&context, second.data(), second.size());
  std::array<std::uint8_t, 32> digest{};
  SHA256Final(digest.data(), &context);
  return digest;
}

std::array<std::uint8_t, 16> md5(ByteView bytes) {
  MD5_CTX context;
  MD5Init(&context);
  MD5Update(&context, bytes.data(), bytes.size());
  std::array<std::uint8_t, 16> digest{};
  MD5Final(digest.data(), &context);
  return digest;
}

Bytes random_bytes(std::size_t count) {
  Bytes bytes(count);
  if (::getentropy(bytes.data(), bytes.size()) != 0)
    throw Failure({Errc::internal, "the system gave no random numbers", "", ""});
  return bytes;
}

}  // namespace core
