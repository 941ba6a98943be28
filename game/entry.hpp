#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/time/meter_time.hpp"
#include "core/values/glucose.hpp"

namespace game {

/// How a value came to the host. None is proof (docs/fairness.md); shown only where there is a prize.
enum class Evidence : std::uint8_t { typed, picture, log };
std::string_view name(Evidence evidence);  ///< "typed", "picture", "log": as files write it
std::optional<Evidence> parse_evidence(std::string_view text);
std::string_view words(Evidence evidence);  ///< "typed", "picture", "from the meter's log": as people read it

/// The value as an entry carries it: one decimal in mmol/L ("6" typed is the meter's 6.0), whole in mg/dL, or
/// HI or LO. Errc::bad_data for what no meter shows.
core::Result<core::Glucose> entry_value(const core::Glucose& value);
/// "6.4 mmol/L" exactly as a round file writes it, within a meter's reach; nothing for HI, LO and other text.
std::optional<core::Glucose> parse_entry_value(std::string_view number, std::string_view unit);

/// What the player keeps, and what the list's line is made from. It tells the value: it is private.
struct Receipt {
  std::string round;
  int number = 0;  ///< the line of the list
  core::Glucose value;
  std::string salt;  ///< 128 random bits, 32 hexadecimal digits
};
/// "2026-W48-1|3|6.4|mmol/L|9f3c…": the committed text.
std::string format_receipt(const Receipt& receipt);
/// sha256 of it.
std::string commitment(const Receipt& receipt);
/// sha256 of "round|1 2 4|salt": fixes at the close who is ranked, and tells it only after the draw.
std::string ranked_commitment(const std::string& round, std::span<const int> numbers,
                              const std::string& salt);

/// A reading as a meter or sensor stored it, its time brought to UTC.
struct TakenReading {
  core::Glucose value;
  core::UtcSeconds taken;
  Evidence evidence = Evidence::typed;
  bool operator==(const TakenReading&) const = default;
};
/// The reading that counts: the latest of the ten minutes before the opening, else the first after the
/// opening and before the close; nothing when there is none.
std::optional<TakenReading> counting_reading(std::span<const TakenReading> readings, core::UtcSeconds opened,
                                             core::UtcSeconds closes);
/// Whether a reading of this time counts at all.
bool is_in_window(core::UtcSeconds taken, core::UtcSeconds opened, core::UtcSeconds closes);

}  // namespace game
