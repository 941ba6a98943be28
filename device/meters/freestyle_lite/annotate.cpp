#include "device/meters/freestyle_lite/annotate.hpp"

#include "device/freestyle_annotation.hpp"
#include "device/meters/freestyle_lite/records.hpp"

namespace device::freestyle_lite {
namespace {

bool explain_line(std::string_view, core::Cutter&) {
  return false;
}

}  // namespace

void annotate(const core::Run& run, core::Cutter& cut) {
  annotate_freestyle(run, cut,
                     {decode_dump, decode_record, masked_freestyle_serial, core::Blank{}, explain_line});
}

}  // namespace device::freestyle_lite
