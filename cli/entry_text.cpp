#include "cli/entry_text.hpp"

#include <algorithm>
#include <array>

namespace cli {
namespace {

using namespace core;

constexpr std::array<std::string_view, 7> insulin_names{"",           "rapid",       "regular", "nph",
                                                        "ultralente", "long_acting", "mixed"};
constexpr std::array<std::string_view, 4> size_names{"", "usual", "more", "less"};
constexpr std::array<std::string_view, 2> symptom_names{"", "hypo"};

template <class Enum, std::size_t N>
std::optional<Enum> parse_name(const std::array<std::string_view, N>& names, const std::string& text) {
  for (std::size_t i = 1; i < N; ++i)
    if (names[i] == text) return static_cast<Enum>(i);
  return std::nullopt;
}

template <class Enum, std::size_t N>
std::string word_of(const std::array<std::string_view, N>& names, Enum value) {
  return std::string(names.at(static_cast<std::size_t>(value)));
}

Error not_understood(const std::string& word) {
  return {Errc::usage, "this is not understood", word, "See `bgbingo log add --help`."};
}

/// The largest amounts that are no slip of the pen, in the entry's unit.
constexpr std::array<std::pair<std::string_view, int>, 4> largest_amounts{
    {{"insulin", 999}, {"carbs", 2000}, {"ketone", 30}, {"hba1c", 25}}};

void require_plausible(const std::string& kind, const Decimal& amount, const std::string& written) {
  for (const auto& [name, largest] : largest_amounts)
    if (kind == name && compare(amount, {largest, 0}) > 0)
      throw Failure({Errc::bad_data, "this cannot be: " + kind, written,
                     kind == "hba1c" ? "It is written in percent, as 7.1."
                                     : "At most " + std::to_string(largest) + "."});
}

/// "insulin 9 rapid", "carbs 45", …: a kind, its amount where it has one, and a word where it has some.
Result<Content> parse_kind(const std::vector<std::string>& words) {
  const std::string& kind = words[0];
  const bool has_amount = kind == "insulin" || kind == "carbs" || kind == "ketone" || kind == "hba1c";
  Decimal amount;
  if (has_amount) {
    if (words.size() < 2)
      return Error{Errc::usage, "an amount is missing", kind, "For example: bgbingo log add " + kind + " 9"};
    const auto parsed = parse_decimal(words[1]);
    if (!parsed) return not_understood(words[1]);
    require_plausible(kind, *parsed, words[1]);
    amount = *parsed;
  }
  const std::size_t used = has_amount ? 2 : 1;
  const std::string word = words.size() > used ? words[used] : "";
  if (words.size() > used + 1) return not_understood(words[used + 1]);
  if (kind == "insulin") {
    const auto which =
        word.empty() ? std::optional(InsulinKind::unspecified) : parse_name<InsulinKind>(insulin_names, word);
    return which ? Result<Content>(Insulin{amount, *which}) : not_understood(word);
  }
  if (kind == "meal" || kind == "exercise") {
    const auto size = word.empty() ? std::optional(Size::unspecified) : parse_name<Size>(size_names, word);
    if (!size) return not_understood(word);
    return kind == "meal" ? Content(Meal{*size}) : Content(Exercise{*size});
  }
  if (kind == "symptom") {
    const auto what =
        word.empty() ? std::optional(SymptomKind::unspecified) : parse_name<SymptomKind>(symptom_names, word);
    return what ? Result<Content>(Symptom{*what}) : not_understood(word);
  }
  if (!word.empty()) return not_understood(word);
  if (kind == "carbs") return Content(Carbs{amount});
  if (kind == "ketone") return Content(Ketone{amount});
  if (kind == "hba1c") return Content(LabResult{amount});
  return Content(core::Event{});
}

struct Formatter {
  GlucoseUnit unit;

  std::string shown(const Glucose& value) const {
    return format_glucose(value.unit == unit ? value : converted(value, unit));
  }
  static std::string with(std::string text, std::string_view word) {
    return word.empty() ? text : text + " " + std::string(word);
  }
  std::string operator()(const BloodGlucose& c) const { return with(shown(c.value), name(c.meal)); }
  std::string operator()(const SensorGlucose& c) const { return "sensor " + shown(c.value); }
  std::string operator()(const ControlResult& c) const { return "control " + shown(c.value); }
  static std::string shown_ketone(const Decimal& mmol_l, Reach reach) {
    if (reach != Reach::number) return std::string(reach == Reach::hi ? "HI" : "LO");
    return format_decimal(mmol_l) + " mmol/L";
  }
  std::string operator()(const Ketone& c) const { return "ketone " + shown_ketone(c.mmol_l, c.reach); }
  std::string operator()(const KetoneControl& c) const {
    return "control ketone " + shown_ketone(c.mmol_l, c.reach);
  }
  std::string operator()(const OtherMeasurement& c) const {
    std::string text = std::string(name(c.analyte)) + " " + format_decimal(c.value);
    std::replace(text.begin(), text.end(), '_', ' ');
    return c.analyte == Analyte::hematocrit ? text + " %" : text;
  }
  std::string operator()(const Insulin& c) const {
    return with("insulin " + format_decimal(c.units) + " U", word_of(insulin_names, c.kind));
  }
  std::string operator()(const Carbs& c) const { return "carbs " + format_decimal(c.grams) + " g"; }
  std::string operator()(const Meal& c) const { return with("meal", word_of(size_names, c.size)); }
  std::string operator()(const Exercise& c) const { return with("exercise", word_of(size_names, c.size)); }
  std::string operator()(const Symptom& c) const { return with("symptom", word_of(symptom_names, c.kind)); }
  std::string operator()(const LabResult& c) const {
    return "HbA1c " + format_decimal(c.hba1c_percent) + " %";
  }
  std::string operator()(const core::Event&) const { return "event"; }
  std::string operator()(const UnreadRecord&) const { return "a record that cannot be read"; }
  std::string operator()(const MeterError& c) const { return "meter error " + std::to_string(c.code); }
};

struct JsonMembers {
  JsonWriter& json;

  void glucose(const Glucose& value) const {
    if (value.reach == Reach::number)
      json.key("value").number(format_number(value)).member("unit", name(value.unit));
    else
      json.key("value").null().member("reach", format_number(value)).member("unit", name(value.unit));
  }
  void amount(const Decimal& value, const char* unit) const {
    json.key("value").number(format_decimal(value)).member("unit", unit);
  }
  void operator()(const BloodGlucose& c) const {
    glucose(c.value);
    json.member("meal", name(c.meal));
  }
  void operator()(const SensorGlucose& c) const { glucose(c.value); }
  void operator()(const ControlResult& c) const { glucose(c.value); }
  void ketone(const Decimal& mmol_l, Reach reach) const {
    if (reach == Reach::number) return amount(mmol_l, "mmol/L");
    json.key("value").null().member("reach", reach == Reach::hi ? "HI" : "LO").member("unit", "mmol/L");
  }
  void operator()(const Ketone& c) const { ketone(c.mmol_l, c.reach); }
  void operator()(const KetoneControl& c) const { ketone(c.mmol_l, c.reach); }
  void operator()(const OtherMeasurement& c) const {
    amount(c.value, c.analyte == Analyte::hematocrit ? "%" : "");
    json.member("analyte", name(c.analyte));
  }
  void operator()(const Insulin& c) const {
    amount(c.units, "U");
    json.member("insulin", word_of(insulin_names, c.kind));
  }
  void operator()(const Carbs& c) const { amount(c.grams, "g"); }
  void operator()(const Meal& c) const { json.member("size", word_of(size_names, c.size)); }
  void operator()(const Exercise& c) const { json.member("size", word_of(size_names, c.size)); }
  void operator()(const Symptom& c) const { json.member("symptom", word_of(symptom_names, c.kind)); }
  void operator()(const LabResult& c) const { amount(c.hba1c_percent, "%"); }
  void operator()(const core::Event&) const {}
  void operator()(const UnreadRecord&) const {}
  void operator()(const MeterError& c) const { json.member("code", c.code); }
};

std::string_view source_kind_name(SourceKind kind) {
  constexpr std::array<std::string_view, 3> names{"hand", "meter", "file"};
  return names.at(static_cast<std::size_t>(kind));
}

}  // namespace

core::Result<core::Content> parse_entry_words(const std::vector<std::string>& words,
                                              std::optional<core::GlucoseUnit> own_unit) {
  if (words.empty())
    return Error{Errc::usage, "what shall be added", "", "For example: bgbingo log add 6.4 before_lunch"};
  for (const char* kind : {"insulin", "carbs", "ketone", "hba1c", "meal", "exercise", "symptom", "event"})
    if (words[0] == kind) return parse_kind(words);
  std::size_t used = 1;
  std::string text = words[0];
  if (words.size() > 1 && parse_glucose_unit(words[1])) text += " " + words[used++];
  const Result<Glucose> value = parse_glucose(text, own_unit);
  if (!value) return value.error();
  BloodGlucose reading{*value, MealMarker::none};
  if (words.size() > used) {
    const auto meal = parse_meal_marker(words[used]);
    if (!meal || words.size() > used + 1) return not_understood(words[meal ? used + 1 : used]);
    reading.meal = *meal;
  }
  return Content(reading);
}

std::string format_content(const core::Content& content, core::GlucoseUnit unit) {
  return std::visit(Formatter{unit}, content);
}

void write_entry(JsonWriter& json, const core::StoredEntry& stored, const core::Source& source,
                 const core::PlacedTime& placed) {
  const LogEntry& entry = stored.entry;
  const auto or_null = [](std::int64_t id) { return id ? std::optional(id) : std::nullopt; };
  const auto write_time = [&](const char* member, const MeterTime& time) {
    json.key(member);
    time.local ? json.value(format_local(*time.local)) : json.null();
  };
  json.open('{').member("id", stored.id);
  write_time("time", entry.time);
  write_time("time_recorded", stored.record_time());
  write_members(json, "utc", placed.utc ? std::optional(format_utc(*placed.utc)) : std::nullopt, "time_flag",
                name(placed.flag));
  json.key("time_error_s");
  placed.error_bar ? json.value(static_cast<std::int64_t>(placed.error_bar->count())) : json.null();
  json.member("kind", kind_name(entry.content));
  std::visit(JsonMembers{json}, entry.content);
  if (std::holds_alternative<UnreadRecord>(entry.content)) json.member("raw", entry.raw);
  write_members(json, "tags", entry.tags, "note", entry.note, "state", name(stored.state));
  json.key("source").open('{');
  write_members(json, "kind", source_kind_name(source.kind), "family", source.family, "model", source.model,
                "serial", source.serial, "simulated", source.simulated);
  json.close('}');
  write_members(json, "read_once", entry.read_once, "operation", stored.operation, "twin_of",
                or_null(stored.twin_of), "conflicts_with", or_null(stored.conflicts_with));
  json.close('}');
}

}  // namespace cli
