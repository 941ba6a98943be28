#include "core/logbook/field.hpp"

#include "core/logbook/rows.hpp"

namespace core::rows {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace

std::string format_field(const FieldValue& value) {
  return std::visit(
      Overloaded{[](State state) { return std::to_string(static_cast<int>(state)); },
                 [](const MeterTime& time) { return std::to_string(encode_time(time)); },
                 [](const Content& content) { return format_content_row(encode_content(content)); },
                 [](TwinOf twin) { return std::to_string(twin.leader); },
                 [](const std::vector<std::string>& tags) { return format_tags(tags); },
                 [](const std::string& note) { return note; }},
      value);
}

FieldValue parse_field(const std::string& name, const std::string& text) {
  if (name == "state") return decode_state(parse_whole(text));
  if (name == "time") return decode_time(parse_whole(text));
  if (name == "content") return decode_content(parse_content_row(text).value()).value();
  if (name == "twin_of") return TwinOf{parse_whole(text)};
  if (name == "tags") return parse_tags(text);
  if (name == "note") return text;
  throw foreign("the field " + name);
}

void apply_field(SQLite::Database& database, std::int64_t entry, const FieldValue& value) {
  const auto update = [&](const std::string& assignment, const auto& bound) {
    SQLite::Statement statement(database, "UPDATE entry SET " + assignment + " WHERE id = ?2");
    statement.bind(1, bound);
    statement.bind(2, entry);
    statement.exec();
  };
  std::visit(
      Overloaded{[&](State state) { update("state = ?1", static_cast<std::int64_t>(state)); },
                 // The entry becomes the first equal one there if there is none (intake counts on it), else
                 // the next. What a meter or file brought stays known by the time in its record
                 // (record_time), or the next download would bring it again.
                 [&](const MeterTime& time) {
                   const auto run = [&](const char* sql) {
                     SQLite::Statement statement(database, sql);
                     statement.bind(1, entry);
                     statement.exec();
                   };
                   run("INSERT INTO record_time(entry, local) SELECT id, local FROM entry WHERE id = ? AND "
                       "source IN (SELECT id FROM source WHERE kind <> 0) ON CONFLICT DO NOTHING");
                   update(
                       "local = ?1, nth = (SELECT CASE WHEN coalesce(min(other.nth), 1) > 0 THEN 0 ELSE "
                       "max(other.nth) + 1 END FROM entry AS other WHERE other.local = ?1 AND other.source = "
                       "entry.source AND other.origin = entry.origin AND other.id <> entry.id)",
                       encode_time(time));
                   run("DELETE FROM record_time WHERE entry = ?1 AND local = (SELECT entry.local FROM entry "
                       "WHERE entry.id = ?1)");
                 },
                 [&](const Content& content) {
                   const ContentRow row = encode_content(content);
                   SQLite::Statement statement(
                       database,
                       "UPDATE entry SET kind = ?, digits = ?, decimals = ?, unit = ?, "
                       "reach = ?, detail = ? WHERE id = ?");
                   const std::int64_t columns[] = {row.kind,  row.digits, row.decimals, row.unit,
                                                   row.reach, row.detail, entry};
                   for (int i = 0; i < 7; ++i) statement.bind(i + 1, columns[i]);
                   statement.exec();
                 },
                 // No twin is NULL in the file, and so is one that has been purged since.
                 [&](TwinOf twin) { update("twin_of = (SELECT id FROM entry WHERE id = ?1)", twin.leader); },
                 [&](const std::vector<std::string>& tags) { update("tags = ?1", format_tags(tags)); },
                 [&](const std::string& note) { update("note = ?1", note); }},
      value);
}

void change_field(SQLite::Database& database, std::int64_t operation, std::int64_t entry,
                  const FieldValue& before, const FieldValue& after) {
  SQLite::Statement insert(
      database, "INSERT INTO change(operation, entry, field, before, after) VALUES(?, ?, ?, ?, ?)");
  insert.bind(1, operation);
  insert.bind(2, entry);
  insert.bind(3, std::string(field_name(after)));
  insert.bind(4, format_field(before));
  insert.bind(5, format_field(after));
  insert.exec();
  apply_field(database, entry, after);
}

}  // namespace core::rows
