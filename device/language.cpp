#include "device/language.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.hpp"
#include "device/registry.hpp"

namespace device {

using core::Errc;

boost::asio::awaitable<std::size_t> HeardStream::read_some(std::span<std::uint8_t> into,
                                                           core::Deadline deadline) {
  const std::size_t count = co_await wire_.read_some(into, deadline);
  const std::size_t kept = std::min(count, most - heard_.size());
  heard_.insert(heard_.end(), into.begin(), into.begin() + static_cast<std::ptrdiff_t>(kept));
  understood_ = understood_ || (kept > 0 && asked_.speaks(heard_));
  co_return count;
}

boost::asio::awaitable<void> HeardStream::write(core::ByteView bytes, core::Deadline deadline) {
  co_await wire_.write(bytes, deadline);
}

const Driver* whose_language(core::ByteView heard, const SerialSettings& settings) {
  for (const Driver* driver : drivers()) {
    const auto* link = std::get_if<SerialLink>(&driver->link);
    if (link && link->settings == settings && link->speaks(heard)) return driver;
  }
  return nullptr;
}

core::Error stranger(const Driver& answering, const Driver& asked, std::string where) {
  return {Errc::protocol,
          fmt::format("what answers here speaks the language of the {}, not of the {}",
                      answering.models.front().title, asked.models.front().title),
          std::move(where),
          fmt::format("Try it without --meter, or with --meter {}.", answering.models.front().name)};
}

core::Error name_stranger(core::Error error, const Driver& asked, core::ByteView heard) {
  const auto* link = std::get_if<SerialLink>(&asked.link);
  if (!link || (error.kind != Errc::timeout && error.kind != Errc::protocol) || link->speaks(heard))
    return error;
  const Driver* other = whose_language(heard, link->settings);
  return other ? stranger(*other, asked, error.where) : error;
}

}  // namespace device
