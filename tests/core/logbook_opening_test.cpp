#include <fstream>
#include <sstream>
#include <sys/stat.h>

#include <sqlite3.h>

#include "core/logbook/logbook.hpp"
#include "tests/catch.hpp"
#include "tests/core/logbook_fixture.hpp"
#include "tests/temporary_folder.hpp"

using namespace core;

namespace {

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void run_sql(const std::filesystem::path& file, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
  char* error = nullptr;
  sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error);
  INFO((error ? error : ""));
  REQUIRE(error == nullptr);
  sqlite3_close(database);
}

Error error_of_opening(const std::filesystem::path& file, Logbook::Open how = Logbook::Open::existing) {
  try {
    Logbook logbook(file, how);
  } catch (const Failure& failure) {
    return failure.error();
  }
  return {Errc::internal, "it was opened", "", ""};
}

struct OldFile {
  TemporaryFolder folder;
  std::filesystem::path file = folder / "anna.logbook";
  OldFile() { Logbook(file, Logbook::Open::create); }
};

}  // namespace

TEST_CASE("a new logbook and its folder are for their owner alone, whatever the umask") {
  TemporaryFolder folder;
  const auto file = folder / "deep" / "anna.logbook";
  const mode_t before = ::umask(0);
  {
    Logbook logbook(file, Logbook::Open::create);
    logbook_tests::add(logbook, {logbook_tests::breakfast});
    for (const char* suffix : {"", "-wal", "-shm"}) {
      struct stat status {};
      REQUIRE(::stat((file.string() + suffix).c_str(), &status) == 0);
      CHECK((status.st_mode & 0777) == 0600);
    }
  }
  ::umask(before);
  struct stat status {};
  REQUIRE(::stat((folder / "deep").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0700);
}

TEST_CASE_METHOD(OldFile, "a link in the place of a logbook is not followed") {
  std::filesystem::rename(file, folder / "elsewhere");
  std::filesystem::create_symlink(folder / "elsewhere", file);
  for (const auto how : {Logbook::Open::read_only, Logbook::Open::existing, Logbook::Open::create})
    CHECK(error_of_opening(file, how).kind == Errc::refused);
}

TEST_CASE("a logbook is not made by reading") {
  TemporaryFolder folder;
  CHECK(error_of_opening(folder / "none.logbook").kind == Errc::not_found);
  CHECK_FALSE(std::filesystem::exists(folder / "none.logbook"));
}

TEST_CASE_METHOD(OldFile, "a logbook of a newer version is refused and left untouched") {
  run_sql(file, "PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE);");
  const std::string before = content_of(file);
  for (const auto how : {Logbook::Open::read_only, Logbook::Open::existing, Logbook::Open::create})
    CHECK(error_of_opening(file, how).kind == Errc::refused);
  CHECK(content_of(file) == before);
}

TEST_CASE_METHOD(OldFile, "a logbook of version 1 is brought up to date with all that is in it") {
  {
    Logbook logbook(file, Logbook::Open::existing);
    logbook_tests::add(logbook, {logbook_tests::breakfast, logbook_tests::lunch});
  }
  run_sql(file, "DROP TABLE record_time; DROP TABLE belonging; PRAGMA user_version = 1");
  const auto how = GENERATE(Logbook::Open::read_only, Logbook::Open::existing, Logbook::Open::create);
  const Logbook logbook(file, how);
  CHECK(logbook_tests::all(logbook).size() == 2);
  CHECK(logbook_tests::all(logbook).front().entry == logbook_tests::breakfast);
  CHECK(logbook.check().empty());
  CHECK_NOTHROW(Logbook(file, Logbook::Open::read_only));
}

TEST_CASE_METHOD(OldFile,
                 "a logbook of version 1 with something foreign in it is refused, not brought up to date") {
  run_sql(file,
          "DROP TABLE record_time; DROP TABLE belonging; PRAGMA user_version = 1; CREATE TABLE extra(x)");
  for (const auto how : {Logbook::Open::read_only, Logbook::Open::existing, Logbook::Open::create})
    CHECK(error_of_opening(file, how).kind == Errc::refused);
}

TEST_CASE_METHOD(OldFile, "what is not a logbook is said to be none and left untouched") {
  SECTION("text") {
    std::ofstream(file, std::ios::trunc) << std::string(500, 'x');
  }
  SECTION("a few bytes") {
    std::ofstream(file, std::ios::trunc) << "abc";
  }
  SECTION("another program's database") {
    std::filesystem::remove(file);
    run_sql(file, "PRAGMA application_id = 42; CREATE TABLE t(x);");
  }
  SECTION("a database of nobody") {
    std::filesystem::remove(file);
    run_sql(file, "CREATE TABLE t(x);");
  }
  SECTION("a folder") {
    std::filesystem::remove(file);
    std::filesystem::create_directory(file);
    CHECK(error_of_opening(file).kind == Errc::bad_data);
    return;
  }
  const std::string before = content_of(file);
  for (const auto how : {Logbook::Open::read_only, Logbook::Open::existing, Logbook::Open::create})
    CHECK(error_of_opening(file, how).kind == Errc::bad_data);
  CHECK(content_of(file) == before);
}

TEST_CASE_METHOD(OldFile, "a logbook with something foreign in it is refused") {
  const std::string sql = GENERATE(
      as<std::string>{}, "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END",
      "CREATE VIEW v AS SELECT * FROM entry", "CREATE TABLE extra(x)", "CREATE INDEX i ON entry(note)");
  run_sql(file, sql);
  for (const auto how : {Logbook::Open::read_only, Logbook::Open::existing, Logbook::Open::create})
    CHECK(error_of_opening(file, how).kind == Errc::refused);
}

TEST_CASE_METHOD(OldFile, "a logbook that lacks a table is said to be incomplete") {
  run_sql(file, "DROP TABLE setting");
  CHECK(error_of_opening(file).kind == Errc::bad_data);
}

TEST_CASE_METHOD(OldFile, "a damaged logbook is an error, not a crash") {
  std::string bytes = content_of(file);
  for (std::size_t i = 100; i < bytes.size(); i += 7) bytes[i] = static_cast<char>(bytes[i] ^ 0x5A);
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
  CHECK(error_of_opening(file).kind != Errc::internal);
}

TEST_CASE_METHOD(OldFile, "a logbook another program writes to is busy") {
  sqlite3* other = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &other) == SQLITE_OK);
  REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
  Logbook logbook(file, Logbook::Open::existing);
  logbook.wait_for_others(std::chrono::milliseconds{20});
  try {
    logbook_tests::add(logbook, {logbook_tests::breakfast});
    FAIL("it was written");
  } catch (const Failure& failure) {
    CHECK(failure.error().kind == Errc::busy);
  }
  sqlite3_close(other);
  CHECK(logbook_tests::add(logbook, {logbook_tests::breakfast}).added == 1);
}

TEST_CASE("an empty file left by a break at creation becomes a logbook") {
  TemporaryFolder folder;
  std::ofstream(folder / "anna.logbook").flush();
  Logbook logbook(folder / "anna.logbook", Logbook::Open::create);
  CHECK(logbook.check().empty());
}
