// SPDX-License-Identifier: MIT
#include "runtime/natives/buffer_binding.h"

#include <array>
#include <memory>
#include <utility>

#include "runtime/v8/v8_compat.h"

namespace sendoff::runtime {
namespace {

// transfer(buffer): its memory in a new one, so that it has none; undefined when it has none
// already, or when that cannot be taken away.
void Transfer(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const auto buffer = info[0].As<v8::ArrayBuffer>();
  if (!buffer->IsDetachable() || buffer->WasDetached()) return;
  std::shared_ptr<v8::BackingStore> store = buffer->GetBackingStore();
  if (!Detach(buffer)) return;
  info.GetReturnValue().Set(v8::ArrayBuffer::New(info.GetIsolate(), std::move(store)));
}

void IsDetached(const v8::FunctionCallbackInfo<v8::Value>& info) {
  info.GetReturnValue().Set(info[0].As<v8::ArrayBuffer>()->WasDetached());
}

constexpr std::array<BindingRow, 2> kRows = {{
    {"transfer", Transfer, 1},
    {"isDetached", IsDetached, 1},
}};

}  // namespace

const Binding kBufferBinding = {"buffers", kRows};

}  // namespace sendoff::runtime
