// Preloaded into a program (LD_PRELOAD), ends it with SIGKILL right before its k-th call that changes a file:
// KILL_AT=k. With KILL_COUNT=FILE the number of such calls is written there at the end instead.
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

namespace {

long calls = 0;

/// Terminals, pipes and sockets are no files: what goes there is not what may be lost.
void count() {
  static const char* const at = std::getenv("KILL_AT");
  if (++calls == (at ? std::atol(at) : -1)) ::kill(::getpid(), SIGKILL);
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

bool is_file(int descriptor) {
  return ::lseek(descriptor, 0, SEEK_CUR) != -1;
}

struct Report {
  ~Report() {
    if (const char* file = std::getenv("KILL_COUNT"))
      if (std::FILE* out = std::fopen(file, "w")) {
        std::fprintf(out, "%ld\n", calls);
        std::fclose(out);
      }
  }
} report;

}  // namespace

extern "C" {

ssize_t write(int descriptor, const void* from, size_t size) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
  if (is_file(descriptor)) count();
  return real(descriptor, from, size);
}

ssize_t pwrite64(int descriptor, const void* from, size_t size, off64_t offset) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  count();
  return real(descriptor, from, size, offset);
}

ssize_t pwrite(int descriptor, const void* from, size_t size, off_t offset) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  count();
  return real(descriptor, from, size, offset);
}

int fsync(int descriptor) {
  static const auto real = next<int (*)(int)>("fsync");
  count();
  return real(descriptor);
}

int fdatasync(int descriptor) {
  static const auto real = next<int (*)(int)>("fdatasync");
  count();
  return real(descriptor);
}

int ftruncate64(int descriptor, off64_t size) {
  static const auto real = next<int (*)(int, off64_t)>("ftruncate64");
  count();
  return real(descriptor, size);
}

int unlink(const char* path) {
  static const auto real = next<int (*)(const char*)>("unlink");
  count();
  return real(path);
}

int rename(const char* from, const char* to) {
  static const auto real = next<int (*)(const char*, const char*)>("rename");
  count();
  return real(from, to);
}

}  // extern "C"
