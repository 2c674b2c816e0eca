// SPDX-License-Identifier: MIT
#include "runtime/natives/memory_binding.h"

#include <array>

#include "runtime/isolate/native_memory.h"
#include "runtime/step/realm.h"

namespace sendoff::runtime {
namespace {

// charge(object, bytes); js/core/guards.js passes nothing else.
void Charge(const v8::FunctionCallbackInfo<v8::Value>& info) {
  Realm::From(info.GetIsolate()->GetCurrentContext())
      .isolate_host()
      .native_memory()
      .Charge(info[0].As<v8::Object>(), static_cast<size_t>(info[1].As<v8::Number>()->Value()));
}

constexpr std::array<BindingRow, 1> kRows = {{{"charge", Charge, 2}}};

}  // namespace

const Binding kMemoryBinding = {"memory", kRows};

}  // namespace sendoff::runtime
