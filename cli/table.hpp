#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace cli {

struct Context;

/// A plain table: columns as wide as their widest cell, two spaces between, the head above. What is too wide
/// for `columns` is cut in its last column with "…". Cells are made safe for a terminal.
struct Table {
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;
  std::vector<bool> right_aligned;  ///< by column; missing means left
};

void print(std::ostream& out, const Table& table, int columns);
/// As wide as the terminal; whole where there is none. An empty table is a sentence.
void print(Context& context, const Table& table);

/// How many columns UTF-8 text takes, counting each code point as one.
std::size_t width(const std::string& text);

}  // namespace cli
