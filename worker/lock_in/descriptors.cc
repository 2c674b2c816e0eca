// SPDX-License-Identifier: MIT
#include "worker/lock_in/descriptors.h"

#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <climits>

#include "base/system_error.h"

namespace sendoff::worker {
namespace {

// From `first` to `last`, both included. Without close_range (Linux 5.9), one by one.
void CloseRange(int first, int last) {
  if (first > last) return;
  if (syscall(SYS_close_range, first, last, 0) == 0) return;
  const long most = sysconf(_SC_OPEN_MAX);
  for (int descriptor = first; descriptor <= last && descriptor < most; ++descriptor) {
    close(descriptor);
  }
}

}  // namespace

Result<void> KeepDescriptors(std::vector<int> kept) {
  std::sort(kept.begin(), kept.end());
  int next = 0;
  for (const int descriptor : kept) {
    CloseRange(next, descriptor - 1);
    next = descriptor + 1;
  }
  CloseRange(next, INT_MAX);
  // No file, as there may be none to open any more.
  for (int standard = STDIN_FILENO; standard <= STDERR_FILENO; ++standard) {
    if (std::binary_search(kept.begin(), kept.end(), standard)) continue;
    if (eventfd(0, EFD_NONBLOCK) != standard) return SystemError("eventfd");
  }
  return {};
}

}  // namespace sendoff::worker
