#include "simulators/exchange_log.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/text/printable.hpp"

namespace simulators {
namespace {

core::Failure failure(const std::filesystem::path& path, std::string_view why) {
  const core::Errc kind = errno == ENOENT || errno == ENOTDIR                   ? core::Errc::not_found
                          : errno == EACCES || errno == EPERM || errno == EROFS ? core::Errc::access_denied
                                                                                : core::Errc::refused;
  return core::Failure({kind, fmt::format("the log cannot be written: {}", why), path.string(), ""});
}

}  // namespace

std::string format_exchange(const core::Exchange& exchange, std::optional<std::uint32_t> other_baud) {
  return fmt::format(R"({{"at_s":{}.{:06},"direction":"{}",{}"hex":"{}","text":{}}})",
                     exchange.at.count() / 1'000'000, exchange.at.count() % 1'000'000,
                     exchange.direction == core::Direction::to_meter ? "to_meter" : "from_meter",
                     other_baud ? fmt::format("\"baud\":{},", *other_baud) : "",
                     core::format_hex(exchange.bytes), core::json_text(core::as_text(exchange.bytes)));
}

ExchangeLog::ExchangeLog(const std::filesystem::path& path) : path_(path) {
  constexpr int how = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  descriptor_ = ::open(path.c_str(), how, 0600);
  if (descriptor_ < 0) throw failure(path, std::strerror(errno));
  struct stat status {};
  if (::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode)) return;
  ::close(descriptor_);
  errno = 0;
  throw failure(path, "this is no file");
}

ExchangeLog::~ExchangeLog() {
  ::close(descriptor_);
}

void ExchangeLog::write(std::string line) {
  line += '\n';
  for (std::size_t done = 0; done < line.size();) {
    const ssize_t count = ::write(descriptor_, line.data() + done, line.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw failure(path_, std::strerror(errno));
    done += static_cast<std::size_t>(count);
  }
}

}  // namespace simulators
