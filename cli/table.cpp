#include "cli/table.hpp"

#include <algorithm>

#include "cli/context.hpp"
#include "core/text/printable.hpp"

namespace cli {
namespace {

bool starts_code_point(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

/// The first `count` code points, the last of them "…" when something was cut.
std::string cut(const std::string& text, std::size_t count) {
  if (width(text) <= count || count == 0) return text;
  std::size_t seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (starts_code_point(text[i]) && ++seen == count) return text.substr(0, i) + "…";
  return text;
}

std::string padded(const std::string& text, std::size_t to, bool right) {
  const std::string space(to > width(text) ? to - width(text) : 0, ' ');
  return right ? space + text : text + space;
}

}  // namespace

std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_code_point));
}

void print(std::ostream& out, const Table& table, int columns) {
  std::vector<std::vector<std::string>> lines{table.head};
  for (const auto& row : table.rows) {
    lines.emplace_back();
    for (const std::string& cell : row) lines.back().push_back(core::printable(cell));
  }
  std::vector<std::size_t> widths(table.head.size());
  for (const auto& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], width(line[i]));
  for (const auto& line : lines) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const bool right = i < table.right_aligned.size() && table.right_aligned[i];
      const bool is_last = i + 1 == line.size();
      text += is_last && !right ? line[i] : padded(line[i], widths[i], right);
      if (!is_last) text += "  ";
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out << cut(text, static_cast<std::size_t>(std::max(columns, 20))) << "\n";
  }
}

void print(Context& context, const Table& table) {
  if (table.rows.empty())
    context.out << "Nothing to show.\n";
  else
    print(context.out, table, context.out_is_terminal ? context.columns : 1000);
}

}  // namespace cli
