#include <array>

#include "device/meters/accuchek_mobile/accuchek_mobile_meter.hpp"
#include "device/meters/accuchek_mobile/folder.hpp"

namespace device::accuchek_mobile {
namespace {

constexpr std::array<Model, 1> models{{{"accuchek-mobile", "Accu-Chek Mobile", "ACCU-CHEK Mobile", 2000,
                                        "a micro-USB cable; the meter is mounted as a folder"}}};

std::unique_ptr<Meter> open(const std::filesystem::path& folder) {
  return std::make_unique<AccuchekMobileMeter>(folder);
}

bool has_reports(const std::filesystem::path& folder) {
  try {
    return !report_files(folder).empty();
  } catch (const core::Failure&) {
    return false;
  }
}

constexpr FolderLink link{.open = open, .fits = has_reports};

}  // namespace

extern const Driver driver;  // a constant is otherwise seen in this file only
const Driver driver{.family = "accuchek_mobile", .models = models, .link = link};

}  // namespace device::accuchek_mobile
