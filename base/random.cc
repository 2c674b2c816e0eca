// SPDX-License-Identifier: MIT
#include "base/random.h"

#include <sys/random.h>

#include <cerrno>

#include "base/check.h"

namespace sendoff {

void RandomBytes(void* bytes, size_t size) {
  auto* next = static_cast<char*>(bytes);
  while (size > 0) {
    const ssize_t written = getrandom(next, size, 0);
    SENDOFF_CHECK(written >= 0 || errno == EINTR);
    if (written < 0) continue;
    next += written;
    size -= static_cast<size_t>(written);
  }
}

}  // namespace sendoff
