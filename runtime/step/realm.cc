// SPDX-License-Identifier: MIT
#include "runtime/step/realm.h"

#include <array>
#include <utility>

#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

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
             const sources::ModuleSources& sources, const StepLimits& limits)
    : ScriptContext(isolate_host),
      event_loop_(event_loop),
      host_(host),
      leavings_(leavings),
      began_(event_loop.Now()),
      compiler_(isolate(), isolate_host.kept_sources()),
      typescript_(isolate_host.kept_sources()),
      call_sites_(isolate(), typescript_),
      source_errors_(*this, typescript_),
      timers_(*this, limits.timers),
      modules_(
          {*this, sources, compiler_, typescript_, source_errors_, call_sites_, leavings.warnings}),
      rejections_(*this) {
  const v8::HandleScope handles(isolate());
  context()->AllowCodeGenerationFromStrings(limits.allow_eval);
  context()->SetErrorMessageForCodeGenerationFromStrings(Literal(
      isolate(), "eval, new Function and their like are switched off (StepLimits::allow_eval)"));
  RemoveWebAssembly(context());
  WatchOutlivingRuns(context());
}

Realm& Realm::From(v8::Local<v8::Context> context) {
  return static_cast<Realm&>(ScriptContext::From(context));
}

void Realm::OnUncaught(v8::Local<v8::Message>, v8::Local<v8::Value> exception) {
  From(v8::Isolate::GetCurrent()->GetCurrentContext()).Fail(exception, Failure::kUncaught);
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
  return isolate_host().ended() != Limit::kNone || failure_ != Failure::kNone || is_settled();
}

}  // namespace sendoff::runtime
