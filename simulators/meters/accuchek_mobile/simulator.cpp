#include <algorithm>

#include <fmt/format.h>

#include "simulators/meters/accuchek_mobile/report.hpp"

namespace simulators::accuchek_mobile {
namespace {

constexpr SimulatedModel models[] = {{"accuchek-mobile", "Accu-Chek Mobile", 2000, 0}};

std::string make_serial(const SimulatedModel&, std::uint64_t n) {
  return fmt::format("SIM{:08}", n % 100'000'000);
}

bool is_serial(const SimulatedModel&, std::string_view serial) {
  return serial.size() == 11 && serial.starts_with("SIM") &&
         std::all_of(serial.begin() + 3, serial.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool holds(const core::LogEntry& entry) {
  return encode_record(entry, core::GlucoseUnit::mg_dl).has_value();
}

}  // namespace

extern const SimulatedFamily family;  // the registry looks for it
const SimulatedFamily family{"accuchek_mobile", models,  make_serial,
                             is_serial,         nullptr, SimulatedFolder{holds, make_report}};

}  // namespace simulators::accuchek_mobile
