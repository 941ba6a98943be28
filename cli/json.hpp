#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// Writes JSON as it goes, so that a million entries need no memory: objects and arrays are opened and
/// closed, members come in the order written. Text is escaped so that it is safe on a terminal too: control
/// and bidi characters as \uXXXX; bytes that are not UTF-8 become U+FFFD. Doubles have full precision.
class JsonWriter {
 public:
  explicit JsonWriter(std::ostream& out) : out_(out) {}

  JsonWriter& open(char bracket);   ///< '{' or '['
  JsonWriter& close(char bracket);  ///< '}' or ']'
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(std::size_t number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(double number);  ///< null when not finite
  JsonWriter& value(bool yes);
  JsonWriter& value(const std::vector<std::string>& texts);
  /// A number given as its decimal text, so that 5.80 stays 5.80.
  JsonWriter& number(std::string_view decimal);
  JsonWriter& null();
  template <class T>
  JsonWriter& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : null();
  }
  template <class T>
  JsonWriter& member(std::string_view name, const T& content) {
    return key(name).value(content);
  }
  /// Ends the document with a line feed.
  void finish();

 private:
  void separate();

  std::ostream& out_;
  bool needs_comma_ = false;
};

inline void write_members(JsonWriter&) {}
template <class T, class... Rest>
void write_members(JsonWriter& json, std::string_view name, const T& content, const Rest&... rest) {
  json.member(name, content);
  write_members(json, rest...);
}

/// A document of one object: print_object(out, "series", series, "anchor", anchor).
template <class... Members>
void print_object(std::ostream& out, const Members&... names_and_contents) {
  JsonWriter json(out);
  json.open('{');
  write_members(json, names_and_contents...);
  json.close('}').finish();
}

}  // namespace cli
