#include "device/meters/example_meter/example_meter_meter.hpp"

#include "core/error.hpp"

namespace device::example_meter {
namespace {

using boost::asio::awaitable;

core::Failure unwritten() {
  return core::Failure({core::Errc::unsupported, "the driver example_meter is not written yet", "",
                        "CONTRIBUTING.md says what comes next."});
}

class ExampleMeterMeter final : public Meter {
 public:
  explicit ExampleMeterMeter(core::ByteStream& wire) : wire_(wire) {}

  core::Deadline now() const override { return wire_.now(); }
  awaitable<Identity> identify() override {
    throw unwritten();
    co_return Identity{};
  }
  awaitable<void> download(const DownloadOptions&, Downloaded&) override {
    throw unwritten();
    co_return;
  }

 private:
  core::ByteStream& wire_;
};

}  // namespace

std::unique_ptr<Meter> open(core::ByteStream& wire) {
  return std::make_unique<ExampleMeterMeter>(wire);
}

}  // namespace device::example_meter
