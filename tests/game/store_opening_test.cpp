#include <fstream>
#include <iterator>
#include <sys/stat.h>

#include <SQLiteCpp/SQLiteCpp.h>

#include "game/store/store.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

using game::Store;

namespace {

mode_t mode_of(const std::filesystem::path& path) {
  struct stat status {};
  ::stat(path.c_str(), &status);
  return status.st_mode & 0777;
}

/// A store's file, made and closed, to be altered.
struct ClosedStore {
  TemporaryFolder folder;
  std::filesystem::path file = folder / "data" / "game.sqlite";
  ClosedStore() { Store(folder / "data"); }

  void change(const std::string& sql) const {
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec(sql);
  }
  std::string bytes() const {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  core::Error refusal() const {
    try {
      Store store(folder / "data");
    } catch (const core::Failure& failure) {
      return failure.error();
    }
    return {core::Errc::internal, "it was opened", "", ""};
  }
};

}  // namespace

TEST_CASE("the games' file and folder are for their owner alone, whatever the umask") {
  TemporaryFolder folder;
  const mode_t before = ::umask(0);
  Store store(folder / "data");
  store.new_round({}, std::nullopt, std::nullopt, {});
  ::umask(before);
  CHECK(mode_of(folder / "data") == 0700);
  CHECK(mode_of(folder / "data" / "game.sqlite") == 0600);
  CHECK(mode_of(folder / "data" / "game.sqlite-wal") == 0600);
}

TEST_CASE_METHOD(ClosedStore, "a games' file with something foreign in it is refused") {
  change(GENERATE(as<std::string>{}, "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event; END",
                  "CREATE VIEW v AS SELECT root FROM season", "CREATE TABLE other (x)",
                  "CREATE INDEX i ON season (root)"));
  CHECK(refusal().kind == core::Errc::refused);
}

TEST_CASE_METHOD(ClosedStore, "a games' file of a newer version is refused by its name and left untouched") {
  change("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)");
  const std::string before = bytes();
  CHECK(refusal().kind == core::Errc::refused);
  CHECK(refusal().what == "this games' file was written by a newer bgbingo");
  CHECK(bytes() == before);
}

TEST_CASE_METHOD(ClosedStore, "what is not a games' file is said to be none and left untouched") {
  SECTION("text") {
    std::ofstream(file, std::ios::trunc) << std::string(500, 'x');
  }
  SECTION("a logbook") {
    change("PRAGMA application_id = 1651985474; PRAGMA wal_checkpoint(TRUNCATE)");
  }
  const std::string before = bytes();
  CHECK(refusal().kind == core::Errc::bad_data);
  CHECK(refusal().what == "this file is not a bgbingo games' file");
  CHECK(bytes() == before);
}

TEST_CASE_METHOD(ClosedStore, "a link in the place of the games' file is not followed") {
  std::filesystem::rename(file, folder / "elsewhere");
  std::filesystem::create_symlink(folder / "elsewhere", file);
  CHECK(refusal().kind == core::Errc::refused);
  std::filesystem::remove(folder / "elsewhere");
  CHECK(refusal().kind == core::Errc::refused);
  CHECK_FALSE(std::filesystem::exists(folder / "elsewhere"));
}

TEST_CASE("a store that is only looked at is not made, and not written to") {
  TemporaryFolder folder;
  CHECK_THROWS_AS(Store(folder / "data", core::OpenMode::read_only), core::Failure);
  CHECK_FALSE(std::filesystem::exists(folder / "data"));
  Store(folder / "data").new_round({}, std::nullopt, std::nullopt, {});
  Store looking(folder / "data", core::OpenMode::read_only);
  CHECK(looking.info({}).round == "local-1");
  CHECK(looking.check("local").findings.empty());
  CHECK_THROWS_AS(looking.open({}, core::UtcSeconds{std::chrono::hours{1}}, {}), core::Failure);
}
