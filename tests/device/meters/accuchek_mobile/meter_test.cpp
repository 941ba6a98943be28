#include <cstdlib>
#include <fstream>
#include <sys/stat.h>

#include <boost/asio/io_context.hpp>

#include "core/io/async.hpp"
#include "device/download.hpp"
#include "device/meters/accuchek_mobile/accuchek_mobile_meter.hpp"
#include "device/registry.hpp"
#include "tests/catch.hpp"
#include "tests/device/meters/accuchek_mobile/example.hpp"
#include "tests/failure_of.hpp"

using core::Errc;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

const std::string whole = front + columns + records;

fs::path new_folder() {
  std::string name = (fs::temp_directory_path() / "bgbingo-stick.XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  return name;
}

/// A mounted meter; gone at the end.
struct Stick {
  fs::path folder = new_folder();
  fs::path reports = folder / "ACCU-CHEK Mobile" / "Reports";
  std::vector<std::string> wishes;
  int pauses = 0;
  std::function<void()> meanwhile = [] {};  ///< what happens in a pause

  Stick() { fs::create_directories(reports); }
  ~Stick() { fs::remove_all(folder); }
  Stick(const Stick&) = delete;
  Stick& operator=(const Stick&) = delete;

  fs::path put(const std::string& name, const std::string& text) const {
    std::ofstream(reports / name, std::ios::binary | std::ios::trunc) << text;
    return reports / name;
  }
  device::MeterRead read(device::Passes passes = device::Passes::usual) {
    device::accuchek_mobile::AccuchekMobileMeter meter(
        folder, [this](std::chrono::seconds time) -> boost::asio::awaitable<void> {
          CHECK(time == 1s);
          ++pauses;
          meanwhile();
          co_return;
        });
    meter.request = [this](std::string_view wish) { wishes.emplace_back(wish); };
    device::ReadOptions options;
    options.passes = passes;
    boost::asio::io_context io;
    return core::run(io, device::read_meter(meter, options));
  }
};

std::string with_head(const std::string& serial, const std::string& made) {
  return "\r\n" + serial + ";" + made + ";;;;;;;\r\n" + columns + records;
}

}  // namespace

TEST_CASE("an Accu-Chek Mobile's folder is read in one exchange, twice in two") {
  Stick stick;
  stick.put("SIM00000001.csv", whole);
  for (const auto passes : {device::Passes::once, device::Passes::usual, device::Passes::twice}) {
    const auto read = stick.read(passes);
    CHECK_FALSE(read.broken);
    CHECK(read.identity.model == "ACCU-CHEK Mobile");
    CHECK(read.identity.serial == "SIM00000001");
    CHECK(read.identity.simulated);
    CHECK(read.identity.display_unit == core::GlucoseUnit::mg_dl);
    CHECK(read.downloaded.complete);
    CHECK(read.downloaded.entries.size() == 6);
    CHECK_FALSE(read.downloaded.entries.front().read_once);
    CHECK(read.downloaded.bookmark.newest.empty());
    CHECK(read.exchanges == (passes == device::Passes::twice ? 2 : 1));
  }
  CHECK(stick.pauses == 0);
}

TEST_CASE("any folder with reports is an Accu-Chek's, whatever the case of its names") {
  Stick stick;
  const auto& link = std::get<device::FolderLink>(device::find_driver("accuchek-mobile")->link);
  CHECK_FALSE(link.fits(stick.folder));
  CHECK_FALSE(link.fits(stick.folder / "nothing"));
  fs::rename(stick.folder / "ACCU-CHEK Mobile", stick.folder / "x\x1b");
  stick.reports = stick.folder / "x\x1b" / "REPORTS";
  fs::create_directory(stick.reports);
  stick.put("R.CSV", front + columns);
  CHECK(link.fits(stick.folder));
  const auto read = stick.read();
  CHECK(read.identity.model == "x\\x1B");
  CHECK(read.downloaded.complete);
  CHECK(read.downloaded.entries.empty());
}

TEST_CASE("a folder without a report says what to do at the meter") {
  Stick stick;
  stick.put("notes.txt", whole);
  const core::Error error = failure_of([&] { stick.read(); });
  CHECK(error.kind == Errc::not_found);
  CHECK(error.what == "no report in " + stick.folder.string() +
                          ": on the meter, choose the reports, and wait for it to be mounted");
}

TEST_CASE("of several reports the latest is read, and the others are named") {
  Stick stick;
  stick.put("a.csv", with_head("U1", "18.11.2026;21:05"));
  stick.put("b.csv", "\r\nU1;18.11.2026;21:06;\r\n" + columns);
  SECTION("the latest") {
    stick.put("c.csv", with_head("U1", "17.11.2026;23:00"));
    stick.put("d.csv", "no report");
    CHECK(stick.read().downloaded.entries.empty());
    REQUIRE(stick.wishes.size() == 1);
    CHECK(stick.wishes[0].find("read, ACCU-CHEK Mobile/Reports/b.csv; left alone: ") != std::string::npos);
    for (const char* other : {"a.csv", "c.csv", "d.csv"})
      CHECK(stick.wishes[0].find(other) != std::string::npos);
  }
  SECTION("the last by name of two equal ones") {
    stick.put("c.csv", with_head("U1", "18.11.2026;21:06"));
    CHECK(stick.read().downloaded.entries.size() == 6);
  }
  SECTION("reports of two meters are refused") {
    stick.put("c.csv", with_head("U2", "17.11.2026;23:00"));
    const core::Error error = failure_of([&] { stick.read(); });
    CHECK(error.kind == Errc::refused);
    CHECK(error.where == "U1 and U2");
  }
}

TEST_CASE("links, pipes, folders and large files are not opened") {
  Stick stick;
  const fs::path elsewhere = stick.folder / "report";
  std::ofstream(elsewhere, std::ios::binary) << whole;
  fs::create_symlink(elsewhere, stick.reports / "link.csv");
  fs::create_directory(stick.reports / "folder.csv");
  REQUIRE(::mkfifo((stick.reports / "pipe.csv").c_str(), 0600) == 0);
  CHECK(failure_of([&] { stick.read(); }).kind == Errc::not_found);

  fs::rename(stick.folder / "ACCU-CHEK Mobile", stick.folder / "report.d");
  fs::create_directory_symlink("report.d", stick.folder / "ACCU-CHEK Mobile");
  fs::create_directory(stick.folder / "B");
  fs::create_directory_symlink("../report.d/Reports", stick.folder / "B" / "Reports");
  fs::rename(elsewhere, stick.folder / "report.d" / "real.csv");
  CHECK(failure_of([&] { stick.read(); }).kind == Errc::not_found);

  const fs::path large = stick.put("large.csv", "");
  fs::resize_file(large, 16 * 1024 * 1024 + 1);
  CHECK(failure_of([&] { stick.read(); }).kind == Errc::bad_data);
}

TEST_CASE("a report that is cut off is read again three times, and what came whole is kept") {
  Stick stick;
  stick.put("r.csv", whole.substr(0, whole.size() - 1));
  SECTION("it stays so") {
    const auto read = stick.read();
    REQUIRE(read.broken);
    CHECK(read.broken->what == device::accuchek_mobile::cut_off().what);
    CHECK(read.downloaded.entries.size() == 5);
    CHECK_FALSE(read.downloaded.complete);
    CHECK(stick.pauses == 3);
    CHECK(read.exchanges == 4);
  }
  SECTION("the rest comes") {
    stick.meanwhile = [&] {
      if (stick.pauses == 3) stick.put("r.csv", whole);
    };
    const auto read = stick.read();
    CHECK_FALSE(read.broken);
    CHECK(read.downloaded.entries.size() == 6);
  }
  SECTION("the file goes away") {
    stick.meanwhile = [&] { fs::remove(stick.reports / "r.csv"); };
    const auto read = stick.read();
    REQUIRE(read.broken);
    CHECK(read.downloaded.entries.size() == 5);
  }
  SECTION("another meter's comes in its place") {
    stick.put("r.csv", with_head("U1", "18.11.2026;21:05").substr(0, 500));
    stick.meanwhile = [&] { stick.put("r.csv", whole); };
    const auto read = stick.read();
    CHECK(read.identity.serial == "SIM00000001");
    CHECK(read.downloaded.entries.size() == 6);
  }
}

TEST_CASE("a report that is cut off before it says whose it is ends in that sentence") {
  for (const std::string& text : {std::string(), front.substr(0, front.size() - 1)}) {
    Stick stick;
    stick.put("r.csv", text);
    CHECK(failure_of([&] { stick.read(); }).what == device::accuchek_mobile::cut_off().what);
    CHECK(stick.pauses == 3);
  }
}

TEST_CASE("a whole file that is no report is refused at once") {
  Stick stick;
  stick.put("r.csv", front + "Date;Time;Value\r\n");
  const core::Error error = failure_of([&] { stick.read(); });
  CHECK(error.kind == Errc::bad_data);
  CHECK(error.where == "Date;Time;Value");
  CHECK(stick.pauses == 0);
}

TEST_CASE("a report made a moment ago is a look at the clock, with five minutes to doubt") {
  Stick stick;
  const fs::path file = stick.put("r.csv", whole);
  const auto written_before = [&](std::chrono::seconds age) {
    fs::last_write_time(file, fs::file_time_type::clock::now() - age);
  };
  written_before(200s);
  auto read = stick.read();
  REQUIRE(read.clock);
  CHECK(read.clock->meter == *core::make_local(2026, 11, 18, 21, 5, 0));
  CHECK(read.clock->resolution == 5min);
  const auto age = std::chrono::system_clock::now() - read.clock->host;
  CHECK(age >= 198s);
  CHECK(age <= 203s);

  written_before(310s);
  CHECK_FALSE(stick.read().clock);
  written_before(-60s);
  CHECK_FALSE(stick.read().clock);
  stick.put("r.csv", with_head("U1", "18.11.2026;25:05"));
  CHECK_FALSE(stick.read().clock);
}

TEST_CASE("an Accu-Chek Mobile is only read") {
  Stick stick;
  const fs::path file = stick.put("r.csv", whole);
  const auto written = fs::last_write_time(file);
  device::accuchek_mobile::AccuchekMobileMeter meter(stick.folder);
  boost::asio::io_context io;
  const auto clock = [] { return *core::make_local(2026, 11, 18, 21, 5, 0); };
  CHECK(failure_of([&] { core::run(io, meter.set_clock(clock)); }).kind == Errc::unsupported);
  CHECK(failure_of([&] { core::run(io, meter.erase()); }).kind == Errc::unsupported);
  CHECK(fs::last_write_time(file) == written);
  const device::Driver* driver = device::find_driver("accuchek_mobile");
  CHECK_FALSE(driver->can_set_clock);
  CHECK_FALSE(driver->can_erase);
}
