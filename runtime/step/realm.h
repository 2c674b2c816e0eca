// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/isolate/isolate_host.h"
#include "runtime/modules/module_loader.h"
#include "runtime/modules/source_compiler.h"
#include "runtime/step/call_sites.h"
#include "runtime/step/event_loop.h"
#include "runtime/step/leavings.h"
#include "runtime/step/rejections.h"
#include "runtime/step/step_host.h"
#include "runtime/step/timers.h"
#include "sources/typescript_files.h"

namespace sendoff::runtime {

// How a step failed other than by its own promise.
enum class Failure {
  kNone,
  kUncaught,            // an exception in a timer or a microtask that nothing caught
  kUnhandledRejection,  // a promise was rejected and nothing handled it
};

// The context of one run and what belongs to it. Made on the run's thread inside a HandleScope,
// destroyed before the isolate; its handles go with it.
class Realm {
 public:
  // Where the snapshot keeps `internals`, the functions of js/ that the native side calls.
  static constexpr size_t kInternalsIndex = 0;

  // All arguments outlive it. Of `input` only the step's file and its root are looked at, for what
  // its imports are relative to, where they may lead, and how its files are called in stacks.
  Realm(IsolateHost& isolate_host, EventLoop& event_loop, StepHost& host, Leavings& leavings,
        const StepInput& input, const StepLimits& limits);
  ~Realm();
  Realm(const Realm&) = delete;
  Realm& operator=(const Realm&) = delete;

  // The realm that a context belongs to: the way of a native function to its run.
  static Realm& From(v8::Local<v8::Context> context);

  // V8's hook for an exception that nothing has caught and nobody waits for, such as one of a
  // FinalizationRegistry's callback: it fails the step. For the whole isolate.
  static void OnUncaught(v8::Local<v8::Message> message, v8::Local<v8::Value> exception);

  v8::Isolate* isolate() const { return isolate_host_.isolate(); }
  v8::Local<v8::Context> context() const { return context_.Get(isolate()); }
  IsolateHost& isolate_host() { return isolate_host_; }
  EventLoop& event_loop() { return event_loop_; }
  StepHost& host() { return host_; }
  // How long ago the run began.
  Duration age() const { return event_loop_.Now() - began_; }

  v8::MicrotaskQueue& microtasks() { return *microtasks_; }
  SourceCompiler& compiler() { return compiler_; }
  sources::TypeScriptFiles& typescript() { return typescript_; }
  CallSites& call_sites() { return call_sites_; }
  Console& console() { return leavings_.console; }
  StepOutcome& outcome() { return leavings_.outcome; }
  Timers& timers() { return timers_; }
  ModuleLoader& modules() { return modules_; }
  Rejections& rejections() { return rejections_; }

  // A property of `internals`; undefined when there is none.
  v8::Local<v8::Value> Internal(std::string_view name);

  // Calls a function of `internals`. Empty with the exception pending when it throws. The context
  // is entered.
  v8::MaybeLocal<v8::Value> CallInternal(std::string_view name,
                                         std::span<v8::Local<v8::Value>> arguments);

  // An error with one of sendoff's own kinds; `kind` says which, `message` what and how to mend it.
  v8::Local<v8::Value> MakeFault(ErrorCode kind, const std::string& message);

  // Something that the step's author should know. Each text counts once.
  void Warn(std::string text) { leavings_.warnings.Add(std::move(text)); }

  // Something that is no Error was thrown there, and has no stack that would say so.
  void NoteThrow(v8::Local<v8::Value> thrown, std::string place);
  // Where that was thrown, if it is what was noted last; else nothing.
  std::string PlaceOfThrow(v8::Local<v8::Value> thrown) const;

  // What process.nextTick was given is to be called. `TakeTicks` says so once.
  void ScheduleTicks() { has_ticks_ = true; }
  bool TakeTicks() { return std::exchange(has_ticks_, false); }

  // The promise that the run waits for, once there is one.
  void set_step_promise(v8::Local<v8::Promise> promise) { promise_.Reset(isolate(), promise); }
  v8::Local<v8::Promise> step_promise() const { return promise_.Get(isolate()); }
  bool is_settled() const;

  // Notes that the step failed without its promise; the first time counts.
  void Fail(v8::Local<v8::Value> reason, Failure failure);
  Failure failure() const { return failure_; }
  v8::Local<v8::Value> failure_reason() const { return failure_reason_.Get(isolate()); }

  // Whether no more callbacks may run: the step settled or failed, or a limit ended it.
  bool is_over() const;

 private:
  IsolateHost& isolate_host_;
  EventLoop& event_loop_;
  StepHost& host_;
  Leavings& leavings_;
  // Of this run alone: what it leaves undone goes with it.
  const std::unique_ptr<v8::MicrotaskQueue> microtasks_;
  v8::Global<v8::Context> context_;
  v8::Global<v8::Object> internals_;
  v8::Global<v8::Promise> promise_;
  v8::Global<v8::Value> failure_reason_;
  v8::Global<v8::Value> thrown_;
  std::string place_of_throw_;
  Failure failure_ = Failure::kNone;
  bool has_ticks_ = false;
  const Instant began_;
  SourceCompiler compiler_;
  sources::TypeScriptFiles typescript_;
  CallSites call_sites_;
  Timers timers_;
  ModuleLoader modules_;
  Rejections rejections_;
};

}  // namespace sendoff::runtime
