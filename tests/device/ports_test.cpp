#include "device/ports.hpp"

#include <cstdlib>
#include <fstream>

#include "device/registry.hpp"
#include "tests/catch.hpp"

namespace {

namespace fs = std::filesystem;

/// A folder with the kernel's view of two adapters and a board's own port, as sysfs shows them.
struct FakeSystem {
  fs::path root;

  FakeSystem() {
    std::string name = (fs::temp_directory_path() / "ports-XXXXXX").string();
    root = ::mkdtemp(name.data());
    add_adapter("ttyUSB10", "1a79", "6001", "Contour cable");
    add_adapter("ttyUSB2", "ffff", "0001", "somebody's");
    fs::create_directories(root / "sys/class/tty/ttyS0");
  }
  ~FakeSystem() { fs::remove_all(root); }

  void add_adapter(const std::string& name, const std::string& vendor, const std::string& product,
                   const std::string& title) const {
    const fs::path usb = root / "sys/devices/usb1" / name;
    const fs::path port = usb / "1-1:1.0" / name;
    fs::create_directories(port);
    write(usb / "idVendor", vendor);
    write(usb / "idProduct", product);
    write(usb / "product", title);
    fs::create_directories(root / "sys/class/tty" / name);
    fs::create_directory_symlink(port, root / "sys/class/tty" / name / "device");
  }
  static void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text << "\n"; }
};

}  // namespace

TEST_CASE("USB serial adapters are listed by number, with the id and name the kernel tells") {
  const FakeSystem system;
  const auto ports = device::scan_ports(system.root / "sys", "/dev");
  REQUIRE(ports.size() == 2);
  CHECK(ports[0].path == "/dev/ttyUSB2");
  CHECK(ports[0].usb == device::UsbId{0xffff, 0x0001});
  CHECK(ports[1].path == "/dev/ttyUSB10");
  CHECK(ports[1].usb == device::UsbId{0x1a79, 0x6001});
  CHECK(ports[1].adapter == "Contour cable");
  CHECK(device::scan_ports(system.root / "nowhere").empty());
}

TEST_CASE("a port's links are followed to its adapter, and another kind of port has no id") {
  const FakeSystem system;
  FakeSystem::write(system.root / "ttyUSB10", "");
  fs::create_symlink(system.root / "ttyUSB10", system.root / "my-meter");
  const auto port = device::find_port(system.root / "my-meter", system.root / "sys");
  CHECK(port.path == system.root / "my-meter");
  CHECK(port.usb == device::UsbId{0x1a79, 0x6001});
  CHECK_FALSE(device::find_port("/dev/ttyS0", system.root / "sys").usb);
  CHECK_FALSE(device::find_port("/dev/nothing", system.root / "sys").usb);
}

TEST_CASE("a meter's own cable tells the family; an unknown one leaves all open") {
  device::Port port;
  const auto all = device::likely_drivers(port);
  port.usb = device::UsbId{0x17f4, 0xaaaa};
  REQUIRE(device::likely_drivers(port).size() == 1);
  CHECK(device::likely_drivers(port).front()->family == "bgstar");
  port.usb = device::UsbId{0xffff, 0xffff};
  CHECK(device::likely_drivers(port) == all);
}

TEST_CASE("sticks that are mounted are found, blanks in their names, too") {
  const FakeSystem system;
  FakeSystem::write(system.root / "mounts",
                    "proc /proc proc rw 0 0\n/dev/sda1 / ext4 rw 0 0\n"
                    "/dev/sdb1 /media/anna/ACCU\\040CHEK vfat ro 0 0\n/dev/mmcblk0 /boot vfat rw 0 0\n"
                    "gvfs /run/media/anna/x fuse rw 0 0");
  CHECK(device::mounted_folders(system.root / "mounts") ==
        std::vector<fs::path>{"/media/anna/ACCU CHEK", "/run/media/anna/x"});
}

TEST_CASE(
    "adapters and mounted meters are candidates, and a named family's own cable goes before an unknown one") {
  const FakeSystem system;
  const fs::path stick = system.root / "media";
  fs::create_directories(stick / "Roche/Reports");
  FakeSystem::write(system.root / "mounts", "/dev/sdb1 " + stick.string() + " vfat ro 0 0");
  FakeSystem::write(stick / "Roche/Reports/DiaryAU06123456.csv", "Serial number");
  const auto paths = [](const std::vector<device::Candidate>& candidates) {
    std::vector<std::string> all;
    for (const device::Candidate& candidate : candidates) all.push_back(candidate.port.path.string());
    return all;
  };
  using Paths = std::vector<std::string>;
  const auto all = device::find_candidates(system.root / "sys", system.root / "mounts");
  CHECK(paths(all) == Paths{"/dev/ttyUSB2", "/dev/ttyUSB10", stick.string()});
  const auto for_meter = [&](const char* name) {
    return paths(candidates_for(device::find_driver(name), all));
  };
  CHECK(paths(device::candidates_for(nullptr, all)) == paths(all));
  CHECK(for_meter("contour") == Paths{"/dev/ttyUSB10"});
  CHECK(for_meter("bgstar") == Paths{"/dev/ttyUSB2"});
  CHECK(for_meter("accuchek-mobile") == Paths{stick.string()});
}
