// SPDX-License-Identifier: MIT
#include "runtime/v8/platform.h"

#include <sys/mman.h>
#include <v8.h>

#include <algorithm>
#include <string_view>
#include <thread>

#include "base/random.h"
#include "runtime/v8/v8_compat.h"

namespace sendoff::runtime {
namespace {

// There is no WebAssembly, see RemoveWebAssembly; and as long as asm.js may become WebAssembly,
// each context is given the whole of it. The snapshot's bytes were checked when it was loaded
// (runtime/snapshot/snapshot.h), and need not be for each isolate.
constexpr std::string_view kFlags = "--no-validate-asm --no-verify-snapshot-checksum";

// V8 by itself opens /dev/urandom and reads 4096 bytes for a seed of eight, twice a run.
bool FillWithEntropy(unsigned char* buffer, size_t length) {
  RandomBytes(buffer, length);
  return true;
}

}  // namespace

const Platform& Platform::Get() {
  static const Platform* const platform = new Platform();
  return *platform;
}

std::string Platform::flags() {
  std::string flags(kFlags);
  if (!kVersionFlags.empty()) flags.append(" ").append(kVersionFlags);
  return flags;
}

std::string Platform::version() {
  const std::string_view version = v8::V8::GetVersion();  // with Node's own number behind a dash
  return std::string(version.substr(0, version.find('-'))) + " (" SENDOFF_V8_ORIGIN ")";
}

Platform::Platform() {
  const std::string all_flags = flags();
  v8::V8::SetFlagsFromString(all_flags.data(), all_flags.size());
  v8::V8::SetEntropySource(FillWithEntropy);
  // At least one worker thread: V8 10.2's single-threaded platform crashes in the first scavenge.
  const int workers = std::clamp(static_cast<int>(std::thread::hardware_concurrency()) / 2, 1, 4);
  platform_ = v8::platform::NewDefaultPlatform(workers);
  pooled_ = std::make_unique<PooledPlatform>(*platform_);
  protection_key_ = ProtectionKey(*platform_);
  v8::V8::InitializePlatform(pooled_.get());
  v8::V8::Initialize();
}

void Platform::AdmitThread() const {
  if (protection_key_ < 0) return;
  const int denied = pkey_get(protection_key_);
  // What V8 itself gives a thread: it writes in scopes of its own.
  if ((denied & PKEY_DISABLE_ACCESS) != 0) pkey_set(protection_key_, PKEY_DISABLE_WRITE);
}

}  // namespace sendoff::runtime
