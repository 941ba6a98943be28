#include "game/digest.hpp"

#include <algorithm>
#include <memory>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include "core/error.hpp"
#include "core/io/bytes.hpp"

namespace game {
namespace {

/// Looked up once: fetching an algorithm costs more than a short digest.
const EVP_MD* fetch(const char* name) {
  const EVP_MD* algorithm = EVP_MD_fetch(nullptr, name, nullptr);
  if (!algorithm) throw core::Failure({core::Errc::internal, std::string("OpenSSL has no ") + name, "", ""});
  return algorithm;
}

template <std::size_t size>
std::array<std::uint8_t, size> digest(const EVP_MD* algorithm, std::string_view text) {
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                                     &EVP_MD_CTX_free};
  std::array<std::uint8_t, size> result{};
  if (!context || EVP_DigestInit_ex2(context.get(), algorithm, nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), text.data(), text.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(), result.data(), nullptr) != 1)
    throw core::Failure({core::Errc::internal, "OpenSSL could not make a digest", "", ""});
  return result;
}

}  // namespace

std::string sha256_hex(std::string_view text) {
  static const EVP_MD* const algorithm = fetch("SHA256");
  return core::format_hex(digest<32>(algorithm, text));
}

std::array<std::uint8_t, 16> md5(std::string_view text) {
  static const EVP_MD* const algorithm = fetch("MD5");
  return digest<16>(algorithm, text);
}

std::string random_hex(std::size_t bytes) {
  core::Bytes random(bytes);
  if (RAND_bytes(random.data(), static_cast<int>(bytes)) != 1)
    throw core::Failure({core::Errc::internal, "the system gave no random numbers", "", ""});
  return core::format_hex(random);
}

bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace game
