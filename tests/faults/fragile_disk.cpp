#include "tests/faults/fragile_disk.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

#include <sqlite3.h>

namespace {

using File = FragileDisk::File;

/// SQLite's handle of an open file: base first, as SQLite wants it.
struct Handle {
  sqlite3_file base;
  FragileDisk* disk;
  File* file;
  std::vector<std::unique_ptr<char[]>>* shared_memory;
};

Handle& handle(sqlite3_file* file) {
  return *reinterpret_cast<Handle*>(file);
}
FragileDisk& disk_of(sqlite3_vfs* vfs) {
  return *static_cast<FragileDisk*>(vfs->pAppData);
}

void apply(std::string& content, const FragileDisk::Write& write, std::size_t length) {
  if (write.truncate >= 0) {
    content.resize(static_cast<std::size_t>(write.truncate));
    return;
  }
  const auto end = static_cast<std::size_t>(write.offset) + length;
  if (content.size() < end) content.resize(end);
  std::memcpy(&content[static_cast<std::size_t>(write.offset)], write.bytes.data(), length);
}

int close_file(sqlite3_file* file) {
  delete handle(file).shared_memory;
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* into, int count, sqlite3_int64 offset) {
  const Handle& h = handle(file);
  if (h.disk->power_is_cut()) return SQLITE_IOERR_READ;
  const std::string& content = h.file->content;
  const auto from = std::min(static_cast<std::size_t>(offset), content.size());
  const auto there = std::min(content.size() - from, static_cast<std::size_t>(count));
  std::memcpy(into, content.data() + from, there);
  if (there == static_cast<std::size_t>(count)) return SQLITE_OK;
  std::memset(static_cast<char*>(into) + there, 0, static_cast<std::size_t>(count) - there);
  return SQLITE_IOERR_SHORT_READ;
}

int change(Handle& h, FragileDisk::Write write) {
  if (const int code = h.disk->before_call(false)) return code;
  apply(h.file->content, write, write.bytes.size());
  h.file->pending.push_back(std::move(write));
  return SQLITE_OK;
}

int write_file(sqlite3_file* file, const void* from, int count, sqlite3_int64 offset) {
  return change(handle(file),
                {offset, std::string(static_cast<const char*>(from), static_cast<std::size_t>(count)), -1});
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  return change(handle(file), {0, "", size});
}

int sync_file(sqlite3_file* file, int) {
  const Handle& h = handle(file);
  if (const int code = h.disk->before_call(true)) return code;
  if (h.disk->ignores_syncs) return SQLITE_OK;
  h.file->durable = h.file->content;
  h.file->pending.clear();
  h.file->ghost.reset();
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(handle(file).file->content.size());
  return SQLITE_OK;
}

int no_lock(sqlite3_file*, int) {
  return SQLITE_OK;
}
int nobody_else(sqlite3_file*, int* result) {
  *result = 0;
  return SQLITE_OK;
}
int no_control(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
  return 512;
}
int characteristics(sqlite3_file*) {
  return 0;
}

int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
  auto& regions = *handle(file).shared_memory;
  *out = nullptr;
  if (static_cast<std::size_t>(region) >= regions.size() && !extend) return SQLITE_OK;
  while (static_cast<std::size_t>(region) >= regions.size())
    regions.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
  *out = regions[static_cast<std::size_t>(region)].get();
  return SQLITE_OK;
}
int lock_shared(sqlite3_file*, int, int, int) {
  return SQLITE_OK;
}
void shared_barrier(sqlite3_file*) {}
int unmap_shared(sqlite3_file* file, int) {
  handle(file).shared_memory->clear();
  return SQLITE_OK;
}

const sqlite3_io_methods methods{
    2,           close_file,     read_file,    write_file, truncate_file, sync_file,       file_size,
    no_lock,     no_lock,        nobody_else,  no_control, sector_size,   characteristics, map_shared,
    lock_shared, shared_barrier, unmap_shared, nullptr,    nullptr};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int, int* out_flags) {
  FragileDisk& disk = disk_of(vfs);
  Handle& h = handle(file);
  h.base.pMethods = nullptr;
  if (disk.power_is_cut()) return SQLITE_IOERR;
  static int temporary = 0;
  File& opened = disk.files[name ? name : "temporary-" + std::to_string(++temporary)];
  opened.exists = true;
  h = {{&methods}, &disk, &opened, new std::vector<std::unique_ptr<char[]>>};
  if (out_flags) *out_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  FragileDisk& disk = disk_of(vfs);
  if (disk.power_is_cut()) return SQLITE_IOERR_DELETE;
  const auto found = disk.files.find(name);
  if (found == disk.files.end() || !found->second.exists) return SQLITE_IOERR_DELETE_NOENT;
  File& file = found->second;
  file = {"", "", {}, false, sync_folder ? std::nullopt : std::optional(file.durable)};
  return SQLITE_OK;
}

int access_file(sqlite3_vfs* vfs, const char* name, int, int* result) {
  const auto found = disk_of(vfs).files.find(name);
  *result = found != disk_of(vfs).files.end() && found->second.exists;
  return SQLITE_OK;
}

int full_name(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

}  // namespace

FragileDisk::FragileDisk() {
  static int count = 0;
  name_ = "fragile-" + std::to_string(++count);
  auto* vfs = new sqlite3_vfs(*sqlite3_vfs_find(nullptr));  // time and randomness are the system's
  vfs->szOsFile = sizeof(Handle);
  vfs->pNext = nullptr;
  vfs->zName = name_.c_str();
  vfs->pAppData = this;
  vfs->xOpen = open_file;
  vfs->xDelete = delete_file;
  vfs->xAccess = access_file;
  vfs->xFullPathname = full_name;
  sqlite3_vfs_register(vfs, 0);
  vfs_ = vfs;
}

FragileDisk::~FragileDisk() {
  auto* vfs = static_cast<sqlite3_vfs*>(vfs_);
  sqlite3_vfs_unregister(vfs);
  delete vfs;
}

int FragileDisk::before_call(bool is_sync) {
  if (dead_) return SQLITE_IOERR;
  ++calls_;
  if (fail_at_ == calls_) return fail_code_;
  if (is_sync && ++syncs_ == cut_at_) dead_ = true;
  return dead_ ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

void FragileDisk::reboot(std::mt19937& random) {
  constexpr std::size_t sector = 512;
  for (auto& [name, file] : files) {
    std::string after = file.durable;
    for (const Write& write : file.pending) {
      const unsigned fate = random() % 3;
      if (fate == 0) continue;                 // lost
      if (fate == 1 || write.truncate >= 0) {  // kept
        apply(after, write, write.bytes.size());
      } else {  // torn
        apply(after, write,
              std::min(write.bytes.size(), random() % (write.bytes.size() / sector + 1) * sector));
      }
    }
    const bool comes_back = file.ghost && random() % 2 == 0;
    if (comes_back) after = *file.ghost;
    const bool exists = file.exists || comes_back;
    if (!exists) after.clear();
    file = {after, after, {}, exists, std::nullopt};
  }
  dead_ = false;
  cut_at_ = 0;
  fail_at_ = 0;
}
