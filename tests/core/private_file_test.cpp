#include "core/io/private_file.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a private file replaces one of its name only where that is wanted, and leaves nothing beside it") {
  TemporaryFolder folder;
  const std::filesystem::path path = folder / "file";
  core::write_private_file(path, core::as_bytes("first"), "file", core::Replace::no);
  CHECK(content_of(path) == "first");
  try {
    core::write_private_file(path, core::as_bytes("second"), "file", core::Replace::no);
    FAIL("it was replaced");
  } catch (const core::Failure& failure) {
    CHECK(failure.error().kind == core::Errc::refused);
  }
  CHECK(content_of(path) == "first");
  core::write_private_file(path, core::as_bytes("third"), "file");
  CHECK(content_of(path) == "third");
  CHECK(std::distance(std::filesystem::directory_iterator(path.parent_path()), {}) == 1);
}

TEST_CASE("a link that leads nowhere is a name that is taken") {
  TemporaryFolder folder;
  const std::filesystem::path path = folder / "file";
  std::filesystem::create_symlink(folder / "nowhere", path);
  CHECK_THROWS_AS(core::write_private_file(path, core::as_bytes("x"), "file", core::Replace::no),
                  core::Failure);
  CHECK_FALSE(std::filesystem::exists(folder / "nowhere"));
}
