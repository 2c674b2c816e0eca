// SPDX-License-Identifier: MIT
#include "runtime/isolate/script_context.h"

#include "base/check.h"
#include "runtime/snapshot/snapshot.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

constexpr size_t kMaxMessage = 64 << 10;  // bytes; a message may quote what a step made up

}  // namespace

ScriptContext::ScriptContext(IsolateHost& isolate_host)
    : isolate_host_(isolate_host),
      microtasks_(v8::MicrotaskQueue::New(isolate(), v8::MicrotasksPolicy::kExplicit)) {
  const v8::HandleScope handles(isolate());
  const v8::Local<v8::Context> context =
      v8::Context::New(isolate(), nullptr, {}, {}, {}, microtasks_.get());
  SENDOFF_CHECK(!context.IsEmpty());
  context->SetAlignedPointerInEmbedderData(kScriptContextSlot, this);
  context_.Reset(isolate(), context);
  internals_.Reset(
      isolate(),
      context
          ->GetDataFromSnapshotOnce<v8::Object>(Snapshot::kInternalsIndex)  // bootstrap
          .ToLocalChecked());                                               // bootstrap
}

ScriptContext::~ScriptContext() {
  const v8::HandleScope handles(isolate());
  for (int slot = kScriptContextSlot; slot < kContextSlots; ++slot) {
    context()->SetAlignedPointerInEmbedderData(slot, nullptr);
  }
  // It forgets its microtask queue, which goes before the garbage collector finds the context.
  context()->DetachGlobal();
}

ScriptContext& ScriptContext::From(v8::Local<v8::Context> context) {
  auto* self =
      static_cast<ScriptContext*>(context->GetAlignedPointerFromEmbedderData(kScriptContextSlot));
  SENDOFF_CHECK(self != nullptr);
  return *self;
}

v8::Local<v8::Value> ScriptContext::Internal(std::string_view name) {
  v8::Local<v8::Value> value;
  if (internals_.Get(isolate())->Get(context(), Name(isolate(), name)).ToLocal(&value)) {
    return value;
  }
  return v8::Undefined(isolate());
}

v8::MaybeLocal<v8::Value> ScriptContext::CallInternal(std::string_view name,
                                                      std::span<v8::Local<v8::Value>> arguments) {
  const v8::Local<v8::Value> function = Internal(name);
  // The look-up fails only when a limit has ended the run.
  if (!function->IsFunction()) return {};
  return function.As<v8::Function>()->Call(context(), v8::Undefined(isolate()),
                                           static_cast<int>(arguments.size()), arguments.data());
}

v8::Local<v8::Value> ScriptContext::MakeFault(ErrorCode kind, const std::string& message) {
  v8::Local<v8::Value> arguments[] = {Literal(isolate(), ErrorName(kind)),
                                      Literal(isolate(), message.substr(0, kMaxMessage))};
  v8::Local<v8::Value> fault;
  if (CallInternal("fault", arguments).ToLocal(&fault)) return fault;
  return v8::Exception::Error(Literal(isolate(), message));
}

void ScriptContext::Throw(ErrorCode kind, const std::string& where, const std::string& message) {
  isolate()->ThrowException(MakeFault(kind, where.empty() ? message : where + ": " + message));
}

}  // namespace sendoff::runtime
