#include "simulators/memory_file.hpp"

#include "core/io/private_file.hpp"
#include "core/recording/archive.hpp"
#include "simulators/scenario.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace {

using simulators::SavedMeter;
using namespace std::chrono_literals;

SavedMeter meter() {
  simulators::Scenario scenario = simulators::parse_scenario(
      "2020-02-13 08:34:18 113 mg/dL before_breakfast\n2020-02-13 12:01:00 6.4 mmol/L\n"
      "2020-02-13 18:30:00 HI after_dinner\n2020-02-13 18:35:00 control 98 mg/dL\n"
      "2020-02-13 18:40:00 error 3\n2020-02-13 18:41:00 ketone 1.5\n2020-02-13 18:42:00 control ketone 0.6\n"
      "2020-02-13 18:43:00 hematocrit 42\n2020-02-13 18:44:00 7.1 after_dinner #mild_exercise\n"
      "2020-02-13 18:45:00 unreadable\ntime unknown 101 mg/dL\n");
  REQUIRE(scenario.readings.size() == 11);
  return {"ibgstar", "SIM00000000001", core::GlucoseUnit::mmol_l, -90s, scenario.readings};
}

core::Errc kind_of(const core::Result<SavedMeter>& result) {
  return result ? core::Errc::internal : result.error().kind;
}

core::Error trouble_with(const simulators::MemoryFile& file) {
  try {
    file.read();
  } catch (const core::Failure& failure) {
    return failure.error();
  }
  return {};
}

/// A file whose length and checksum are right.
core::Bytes sealed(core::ByteView payload, std::uint32_t version = 1) {
  return core::seal({{'S', 'I', 'M', 'M'}, version, "memory"}, payload);
}

}  // namespace

TEST_CASE("what a simulated meter holds comes out of its file as it went in") {
  const core::Bytes file = simulators::encode_saved_meter(meter());
  CHECK(simulators::decode_saved_meter(file).value() == meter());
  const SavedMeter empty{"bgstar", "", core::GlucoseUnit::mg_dl, 0s, {}};
  CHECK(simulators::decode_saved_meter(simulators::encode_saved_meter(empty)).value() == empty);
}

TEST_CASE("the file of a memory has the bytes that its table says") {
  simulators::Readings readings(1);
  readings[0].time.local = core::LocalSeconds(258s);
  readings[0].content = core::BloodGlucose{core::mmol_l_tenths(64), core::MealMarker::before_lunch};
  readings[0].tags = {"a"};
  const SavedMeter saved{"m", "SIM", core::GlucoseUnit::mmol_l, -1s, readings};
  const core::Bytes file = simulators::encode_saved_meter(saved);
  CHECK(core::as_text(core::ByteView(file).subspan(8, 4)) == "SIMM");
  CHECK(core::format_hex(core::ByteView(file).subspan(56)) ==
        "0100000000000000"
        "6d"
        "0300000000000000"
        "53494d"
        "01"
        "ffffffffffffffff"
        "0100000000000000"
        "01"
        "0201000000000000"
        "0000000000000000"
        "4000000000000000"
        "0100000000000000"
        "0100000000000000"
        "0000000000000000"
        "0500000000000000"
        "0100000000000000"
        "0100000000000000"
        "61");
}

TEST_CASE("a memory that is cut, longer or impossible is refused") {
  const core::Bytes file = simulators::encode_saved_meter(meter());
  const core::ByteView payload = core::ByteView(file).subspan(56);
  for (std::size_t size = 0; size < payload.size(); ++size) {
    CHECK(kind_of(simulators::decode_saved_meter(core::ByteView(file).first(size))) == core::Errc::bad_data);
    CHECK(kind_of(simulators::decode_saved_meter(sealed(payload.first(size)))) == core::Errc::bad_data);
  }
  core::Bytes longer(payload.begin(), payload.end());
  longer.push_back(0);
  CHECK(kind_of(simulators::decode_saved_meter(sealed(longer))) == core::Errc::bad_data);
  CHECK(kind_of(simulators::decode_saved_meter(sealed(payload, 2))) == core::Errc::refused);
  const auto with = [&](std::size_t place, std::uint8_t byte) {
    core::Bytes changed(payload.begin(), payload.end());
    changed[place] = byte;
    return simulators::decode_saved_meter(sealed(changed));
  };
  const std::size_t unit = 8 + 7 + 8 + 14;
  CHECK(kind_of(with(unit, 2)) == core::Errc::bad_data);
  CHECK(kind_of(with(unit + 8, 0x7f)) == core::Errc::bad_data);        // the clock's highest byte
  CHECK(kind_of(with(unit + 9 + 8, 2)) == core::Errc::bad_data);       // a time, or none
  CHECK(kind_of(with(unit + 9 + 9 + 7, 1)) == core::Errc::bad_data);   // the time's highest byte
  CHECK(kind_of(with(unit + 9 + 9 + 8, 99)) == core::Errc::bad_data);  // a kind of content
}

TEST_CASE("a memory is written when it has changed, privately, and not given to another model") {
  const TemporaryFolder folder;
  simulators::MemoryFile file(folder / "memory", "ibgstar");
  CHECK(file.read() == std::nullopt);
  simulators::MeterState state;
  state.serial = "SIM00000000001";
  state.memory = meter().readings;
  file.keep(state);
  CHECK(file.read()->readings == state.memory);
  CHECK((std::filesystem::status(folder / "memory").permissions() & std::filesystem::perms::mask) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));

  std::filesystem::remove(folder / "memory");
  file.keep(state);
  CHECK(file.read() == std::nullopt);
  state.clock_difference = 1h;
  file.keep(state);
  CHECK(file.read()->clock_difference == 1h);
  state.memory.pop_back();
  file.keep(state);
  CHECK(file.read()->readings.size() == 10);

  const core::Error of_another = trouble_with(simulators::MemoryFile(folder / "memory", "bgstar"));
  CHECK(of_another.kind == core::Errc::refused);
  CHECK(of_another.what == "this is the memory of another model: ibgstar, not bgstar");
  core::write_private_file(folder / "memory", core::as_bytes("words"), "test");
  CHECK(trouble_with(file).kind == core::Errc::bad_data);
}
