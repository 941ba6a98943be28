#include "cli/json.hpp"

#include <cmath>

#include <fmt/format.h>

#include "core/text/printable.hpp"

namespace cli {

void JsonWriter::separate() {
  if (needs_comma_) out_ << ',';
  needs_comma_ = true;
}

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  out_ << bracket;
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_ << bracket;
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  value(name);
  out_ << ':';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  separate();
  out_ << core::json_text(text);
  return *this;
}

JsonWriter& JsonWriter::value(std::int64_t number) {
  separate();
  out_ << fmt::format("{}", number);
  return *this;
}

JsonWriter& JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  separate();
  out_ << fmt::format("{}", number);
  return *this;
}

JsonWriter& JsonWriter::value(bool yes) {
  separate();
  out_ << (yes ? "true" : "false");
  return *this;
}

JsonWriter& JsonWriter::value(const std::vector<std::string>& texts) {
  open('[');
  for (const std::string& text : texts) value(text);
  return close(']');
}

JsonWriter& JsonWriter::number(std::string_view decimal) {
  separate();
  out_ << decimal;
  return *this;
}

JsonWriter& JsonWriter::null() {
  separate();
  out_ << "null";
  return *this;
}

void JsonWriter::finish() {
  out_ << '\n';
  needs_comma_ = false;
}

}  // namespace cli
