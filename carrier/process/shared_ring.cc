// SPDX-License-Identifier: MIT
#include "carrier/process/shared_ring.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/system_error.h"
#include "carrier/messages/ring.h"

namespace sendoff::carrier {
namespace {

Error Fail() { return SystemError("no memory to share with a worker"); }

}  // namespace

Result<SharedRing> SharedRing::Create(size_t capacity) {
  const size_t bytes = messages::RingBytes(capacity);
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
