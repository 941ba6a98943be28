#include "core/logbook/content_row.hpp"

#include <sstream>

#include <fmt/format.h>

#include "core/logbook/foreign.hpp"

namespace core {
namespace {

struct Encoder {
  ContentRow operator()(const BloodGlucose& c) const { return glucose(c.value, static_cast<int>(c.meal)); }
  ContentRow operator()(const SensorGlucose& c) const { return glucose(c.value, 0); }
  ContentRow operator()(const ControlResult& c) const { return glucose(c.value, 0); }
  ContentRow operator()(const Ketone& c) const { return amount(c.mmol_l, 0, c.reach); }
  ContentRow operator()(const KetoneControl& c) const { return amount(c.mmol_l, 0, c.reach); }
  ContentRow operator()(const OtherMeasurement& c) const {
    return amount(c.value, static_cast<int>(c.analyte));
  }
  ContentRow operator()(const Insulin& c) const { return amount(c.units, static_cast<int>(c.kind)); }
  ContentRow operator()(const Carbs& c) const { return amount(c.grams, 0); }
  ContentRow operator()(const Meal& c) const { return amount({}, static_cast<int>(c.size)); }
  ContentRow operator()(const Exercise& c) const { return amount({}, static_cast<int>(c.size)); }
  ContentRow operator()(const Symptom& c) const { return amount({}, static_cast<int>(c.kind)); }
  ContentRow operator()(const LabResult& c) const { return amount(c.hba1c_percent, 0); }
  ContentRow operator()(const Event&) const { return {}; }
  ContentRow operator()(const UnreadRecord&) const { return {}; }
  ContentRow operator()(const MeterError& c) const { return amount({c.code, 0}, 0); }

  static ContentRow glucose(const Glucose& value, int detail) {
    return {0,     value.digits, value.decimals, static_cast<int>(value.unit), static_cast<int>(value.reach),
            detail};
  }
  static ContentRow amount(const Decimal& amount, int detail, Reach reach = Reach::number) {
    return {0, amount.digits, amount.decimals, 0, static_cast<int>(reach), detail};
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
  else if constexpr (std::is_same_v<Kind, Ketone> || std::is_same_v<Kind, KetoneControl>)
    return Kind{amount, glucose.reach};
  else if constexpr (std::is_same_v<Kind, OtherMeasurement>)
    return Kind{static_cast<Analyte>(row.detail), amount};
  else if constexpr (std::is_same_v<Kind, Insulin>)
    return Kind{amount, static_cast<InsulinKind>(row.detail)};
  else if constexpr (std::is_same_v<Kind, Meal> || std::is_same_v<Kind, Exercise>)
    return Kind{static_cast<Size>(row.detail)};
  else if constexpr (std::is_same_v<Kind, Symptom>)
    return Kind{static_cast<SymptomKind>(row.detail)};
  else if constexpr (std::is_same_v<Kind, Event> || std::is_same_v<Kind, UnreadRecord>)
    return Kind{};
  else if constexpr (std::is_same_v<Kind, MeterError>)
    return Kind{amount.digits};
  else
    return Kind{amount};
}

/// The largest number in the detail column of a kind.
template <class Kind>
constexpr std::int64_t last_detail = 0;
template <>
constexpr auto last_detail<BloodGlucose> = static_cast<std::int64_t>(MealMarker::bedtime);
template <>
constexpr auto last_detail<Insulin> = static_cast<std::int64_t>(InsulinKind::mixed);
template <>
constexpr auto last_detail<Meal> = static_cast<std::int64_t>(Size::less);
template <>
constexpr auto last_detail<Exercise> = static_cast<std::int64_t>(Size::less);
template <>
constexpr auto last_detail<Symptom> = static_cast<std::int64_t>(SymptomKind::hypo);
template <>
constexpr auto last_detail<OtherMeasurement> = static_cast<std::int64_t>(Analyte::triglycerides);

struct Maker {
  Content (*make)(const ContentRow&);
  std::int64_t last_detail;
};

template <std::size_t... I>
const Maker& maker_of(std::int64_t kind, std::index_sequence<I...>) {
  static constexpr Maker makers[] = {{&make<std::variant_alternative_t<I, Content>>,
                                      last_detail<std::variant_alternative_t<I, Content>>}...};
  return makers[kind];
}

bool is_within(std::int64_t value, std::int64_t last) {
  return value >= 0 && value <= last;
}

}  // namespace

ContentRow encode_content(const Content& content) {
  ContentRow row = std::visit(Encoder{}, content);
  row.kind = static_cast<std::int64_t>(content.index());
  return row;
}

Result<Content> decode_content(const ContentRow& row) {
  constexpr std::size_t kinds = std::variant_size_v<Content>;
  if (is_within(row.kind, kinds - 1) && is_within(row.digits, 999'999) && is_within(row.decimals, 3) &&
      is_within(row.unit, 1) && is_within(row.reach, 2)) {
    const Maker& maker = maker_of(row.kind, std::make_index_sequence<kinds>{});
    if (is_within(row.detail, maker.last_detail)) {
      const Content content = maker.make(row);
      if (encode_content(content) == row) return content;  // no column holds what the kind does not have
    }
  }
  return rows::foreign("the values " + format_content_row(row)).error();
}

std::string format_content_row(const ContentRow& row) {
  return fmt::format("{} {} {} {} {} {}", row.kind, row.digits, row.decimals, row.unit, row.reach,
                     row.detail);
}

Result<ContentRow> parse_content_row(const std::string& text) {
  std::istringstream in(text);
  ContentRow row;
  if (in >> row.kind >> row.digits >> row.decimals >> row.unit >> row.reach >> row.detail &&
      (in >> std::ws).eof())
    return row;
  return rows::foreign("the values \"" + text + "\"").error();
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
