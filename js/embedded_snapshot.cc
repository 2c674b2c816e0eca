// SPDX-License-Identifier: MIT
#include "embedded/snapshot.h"

#include "runtime/snapshot/snapshot.h"

namespace sendoff::runtime {

Result<Snapshot> Snapshot::Load(std::span<const Binding> bindings) {
  return Load(embedded::snapshot(), bindings);
}

}  // namespace sendoff::runtime
