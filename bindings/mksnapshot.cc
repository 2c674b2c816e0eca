// SPDX-License-Identifier: MIT
// The build step that makes the startup snapshot: mksnapshot OUTPUT SCRIPT...
#include "bindings/registry.h"
#include "runtime/snapshot/snapshot_builder.h"

int main(int argc, char** argv) {
  return sendoff::runtime::BuildSnapshotMain(argc, argv, sendoff::bindings::Registry());
}
