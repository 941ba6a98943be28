#include "core/logbook/content_row.hpp"

#include <sstream>

#include <fmt/format.h>

namespace core {
namespace {

struct Encoder {
  ContentRow operator()(const BloodGlucose& c) const { return glucose(c.value, static_cast<int>(c.meal)); }
  ContentRow operator()(const SensorGlucose& c) const { return glucose(c.value, 0); }
  ContentRow operator()(const ControlResult& c) const { return glucose(c.value, 0); }
  ContentRow operator()(const Ketone& c) const { return amount(c.mmol_l, 0); }
  ContentRow operator()(const Insulin& c) const { return amount(c.units, static_cast<int>(c.kind)); }
  ContentRow operator()(const Carbs& c) const { return amount(c.grams, 0); }
  ContentRow operator()(const Meal& c) const { return amount({}, static_cast<int>(c.size)); }
  ContentRow operator()(const Exercise& c) const { return amount({}, static_cast<int>(c.size)); }
  ContentRow operator()(const Symptom& c) const { return amount({}, static_cast<int>(c.kind)); }
  ContentRow operator()(const LabResult& c) const { return amount(c.hba1c_percent, 0); }
  ContentRow operator()(const Event&) const { return {}; }
  ContentRow operator()(const MeterError& c) const { return amount({c.code, 0}, 0); }

  static ContentRow glucose(const Glucose& value, int detail) {
    return {0,     value.digits, value.decimals, static_cast<int>(value.unit), static_cast<int>(value.reach),
            detail};
  }
  static ContentRow amount(const Decimal& amount, int detail) {
    return {0, amount.digits, amount.decimals, 0, 0, detail};
  }
};

/// The content of variant index `index`, made from the columns.
template <class Kind>
Content make(const ContentRow& row) {
  const Glucose glucose{static_cast<std::int32_t>(row.digits), static_cast<std::uint8_t>(row.decimals),
                        static_cast<GlucoseUnit>(row.unit), static_cast<Reach>(row.reach)};
  const Decimal amount{glucose.digits, glucose.decimals};
  if constexpr (std::is_same_v<Kind, BloodGlucose>)
    return Kind{glucose, static_cast<MealMarker>(row.detail)};
  else if constexpr (std::is_same_v<Kind, SensorGlucose> || std::is_same_v<Kind, ControlResult>)
    return Kind{glucose};
  else if constexpr (std::is_same_v<Kind, Insulin>)
    return Kind{amount, static_cast<InsulinKind>(row.detail)};
  else if constexpr (std::is_same_v<Kind, Meal> || std::is_same_v<Kind, Exercise>)
    return Kind{static_cast<Size>(row.detail)};
  else if constexpr (std::is_same_v<Kind, Symptom>)
    return Kind{static_cast<SymptomKind>(row.detail)};
  else if constexpr (std::is_same_v<Kind, Event>)
    return Kind{};
  else if constexpr (std::is_same_v<Kind, MeterError>)
    return Kind{amount.digits};
  else
    return Kind{amount};
}

template <std::size_t... I>
Content make_any(const ContentRow& row, std::index_sequence<I...>) {
  using Maker = Content (*)(const ContentRow&);
  constexpr Maker makers[] = {&make<std::variant_alternative_t<I, Content>>...};
  return makers[row.kind](row);
}

/// How many values the detail column has for this kind.
std::int64_t details_of(const Content& content) {
  if (std::holds_alternative<BloodGlucose>(content)) return 12;
  if (std::holds_alternative<Insulin>(content)) return 7;
  if (std::holds_alternative<Meal>(content) || std::holds_alternative<Exercise>(content)) return 4;
  if (std::holds_alternative<Symptom>(content)) return 2;
  return 1;
}

}  // namespace

ContentRow encode_content(const Content& content) {
  ContentRow row = std::visit(Encoder{}, content);
  row.kind = static_cast<std::int64_t>(content.index());
  return row;
}

Result<Content> decode_content(const ContentRow& row) {
  constexpr std::int64_t kinds = std::variant_size_v<Content>;
  const auto within = [](std::int64_t value, std::int64_t end) { return value >= 0 && value < end; };
  if (!within(row.kind, kinds) || !within(row.digits, 1'000'000) || !within(row.decimals, 4) ||
      !within(row.unit, 2) || !within(row.reach, 3) || !within(row.detail, 12))
    return Error{Errc::bad_data, "an entry holds values this version does not know", format_content_row(row),
                 ""};
  const Content content = make_any(row, std::make_index_sequence<kinds>{});
  if (encode_content(content) != row || row.detail >= details_of(content))
    return Error{Errc::bad_data, "an entry holds values this version does not know", format_content_row(row),
                 ""};
  return content;
}

std::string format_content_row(const ContentRow& row) {
  return fmt::format("{} {} {} {} {} {}", row.kind, row.digits, row.decimals, row.unit, row.reach,
                     row.detail);
}

Result<ContentRow> parse_content_row(const std::string& text) {
  std::istringstream in(text);
  ContentRow row;
  if (in >> row.kind >> row.digits >> row.decimals >> row.unit >> row.reach >> row.detail) return row;
  return Error{Errc::bad_data, "a change in the history cannot be read", text, ""};
}

ContentRow read_content_row(SQLite::Statement& statement, int first) {
  const auto column = [&](int i) { return statement.getColumn(first + i).getInt64(); };
  return {column(0), column(1), column(2), column(3), column(4), column(5)};
}

std::string format_tags(const std::vector<std::string>& tags) {
  return fmt::format("{}", fmt::join(tags, "\n"));
}

std::vector<std::string> parse_tags(const std::string& text) {
  std::vector<std::string> tags;
  std::istringstream in(text);
  for (std::string tag; std::getline(in, tag);) tags.push_back(tag);
  return tags;
}

}  // namespace core
