#include "device/meters/freestyle_lite/annotate.hpp"

#include "device/freestyle_annotation.hpp"
#include "device/meters/freestyle_lite/records.hpp"

namespace device::freestyle_lite {
namespace {

/// The first letter is the model's.
std::string masked_serial(std::string_view serial) {
  return std::string(serial.substr(0, 1)) + "SIM000-SIM00";
}

bool explain_line(std::string_view, core::Cutter&) {
  return false;
}

}  // namespace

void annotate(const core::Run& run, core::Cutter& cut) {
  annotate_freestyle(run, cut, {decode_dump, decode_record, masked_serial, core::Blank{}, explain_line});
}

}  // namespace device::freestyle_lite
