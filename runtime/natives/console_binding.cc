// SPDX-License-Identifier: MIT
#include "runtime/natives/console_binding.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>

#include "runtime/leavings/console.h"
#include "runtime/step/realm.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

int Longer(int length, size_t by) {
  return static_cast<int>(
      std::min<size_t>(static_cast<size_t>(length) + by, std::numeric_limits<int>::max()));
}

void WriteLine(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Console& console = Realm::From(isolate->GetCurrentContext()).console();
  // js/node/console.js passes strings only.
  const auto whole = info[1].As<v8::String>();
  const v8::Local<v8::String> start = Start(isolate, whole, console.max_line_length());
  std::string text = ToUtf8(isolate, start);
  const int dropped = whole->Length() - start->Length();
  if (!console.secrets().empty()) {
    // A secret that the cut goes through is known by what is behind it.
    const v8::Local<v8::String> more =
        Start(isolate, whole, Longer(start->Length(), console.secrets().longest()));
    text = console.secrets().Redacted(ToUtf8(isolate, more), text.size());
  }
  if (dropped > 0) text += "... " + std::to_string(dropped) + " more characters are not kept";
  console.Write(ToUtf8(isolate, info[0]), std::move(text));
}

void AddSecret(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Realm::From(isolate->GetCurrentContext()).console().secrets().Add(ToUtf8(isolate, info[0]));
}

// What is no console line and goes out all the same.
void Redact(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const Secrets& secrets = Realm::From(isolate->GetCurrentContext()).console().secrets();
  info.GetReturnValue().Set(info[0]);
  if (secrets.empty()) return;
  const std::string text = ToUtf8(isolate, info[0]);
  v8::Local<v8::String> redacted;
  if (ToV8(isolate, secrets.Redacted(text, text.size())).ToLocal(&redacted)) {
    info.GetReturnValue().Set(redacted);
  }
}

constexpr std::array<BindingRow, 3> kRows = {
    {{"addSecret", AddSecret, 1}, {"redacted", Redact, 1}, {"write", WriteLine, 2}}};

}  // namespace

const Binding kConsoleBinding = {"console", kRows};

}  // namespace sendoff::runtime
