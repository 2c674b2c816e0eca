// SPDX-License-Identifier: MIT
#include "carrier/process/shared_ring.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "base/system_error.h"
#include "carrier/messages/ring.h"

namespace sendoff::carrier {
namespace {

Error Fail() { return SystemError("no memory to share with a worker"); }

// It is a file to the kernel, which would end a host that makes it larger than a file may be
// (SIGXFSZ).
Result<void> CheckFileLimit(size_t bytes) {
  rlimit limit{};
  if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur >= bytes) return {};
  return Error{ErrorCode::kIo, "no memory to share with a worker: a file may have " +
                                   std::to_string(limit.rlim_cur) +
                                   " bytes at most (ulimit -f), and it has " +
                                   std::to_string(bytes)};
}

}  // namespace

Result<SharedRing> SharedRing::Create(size_t capacity) {
  const size_t bytes = messages::RingBytes(capacity);
  Result<void> fits = CheckFileLimit(bytes);
  if (!fits.ok()) return std::move(fits.error());
  Descriptor file(memfd_create("sendoff-ring", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file.is_open() || ftruncate(file.fd(), static_cast<off_t>(bytes)) != 0 ||
      fcntl(file.fd(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    return Fail();
  }
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file.fd(), 0);
  if (memory == MAP_FAILED) return Fail();
  return SharedRing(std::move(file), memory, capacity);
}

SharedRing::~SharedRing() {
  if (memory_ != nullptr) munmap(memory_, messages::RingBytes(capacity_));
}

}  // namespace sendoff::carrier
