// SPDX-License-Identifier: MIT
#include "runtime/natives/timer_binding.h"

#include <array>
#include <chrono>
#include <string>

#include "runtime/step/realm.h"
#include "runtime/step/timers.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

Timers& TimersOf(const v8::FunctionCallbackInfo<v8::Value>& info) {
  return Realm::From(info.GetIsolate()->GetCurrentContext()).timers();
}

// js/node/timers.js passes only numbers and booleans.
uint32_t IdOf(const v8::FunctionCallbackInfo<v8::Value>& info) {
  return info[0].As<v8::Uint32>()->Value();
}

void StartTimer(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const auto delay = static_cast<int64_t>(info[1].As<v8::Number>()->Value());
  TimersOf(info).Start(IdOf(info), std::chrono::milliseconds(delay), info[2]->IsTrue());
}

void StartImmediate(const v8::FunctionCallbackInfo<v8::Value>& info) {
  TimersOf(info).StartImmediate(IdOf(info));
}

void Stop(const v8::FunctionCallbackInfo<v8::Value>& info) { TimersOf(info).Stop(IdOf(info)); }

void SetRef(const v8::FunctionCallbackInfo<v8::Value>& info) {
  TimersOf(info).SetRef(IdOf(info), info[1]->IsTrue());
}

void QueueMicrotask(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Realm::From(isolate->GetCurrentContext())
      .microtasks()
      .EnqueueMicrotask(isolate, info[0].As<v8::Function>());
}

// place(): where the step is just now, "step.mjs:3:9"; empty where none of its code runs.
void Here(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  info.GetReturnValue().Set(
      Literal(isolate, Realm::From(isolate->GetCurrentContext()).call_sites().Here()));
}

// scheduleTicks(): there is something for internals.runTicks.
void ScheduleTicks(const v8::FunctionCallbackInfo<v8::Value>& info) {
  Realm::From(info.GetIsolate()->GetCurrentContext()).ScheduleTicks();
}

// An exception that nothing caught, in a callback that has no caller.
void Uncaught(const v8::FunctionCallbackInfo<v8::Value>& info) {
  Realm::From(info.GetIsolate()->GetCurrentContext()).Fail(info[0], Failure::kUncaught);
}

// reserve(): throws where one more timer would be too many, or cannot be waited for.
void Reserve(const v8::FunctionCallbackInfo<v8::Value>& info) {
  Realm& realm = Realm::From(info.GetIsolate()->GetCurrentContext());
  const Result<void> prepared = realm.event_loop().Prepare();
  if (!prepared.ok()) {
    return realm.Throw(prepared.error().code, "", prepared.error().message);
  }
  if (realm.timers().HasRoom()) return;
  realm.Throw(ErrorCode::kStepTimers, "",
              "too many timers: " + std::to_string(realm.timers().max_timers()) +
                  " may run at once. Wait for those that run, or clear them");
}

constexpr std::array<BindingRow, 9> kRows = {{
    {"reserve", Reserve, 0},
    {"start", StartTimer, 3},
    {"startImmediate", StartImmediate, 1},
    {"stop", Stop, 1},
    {"setRef", SetRef, 2},
    {"queueMicrotask", QueueMicrotask, 1},
    {"place", Here, 0},
    {"scheduleTicks", ScheduleTicks, 0},
    {"uncaught", Uncaught, 1},
}};

}  // namespace

const Binding kTimerBinding = {"timers", kRows};

}  // namespace sendoff::runtime
