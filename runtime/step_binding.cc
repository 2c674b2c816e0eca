// SPDX-License-Identifier: MIT
#include "runtime/step_binding.h"

#include <array>

#include "runtime/realm.h"
#include "runtime/v8_text.h"

namespace sendoff::runtime {
namespace {

// warn(text): a warning beside the step's result.
void Warn(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Realm::From(isolate->GetCurrentContext()).Warn(ToUtf8(isolate, info[0]));
}

constexpr std::array<BindingRow, 1> kRows = {{{"warn", Warn, 1}}};

}  // namespace

const Binding kStepBinding = {"step", kRows};

}  // namespace sendoff::runtime
