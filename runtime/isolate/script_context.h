// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>
#include <v8.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "runtime/isolate/isolate_host.h"

namespace sendoff::runtime {

// What a context's slots for embedders hold; 0 is the debugger's.
enum ContextSlot : int {
  kScriptContextSlot = 1,
  kModuleLoaderSlot = 2,
  kContextSlots,
};

// A context made from the snapshot, with its microtask queue and the functions of js/ that the
// native side calls: what everything of a run stands on. The run's thread; made inside a
// HandleScope and destroyed before the isolate. A Realm is one.
class ScriptContext {
 public:
  ScriptContext(const ScriptContext&) = delete;
  ScriptContext& operator=(const ScriptContext&) = delete;

  // The one behind a context.
  static ScriptContext& From(v8::Local<v8::Context> context);

  v8::Isolate* isolate() const { return isolate_host_.isolate(); }
  v8::Local<v8::Context> context() const { return context_.Get(isolate()); }
  IsolateHost& isolate_host() const { return isolate_host_; }
  v8::MicrotaskQueue& microtasks() { return *microtasks_; }

  // A property of `internals`; undefined when there is none.
  v8::Local<v8::Value> Internal(std::string_view name);

  // Calls a function of `internals`. Empty with the exception pending when it throws. The context
  // is entered.
  v8::MaybeLocal<v8::Value> CallInternal(std::string_view name,
                                         std::span<v8::Local<v8::Value>> arguments);

  // An error with one of sendoff's own kinds; `kind` says which, `message` what and how to mend it.
  v8::Local<v8::Value> MakeFault(ErrorCode kind, const std::string& message);

  // Throws one. `where`, "step.mjs:3:9", stands before the message unless it is empty.
  void Throw(ErrorCode kind, const std::string& where, const std::string& message);

 protected:
  // `isolate_host` outlives it.
  explicit ScriptContext(IsolateHost& isolate_host);
  ~ScriptContext();

 private:
  IsolateHost& isolate_host_;
  // Of this run alone: what it leaves undone goes with it.
  const std::unique_ptr<v8::MicrotaskQueue> microtasks_;
  v8::Global<v8::Context> context_;
  v8::Global<v8::Object> internals_;
};

}  // namespace sendoff::runtime
