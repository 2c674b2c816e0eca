// SPDX-License-Identifier: MIT
#include "worker/lock_in/layers.h"

#include "base/check.h"

namespace sendoff::worker {

std::string_view LayerName(Layer layer) {
  switch (layer) {
#define SENDOFF_X(enumerator, name) \
  case Layer::enumerator:           \
    return name;
    SENDOFF_LAYERS(SENDOFF_X)
#undef SENDOFF_X
  }
  SENDOFF_UNREACHABLE();
}

void LockInReport::Set(Layer layer, const Result<void>& done) {
  if (done.ok()) {
    Hold(layer);
  } else {
    Miss(layer, done.error().message);
  }
}

Result<void> LockInReport::CheckMinimum() const {
  const State& seccomp = (*this)[Layer::kSeccomp];
  if (seccomp.held) return {};
  return Error{
      ErrorCode::kIo,
      "steps cannot be isolated in processes on this machine, as there is no seccomp filter: " +
          seccomp.detail +
          "; it needs Linux 4.14 or later, and a container that does not refuse the system call "
          "seccomp"};
}

}  // namespace sendoff::worker
