#include "core/io/http_client.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <curl/curl.h>
#include <dlfcn.h>
#include <memory>
#include <string_view>
#include <utility>

#include "core/error.hpp"

namespace core {
namespace {

/// The few functions of libcurl in use.
struct Curl {
  decltype(&curl_global_init) global_init = nullptr;
  decltype(&curl_easy_init) easy_init = nullptr;
  decltype(&curl_easy_setopt) easy_setopt = nullptr;
  decltype(&curl_easy_perform) easy_perform = nullptr;
  decltype(&curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&curl_easy_strerror) easy_strerror = nullptr;
};

template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

/// Loaded once and kept until the program ends.
Curl load_curl() {
  for (const char* name : {"libcurl.so.4", "libcurl-gnutls.so.4"}) {
    void* library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
    Curl curl;
    if (library && find(library, "curl_global_init", curl.global_init) &&
        find(library, "curl_easy_init", curl.easy_init) &&
        find(library, "curl_easy_setopt", curl.easy_setopt) &&
        find(library, "curl_easy_perform", curl.easy_perform) &&
        find(library, "curl_easy_getinfo", curl.easy_getinfo) &&
        find(library, "curl_easy_cleanup", curl.easy_cleanup) &&
        find(library, "curl_easy_strerror", curl.easy_strerror) &&
        curl.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
      return curl;
  }
  throw Failure({Errc::unsupported, "the library for HTTPS is not there", "libcurl.so.4",
                 "Install the package libcurl4."});
}

struct Body {
  std::string text;
  std::size_t largest = 0;
  bool is_too_large = false;
};

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* target) {
  Body& body = *static_cast<Body*>(target);
  if (size * count > body.largest - body.text.size()) {
    body.is_too_large = true;
    return 0;  // ends the transfer with CURLE_WRITE_ERROR
  }
  body.text.append(bytes, size * count);
  return size * count;
}

/// curl's words without its prefixes: "certificate has expired".
std::string without_prefix(std::string_view text) {
  for (const std::string_view prefix : {"SSL certificate problem: ", "SSL: "})
    if (text.substr(0, prefix.size()) == prefix) text.remove_prefix(prefix.size());
  return std::string(text);
}

Error fault(CURLcode code, long os_errno, const std::string& host, const std::string& words) {
  const std::string detail = words.empty() ? host : host + ": " + without_prefix(words);
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return {Errc::disconnected, "the host's name is not found", host, "Is the network there?"};
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {Errc::disconnected, "the proxy's name is not found", detail, "Look at https_proxy."};
    case CURLE_COULDNT_CONNECT:
      if (os_errno == ECONNREFUSED) return {Errc::disconnected, "the host refuses the connection", host, ""};
      return {Errc::disconnected, "the host cannot be reached", host, "Is the network there?"};
    case CURLE_OPERATION_TIMEDOUT:
      return {Errc::timeout, "the host did not answer in time", host, ""};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
      return {Errc::refused, "the host's certificate is not trusted", detail, ""};
    case CURLE_SSL_CACERT_BADFILE:
      return {Errc::refused, "the authorities' certificates cannot be read", detail,
              "Look at SSL_CERT_FILE and the package ca-certificates."};
    case CURLE_SSL_CONNECT_ERROR:
      return {Errc::protocol, "the host and we agree on no secure connection", detail, ""};
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
      return {Errc::disconnected, "the connection broke off", host, ""};
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_NOT_BUILT_IN:
    case CURLE_UNKNOWN_OPTION:
      return {Errc::unsupported, "this machine's libcurl is too old or has no HTTPS", "", ""};
    default:
      return {Errc::protocol, "the host's answer cannot be read", detail, ""};
  }
}

Error wrong_status(long status, const std::string& host) {
  if (status >= 300 && status < 400)
    return {Errc::refused, "the host sends us elsewhere, which is not followed", host, ""};
  return {Errc::protocol, "the host answers with status " + std::to_string(status), host, ""};
}

}  // namespace

std::string https_host(const std::string& url) {
  constexpr std::string_view scheme = "https://";
  const auto is_plain = [](char c) { return c > ' ' && c < '\x7f' && c != '@' && c != '\\'; };
  if (url.size() > 2'000 || url.compare(0, scheme.size(), scheme) != 0 ||
      !std::all_of(url.begin(), url.end(), is_plain))
    return "";
  return url.substr(scheme.size(), url.find_first_of("/?#", scheme.size()) - scheme.size());
}

std::string http_get(const HttpRequest& request) {
  const std::string host = https_host(request.url);
  if (host.empty())  // shown without a password
    throw Failure(
        {Errc::usage, "only an https address is asked", request.url.substr(request.url.rfind('@') + 1), ""});
  static const Curl curl = load_curl();
  Body body{"", request.largest_body};
  std::array<char, CURL_ERROR_SIZE> words{};
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl.easy_init(), curl.easy_cleanup);
  if (!handle) throw Failure({Errc::internal, "libcurl gives no handle", "", ""});

  const auto set = [&](CURLoption option, auto value) {
    if (const CURLcode code = curl.easy_setopt(handle.get(), option, value); code != CURLE_OK)
      throw Failure(fault(code, 0, host, ""));
  };
  set(CURLOPT_ERRORBUFFER, words.data());
  set(CURLOPT_URL, request.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));  // or newer
  if (const char* authorities = std::getenv("SSL_CERT_FILE"); authorities && *authorities)
    set(CURLOPT_CAINFO, authorities);  // the folder /etc/ssl/certs counts beside it
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_USERAGENT, "bgbingo");
  set(CURLOPT_NOSIGNAL, 1L);
  // To curl 0 means without a limit.
  set(CURLOPT_CONNECTTIMEOUT_MS, std::max(1L, static_cast<long>(request.connect_in.count())));
  set(CURLOPT_TIMEOUT_MS, std::max(1L, static_cast<long>(request.finish_in.count())));
  // Without it, cleaning up waits for a name server that is silent, whatever the time-outs.
  set(CURLOPT_QUICK_EXIT, 1L);
  set(CURLOPT_WRITEFUNCTION, &append);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&body));

  const CURLcode code = curl.easy_perform(handle.get());
  if (body.is_too_large)
    throw Failure({Errc::bad_data,
                   "the answer is larger than " + std::to_string(request.largest_body) + " bytes", host, ""});
  long os_errno = 0;
  curl.easy_getinfo(handle.get(), CURLINFO_OS_ERRNO, &os_errno);
  if (code != CURLE_OK)
    throw Failure(fault(code, os_errno, host, words[0] ? words.data() : curl.easy_strerror(code)));
  long status = 0;
  curl.easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status != 200) throw Failure(wrong_status(status, host));
  return std::move(body.text);
}

}  // namespace core
