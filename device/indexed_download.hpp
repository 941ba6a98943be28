#pragma once

#include "device/indexed_memory.hpp"

namespace device {

/// Reads what is newer than options.bookmark, or everything.
///
/// - A record that is new is kept once two answers in a row agree (Passes::once: after one, and marked).
///   Where the memory has a checksum one answer is enough, but with Passes::twice.
/// - Where two have to agree three must about a record that is not usual, and about the two where one
///   stands before another that is younger. (A clock that was set back makes such a place as well.)
/// - The bookmark is met where its ends come; looking for it takes one answer a record, and a second one
///   before a record is held not to belong to it. Where it does not come, the memory is read to its end; so
///   it is when the memory ends inside it, and when it holds no two different records (a run of equal ones
///   does not say where it begins).
/// - A bookmark is made only where the records' times show that 0 is the newest indeed (record_order.hpp):
///   what is new in a memory that comes oldest first stands behind it. Such a memory is read whole each
///   time.
/// - At the end record 0 is looked at again, and the count where it matters; so are the bookmark's ends
///   and the new record, where one answer is enough and that one is called as one of the bookmark. When they
///   have changed, all places have moved on: the new records are put in front of what was read, and the
///   reading goes on. Where that cannot be done (the memory was erased) it starts over. After eight such
///   moves result.complete stays false.
///
/// What remains: a test with the second and the value of the newest record, taken between the last two looks,
/// is left for the next download; so is every test after the last look.
///
/// While it runs result.entries holds every confirmed record once (of two equal ones the second may be the
/// first again, moved on by a test). When complete it is what the memory held, equal ones included; when
/// the bookmark was not met, also what was confirmed and has been overwritten or erased meanwhile.
boost::asio::awaitable<void> download_indexed(IndexedMemory& memory, const DownloadOptions& options,
                                              Downloaded& result);

}  // namespace device
