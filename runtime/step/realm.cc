// SPDX-License-Identifier: MIT
#include "runtime/step/realm.h"

#include <array>
#include <utility>

#include "base/check.h"
#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

constexpr int kEmbedderSlot = 1;  // 0 is the debugger's

constexpr size_t kMaxMessage = 64 << 10;  // bytes; a message may quote what a step made up

// The getter of a global of the list below; `Data()` is its value.
void SpendIsolate(v8::Local<v8::Name>, const v8::PropertyCallbackInfo<v8::Value>& info) {
  Realm::From(info.GetIsolate()->GetCurrentContext()).isolate_host().Spend();
  info.GetReturnValue().Set(info.Data());
}

// The same for Atomics, whose waits need the run's loop.
void WatchWaits(v8::Local<v8::Name> name, const v8::PropertyCallbackInfo<v8::Value>& info) {
  v8::Local<v8::Value> atomics = info.Data();
  Realm& realm = Realm::From(info.GetIsolate()->GetCurrentContext());
  // It fails only when a limit has ended the run.
  if (!realm.CallInternal("watchWaits", {&atomics, 1}).IsEmpty()) SpendIsolate(name, info);
}

// What these make calls back by V8's own tasks, after the run and without looking for it.
struct OutlivingRuns {
  std::string_view name;
  v8::AccessorNameGetterCallback getter;
};
constexpr std::array<OutlivingRuns, 2> kOutlivingRuns = {
    {{"FinalizationRegistry", SpendIsolate}, {"Atomics", WatchWaits}}};

// An isolate serves no other run when its step has touched one of those.
void WatchOutlivingRuns(v8::Local<v8::Context> context) {
  v8::Isolate* isolate = context->GetIsolate();
  for (const OutlivingRuns& each : kOutlivingRuns) {
    const v8::Local<v8::String> name = Name(isolate, each.name);
    v8::Local<v8::Value> value;
    if (!context->Global()->Get(context, name).ToLocal(&value) || value->IsUndefined()) continue;
    context->Global()
        ->SetLazyDataProperty(context, name, each.getter, value, v8::DontEnum)
        .Check();  // bootstrap
  }
}

}  // namespace

Realm::Realm(IsolateHost& isolate_host, EventLoop& event_loop, StepHost& host, Leavings& leavings,
             const StepInput& input, const StepLimits& limits)
    : isolate_host_(isolate_host),
      event_loop_(event_loop),
      host_(host),
      leavings_(leavings),
      microtasks_(v8::MicrotaskQueue::New(isolate(), v8::MicrotasksPolicy::kExplicit)),
      began_(event_loop.Now()),
      compiler_(isolate(), isolate_host.kept_sources()),
      typescript_(isolate_host.kept_sources()),
      call_sites_(isolate(), typescript_),
      timers_(*this, limits.timers),
      modules_(*this, input),
      rejections_(*this) {
  const v8::HandleScope handles(isolate());
  const v8::Local<v8::Context> context =
      v8::Context::New(isolate(), nullptr, {}, {}, {}, microtasks_.get());
  SENDOFF_CHECK(!context.IsEmpty());
  context->SetAlignedPointerInEmbedderData(kEmbedderSlot, this);
  context->AllowCodeGenerationFromStrings(limits.allow_eval);
  context->SetErrorMessageForCodeGenerationFromStrings(Literal(
      isolate(), "eval, new Function and their like are switched off (StepLimits::allow_eval)"));
  context_.Reset(isolate(), context);
  internals_.Reset(isolate(),
                   context
                       ->GetDataFromSnapshotOnce<v8::Object>(kInternalsIndex)  // bootstrap
                       .ToLocalChecked());                                     // bootstrap
  RemoveWebAssembly(context);
  WatchOutlivingRuns(context);
}

Realm::~Realm() {
  const v8::HandleScope handles(isolate());
  context()->SetAlignedPointerInEmbedderData(kEmbedderSlot, nullptr);
  // It forgets its microtask queue, which goes before the garbage collector finds the context.
  context()->DetachGlobal();
}

Realm& Realm::From(v8::Local<v8::Context> context) {
  auto* realm = static_cast<Realm*>(context->GetAlignedPointerFromEmbedderData(kEmbedderSlot));
  SENDOFF_CHECK(realm != nullptr);
  return *realm;
}

void Realm::OnUncaught(v8::Local<v8::Message>, v8::Local<v8::Value> exception) {
  From(v8::Isolate::GetCurrent()->GetCurrentContext()).Fail(exception, Failure::kUncaught);
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
                                      Literal(isolate(), message.substr(0, kMaxMessage))};
  v8::Local<v8::Value> fault;
  if (CallInternal("fault", arguments).ToLocal(&fault)) return fault;
  return v8::Exception::Error(Literal(isolate(), message));
}

bool Realm::is_settled() const {
  if (promise_.IsEmpty()) return false;
  const v8::HandleScope handles(isolate());
  return promise_.Get(isolate())->State() != v8::Promise::kPending;
}

void Realm::NoteThrow(v8::Local<v8::Value> thrown, std::string place) {
  thrown_.Reset(isolate(), thrown);
  place_of_throw_ = std::move(place);
}

std::string Realm::PlaceOfThrow(v8::Local<v8::Value> thrown) const {
  const bool is_that = !thrown_.IsEmpty() && thrown_.Get(isolate())->SameValue(thrown);
  return is_that ? place_of_throw_ : std::string();
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
