// SPDX-License-Identifier: MIT
#include "runtime/natives/async_binding.h"

#include <array>

#include "runtime/v8/v8_compat.h"

namespace sendoff::runtime {
namespace {

// frame(): what was set where the promise that just runs on got its callback; undefined: nothing.
void Frame(const v8::FunctionCallbackInfo<v8::Value>& info) {
  info.GetReturnValue().Set(ContinuationData(info.GetIsolate()->GetCurrentContext()));
}

// setFrame(value): what code sees from now on, and what runs after its promises.
void SetFrame(const v8::FunctionCallbackInfo<v8::Value>& info) {
  SetContinuationData(info.GetIsolate()->GetCurrentContext(), info[0]);
}

constexpr std::array<BindingRow, 2> kRows = {{
    {"frame", Frame, 0},
    {"setFrame", SetFrame, 1},
}};

}  // namespace

const Binding kAsyncBinding = {"async", kRows};

}  // namespace sendoff::runtime
