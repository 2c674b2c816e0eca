// SPDX-License-Identifier: MIT
#pragma once

#include <libplatform/libplatform.h>
#include <v8.h>

#include <memory>

namespace sendoff {

// V8 started with nothing of ours, and what its isolates are made with.
struct BareV8 {
  BareV8() {
    v8::V8::InitializePlatform(platform.get());
    v8::V8::Initialize();
    params.array_buffer_allocator = allocator.get();
  }

  const std::unique_ptr<v8::Platform> platform = v8::platform::NewDefaultPlatform(1);
  const std::unique_ptr<v8::ArrayBuffer::Allocator> allocator{
      v8::ArrayBuffer::Allocator::NewDefaultAllocator()};
  v8::Isolate::CreateParams params;
};

}  // namespace sendoff
