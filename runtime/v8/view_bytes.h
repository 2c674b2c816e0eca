// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <cstdint>
#include <span>

namespace sendoff::runtime {

// The bytes that a view shows now. Nothing of the step may run before they were used: it could take
// their memory away.
inline std::span<uint8_t> ViewBytes(v8::Local<v8::ArrayBufferView> view) {
  if (view->ByteLength() == 0) return {};
  auto* data = static_cast<uint8_t*>(view->Buffer()->GetBackingStore()->Data());
  return {data + view->ByteOffset(), view->ByteLength()};
}

}  // namespace sendoff::runtime
