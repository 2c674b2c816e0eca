// SPDX-License-Identifier: MIT
#include "runtime/natives/console_binding.h"

#include <array>
#include <chrono>
#include <string>
#include <utility>

#include "runtime/leavings/console.h"
#include "runtime/step/realm.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

void WriteLine(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Realm& realm = Realm::From(isolate->GetCurrentContext());
  Console& console = realm.console();
  // js/node/console.js passes strings only.
  const auto whole = info[1].As<v8::String>();
  const v8::Local<v8::String> start = Start(isolate, whole, console.max_line_length());
  std::string text = ToUtf8(isolate, start);
  const int dropped = whole->Length() - start->Length();
  if (dropped > 0) text += "... " + std::to_string(dropped) + " more characters are not kept";
  ConsoleLine line = {ToUtf8(isolate, info[0]), std::move(text), std::chrono::system_clock::now()};
  realm.host().OnConsoleLine(line);
  console.Write(std::move(line));
}

constexpr std::array<BindingRow, 1> kRows = {{{"write", WriteLine, 2}}};

}  // namespace

const Binding kConsoleBinding = {"console", kRows};

}  // namespace sendoff::runtime
