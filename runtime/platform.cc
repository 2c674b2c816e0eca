// SPDX-License-Identifier: MIT
#include "runtime/platform.h"

#include <v8.h>

#include <algorithm>
#include <thread>

namespace sendoff::runtime {
namespace {

// WebAssembly's memories are not counted by the ArrayBuffer allocator, so a step could pass its
// memory limit with them.
constexpr std::string_view kFlags = "--no-expose-wasm";

}  // namespace

const Platform& Platform::Get() {
  static const Platform* const platform = new Platform();
  return *platform;
}

std::string_view Platform::flags() { return kFlags; }

Platform::Platform() {
  v8::V8::SetFlagsFromString(kFlags.data(), kFlags.size());
  // At least one worker thread: V8 10.2's single-threaded platform crashes in the first scavenge.
  const int workers = std::clamp(static_cast<int>(std::thread::hardware_concurrency()) / 2, 1, 4);
  platform_ = v8::platform::NewDefaultPlatform(workers);
  v8::V8::InitializePlatform(platform_.get());
  v8::V8::Initialize();
}

}  // namespace sendoff::runtime
