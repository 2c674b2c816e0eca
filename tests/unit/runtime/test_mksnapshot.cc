// SPDX-License-Identifier: MIT
#include "runtime/snapshot/snapshot_builder.h"
#include "tests/unit/runtime/test_bindings.h"

int main(int argc, char** argv) {
  return sendoff::runtime::BuildSnapshotMain(argc, argv, sendoff::runtime::TestRegistry());
}
