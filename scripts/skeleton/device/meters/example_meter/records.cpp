#include "device/meters/example_meter/records.hpp"

namespace device::example_meter {

core::Result<core::LogEntry> decode_record(core::ByteView record) {
  return core::Error{core::Errc::unsupported, "the records of example_meter are not described yet",
                     core::format_hex(record, " "), ""};
}

bool is_answer(core::ByteView) {
  return false;
}

}  // namespace device::example_meter
