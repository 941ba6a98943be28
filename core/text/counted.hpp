#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace core {

/// "1 reading", "2 readings", "0 readings".
std::string counted(std::int64_t count, std::string_view noun);

}  // namespace core
