// SPDX-License-Identifier: MIT
#include "runtime/console.h"

#include <array>
#include <chrono>

#include "runtime/realm.h"
#include "runtime/v8_text.h"

namespace sendoff::runtime {
namespace {

void WriteLine(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Realm::From(isolate->GetCurrentContext())
      .console()
      .Write(ToUtf8(isolate, info[0]), ToUtf8(isolate, info[1]));
}

constexpr std::array<BindingRow, 1> kRows = {{{"write", WriteLine, 2}}};

}  // namespace

const Binding Console::kBinding = {"console", kRows};

void Console::Write(std::string level, std::string text) {
  if (full_) return;
  const auto now = std::chrono::system_clock::now();
  if (bytes_ + text.size() > kMaxBytes || lines_.size() >= kMaxLines) {
    full_ = true;
    lines_.push_back({"warn",
                      "sendoff: the console is full; what the step printed after this is not kept",
                      now});
    return;
  }
  bytes_ += text.size();
  lines_.push_back({std::move(level), std::move(text), now});
}

}  // namespace sendoff::runtime
