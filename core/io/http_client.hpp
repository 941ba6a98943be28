#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace core {

/// What to ask for, and how much of it at most.
struct HttpRequest {
  std::string url;                              ///< https:// only, without a user's name
  std::chrono::milliseconds connect_in{5'000};  ///< name, connection and TLS
  std::chrono::milliseconds finish_in{10'000};  ///< the whole of it
  std::size_t largest_body = 64 * 1024;         ///< bytes
};

/// GET over HTTPS through libcurl, which is loaded at the first call: no other command pays for it at its
/// start. Certificate and host name are always checked against the system's authorities and those of the file
/// that SSL_CERT_FILE names; nothing follows a redirect; cookies, stored passwords and compression are not
/// used. A proxy is taken from the environment (https_proxy, no_proxy), as curl does.
///
/// Gives the body of an answer with status 200. Throws core::Failure with the host in `where`: usage (not
/// https), unsupported (no libcurl, or one without TLS), disconnected (name not resolved, nobody answers,
/// broken off), timeout, refused (certificate, redirect), protocol (another status, no TLS there), bad_data
/// (too large).
std::string http_get(const HttpRequest& request);

/// "api.drand.sh" or "localhost:8443" of "https://…/…"; "" when it is not an address http_get would ask.
std::string https_host(const std::string& url);

}  // namespace core
