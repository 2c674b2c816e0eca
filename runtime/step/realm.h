// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <string>
#include <utility>

#include "runtime/isolate/isolate_host.h"
#include "runtime/isolate/script_context.h"
#include "runtime/leavings/leavings.h"
#include "runtime/modules/call_sites.h"
#include "runtime/modules/module_loader.h"
#include "runtime/modules/source_compiler.h"
#include "runtime/step/event_loop.h"
#include "runtime/step/rejections.h"
#include "runtime/step/step_host.h"
#include "runtime/step/timers.h"
#include "sources/module_sources.h"
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
class Realm final : public ScriptContext {
 public:
  // All arguments outlive it.
  Realm(IsolateHost& isolate_host, EventLoop& event_loop, StepHost& host, Leavings& leavings,
        const sources::ModuleSources& sources, const StepLimits& limits);
  ~Realm() = default;
  Realm(const Realm&) = delete;
  Realm& operator=(const Realm&) = delete;

  // The realm that a context belongs to: the way of a native function to its run.
  static Realm& From(v8::Local<v8::Context> context);

  // V8's hook for an exception that nothing has caught and nobody waits for, such as one of a
  // FinalizationRegistry's callback: it fails the step. For the whole isolate.
  static void OnUncaught(v8::Local<v8::Message> message, v8::Local<v8::Value> exception);

  EventLoop& event_loop() { return event_loop_; }
  StepHost& host() { return host_; }
  // How long ago the run began.
  Duration age() const { return event_loop_.Now() - began_; }

  SourceCompiler& compiler() { return compiler_; }
  sources::TypeScriptFiles& typescript() { return typescript_; }
  CallSites& call_sites() { return call_sites_; }
  SourceErrors& source_errors() { return source_errors_; }
  Console& console() { return leavings_.console; }
  StepOutcome& outcome() { return leavings_.outcome; }
  Timers& timers() { return timers_; }
  ModuleLoader& modules() { return modules_; }
  Rejections& rejections() { return rejections_; }

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
  EventLoop& event_loop_;
  StepHost& host_;
  Leavings& leavings_;
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
  SourceErrors source_errors_;
  Timers timers_;
  ModuleLoader modules_;
  Rejections rejections_;
};

}  // namespace sendoff::runtime
