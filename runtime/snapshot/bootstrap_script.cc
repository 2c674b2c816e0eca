// SPDX-License-Identifier: MIT
#include "runtime/snapshot/bootstrap_script.h"

#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {

Result<void> CheckAscii(const BootstrapScript& script) {
  for (const char c : script.source) {
    if (static_cast<unsigned char>(c) > 0x7f) {
      return Error{ErrorCode::kSnapshot, script.name + ": must be pure ASCII"};
    }
  }
  return {};
}

Error DescribeFailure(v8::Isolate* isolate, v8::Local<v8::Context> context,
                      const BootstrapScript& script, const v8::TryCatch& try_catch) {
  std::string text = script.name + ": ";
  const v8::Local<v8::Message> message = try_catch.Message();
  if (!message.IsEmpty()) {
    text += "line " + std::to_string(message->GetLineNumber(context).FromMaybe(0)) + ": ";
    text += ToUtf8(isolate, message->Get());
  }
  v8::Local<v8::Value> stack;
  if (try_catch.StackTrace(context).ToLocal(&stack)) text += "\n" + ToUtf8(isolate, stack);
  return {ErrorCode::kSnapshot, text};
}

}  // namespace sendoff::runtime
