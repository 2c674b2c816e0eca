// SPDX-License-Identifier: MIT
#include "runtime/realm.h"

#include <utility>

#include "base/check.h"
#include "runtime/v8_text.h"

namespace sendoff::runtime {
namespace {

constexpr int kEmbedderSlot = 1;  // 0 is the debugger's

constexpr size_t kMaxWarnings = 100;

}  // namespace

Realm::Realm(IsolateHost& isolate_host, EventLoop& event_loop, StepHost& host,
             const std::string& step_file)
    : isolate_host_(isolate_host),
      event_loop_(event_loop),
      host_(host),
      timers_(*this),
      modules_(*this, step_file),
      rejections_(*this) {
  const v8::HandleScope handles(isolate());
  const v8::Local<v8::Context> context = v8::Context::New(isolate());
  SENDOFF_CHECK(!context.IsEmpty());
  context->SetAlignedPointerInEmbedderData(kEmbedderSlot, this);
  context_.Reset(isolate(), context);
  internals_.Reset(isolate(),
                   context
                       ->GetDataFromSnapshotOnce<v8::Object>(kInternalsIndex)  // bootstrap
                       .ToLocalChecked());                                     // bootstrap
}

Realm::~Realm() {
  const v8::HandleScope handles(isolate());
  context()->SetAlignedPointerInEmbedderData(kEmbedderSlot, nullptr);
}

Realm& Realm::From(v8::Local<v8::Context> context) {
  auto* realm = static_cast<Realm*>(context->GetAlignedPointerFromEmbedderData(kEmbedderSlot));
  SENDOFF_CHECK(realm != nullptr);
  return *realm;
}

v8::Local<v8::Value> Realm::Internal(std::string_view name) {
  v8::Local<v8::Value> value;
  if (internals_.Get(isolate())->Get(context(), Name(isolate(), name)).ToLocal(&value)) {
    return value;
  }
  return v8::Undefined(isolate());
}

v8::MaybeLocal<v8::Value> Realm::CallInternal(std::string_view name,
                                              std::span<v8::Local<v8::Value>> arguments) {
  const v8::Local<v8::Value> function = Internal(name);
  // The look-up fails only when a limit has ended the run.
  if (!function->IsFunction()) return {};
  return function.As<v8::Function>()->Call(context(), v8::Undefined(isolate()),
                                           static_cast<int>(arguments.size()), arguments.data());
}

v8::Local<v8::Value> Realm::MakeFault(ErrorCode kind, const std::string& message) {
  v8::Local<v8::Value> arguments[] = {Literal(isolate(), ErrorName(kind)),
                                      Literal(isolate(), message)};
  v8::Local<v8::Value> fault;
  if (CallInternal("fault", arguments).ToLocal(&fault)) return fault;
  return v8::Exception::Error(Literal(isolate(), message));
}

std::string Realm::FramePlace(v8::Local<v8::StackFrame> frame) {
  // The name of a script is the same for all its calls.
  const auto [entry, is_new] = script_names_.try_emplace(frame->GetScriptId());
  if (is_new) entry->second = ToUtf8(isolate(), frame->GetScriptName());
  const std::string& name = entry->second;
  if (name.empty() || name.starts_with("sendoff:")) return {};
  v8::Location at = frame->GetLocation();
  return name + ":" + std::to_string(at.GetLineNumber() + 1) + ":" +
         std::to_string(at.GetColumnNumber() + 1);
}

std::string Realm::CallSite(v8::Isolate* isolate) {
  const v8::HandleScope handles(isolate);
  constexpr auto kWhat = static_cast<v8::StackTrace::StackTraceOptions>(
      v8::StackTrace::kLineNumber | v8::StackTrace::kColumnOffset | v8::StackTrace::kScriptName);
  // The call is nearly always the step's own top frame; built-ins such as forEach are rare.
  for (const int limit : {1, 16}) {
    const v8::Local<v8::StackTrace> trace =
        v8::StackTrace::CurrentStackTrace(isolate, limit, kWhat);
    for (int i = 0; i < trace->GetFrameCount(); ++i) {
      std::string place = FramePlace(trace->GetFrame(isolate, static_cast<uint32_t>(i)));
      if (!place.empty()) return place;
    }
  }
  return {};
}

void Realm::Warn(std::string text) {
  if (warnings_.size() >= kMaxWarnings || !warned_.insert(text).second) return;
  warnings_.push_back(std::move(text));
}

bool Realm::is_settled() const {
  if (promise_.IsEmpty()) return false;
  const v8::HandleScope handles(isolate());
  return promise_.Get(isolate())->State() != v8::Promise::kPending;
}

void Realm::Fail(v8::Local<v8::Value> reason, Failure failure) {
  if (failure_ != Failure::kNone) return;
  failure_ = failure;
  failure_reason_.Reset(isolate(), reason);
}

bool Realm::is_over() const {
  return isolate_host_.ended() != Limit::kNone || failure_ != Failure::kNone || is_settled();
}

}  // namespace sendoff::runtime
