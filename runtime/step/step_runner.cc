// SPDX-License-Identifier: MIT
#include "runtime/step/step_runner.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/own_error.h"
#include "runtime/isolate/isolate_host.h"
#include "runtime/isolate/watchdog.h"
#include "runtime/leavings/limit.h"
#include "runtime/step/call_scope.h"
#include "runtime/step/event_loop.h"
#include "runtime/step/realm.h"
#include "runtime/step/step_error.h"
#include "runtime/step/step_source.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

// One run inside its realm, from the file to the result.
class StepRun {
 public:
  StepRun(Realm& realm, const StepInput& input, const StepLimits& limits, StepResult* result)
      : realm_(realm), input_(input), limits_(limits), result_(result) {}

  // False when a limit ended it.
  bool Run() {
    if (!Start()) return !ended();
    while (!realm_.is_over()) {
      RunPlatformTasks();
      if (realm_.is_over()) break;
      if (realm_.event_loop().idle()) {
        FailNeverSettles();
        return true;
      }
      realm_.event_loop().Turn();
    }
    return !ended() && Finish() && !ended();
  }

 private:
  bool ended() const { return realm_.isolate_host().ended() != Limit::kNone; }

  // What V8 has to do on this thread. That may be the step's own callbacks, so it is as with
  // timers: microtasks follow each, and when the run is over nothing does.
  void RunPlatformTasks() {
    while (!realm_.is_over() && realm_.isolate_host().RunPlatformTask()) {
      CallScope(realm_).Checkpoint();
    }
  }

  // Whether the step now runs, or has run. Else its error is in the result, or a limit ended it.
  bool Start() {
    CallScope scope(realm_);
    if (!SetUp(scope) || !Begin(scope)) {
      if (!ended()) {
        const v8::Local<v8::Value> exception = scope.try_catch().Exception();
        scope.try_catch().Reset();
        Describe(exception);
      }
      return false;
    }
    return scope.Checkpoint(CallScope::First::kMicrotasks);
  }

  // Tells js/step/step.js of the run: one object, by the names that it takes apart there.
  bool SetUp(CallScope& scope) {
    v8::Isolate* isolate = realm_.isolate();
    const ModuleLoader& modules = realm_.modules();
    const v8::Local<v8::Object> run = NewBareObject(isolate);
    v8::Local<v8::Value> argument = run;
    return AddText(run, "id", input_.run) &&
           AddText(run, "file", modules.DisplayName(modules.step_path())) &&
           AddText(run, "event", input_.event_json) && AddText(run, "steps", input_.steps_json) &&
           AddText(run, "props", input_.props_json) &&
           AddText(run, "context", input_.context_json) &&
           AddText(run, "resumeUrl", input_.resume_url) &&
           AddText(run, "cancelUrl", input_.cancel_url) &&
           AddObject(run, "accounts", input_.auths) && AddObject(run, "env", input_.env) &&
           Add(run, "isStrict", v8::Boolean::New(isolate, limits_.strict_results)) &&
           !scope.Call("setUp", {&argument, 1}).IsEmpty();
  }

  // These are false with an exception pending where a text is longer than V8's strings can be.

  bool Add(v8::Local<v8::Object> object, std::string_view name, v8::Local<v8::Value> value) {
    v8::Local<v8::String> key;
    return ToV8(realm_.isolate(), name).ToLocal(&key) &&
           object->CreateDataProperty(realm_.context(), key, value).FromMaybe(false);
  }

  bool AddText(v8::Local<v8::Object> object, const std::string& name, const std::string& text) {
    v8::Local<v8::String> string;
    if (ToV8(realm_.isolate(), text).ToLocal(&string)) return Add(object, name, string);
    realm_.Throw(ErrorCode::kUsage, "",
                 "the input is too large: " + name.substr(0, 100) + " has " +
                     std::to_string(text.size()) + " bytes, and a string has at most " +
                     std::to_string(v8::String::kMaxLength) + " characters");
    return false;
  }

  bool AddObject(v8::Local<v8::Object> object, const std::string& name,
                 const std::map<std::string, std::string>& texts) {
    const v8::Local<v8::Object> inner = v8::Object::New(realm_.isolate());
    for (const auto& [key, text] : texts) {
      if (key.size() > v8::String::kMaxLength) return AddText(inner, "a name", key);
      if (!AddText(inner, key, text)) return false;
    }
    return Add(object, name, inner);
  }

  // Compiles the step and calls it.
  bool Begin(CallScope& scope) {
    const std::optional<StepSource> source = CompileStep(realm_);
    if (!source) return false;
    v8::Local<v8::Value> promise;
    if (!source->module.IsEmpty()) {
      if (!BeginModule(scope, source->module).ToLocal(&promise)) return false;
    } else {
      v8::Local<v8::Value> arguments[] = {source->function,
                                          Literal(realm_.isolate(), realm_.modules().step_path())};
      if (!scope.Call("runScript", arguments).ToLocal(&promise)) return false;
    }
    // Its rejection is the step's result, not one that nobody handled.
    promise.As<v8::Promise>()->MarkAsHandled();
    realm_.set_step_promise(promise.As<v8::Promise>());
    return true;
  }

  v8::MaybeLocal<v8::Value> BeginModule(CallScope& scope, v8::Local<v8::Module> module) {
    const v8::Local<v8::Context> context = realm_.context();
    v8::Local<v8::Value> is_bare = v8::Boolean::New(realm_.isolate(), !HasExports(context, module));
    if (scope.Call("beforeModule", {&is_bare, 1}).IsEmpty()) return {};
    // It was linked just now, and nothing has run that could have imported it.
    v8::Local<v8::Value> arguments[2];
    if (!module->Evaluate(context).ToLocal(&arguments[0])) return {};
    arguments[1] = module->GetModuleNamespace();
    return scope.Call("runModule", arguments);
  }

  // After the last JavaScript of the step: its result, or its error.
  bool Finish() {
    CallScope scope(realm_);
    if (realm_.failure() != Failure::kNone) return FinishFailed(scope);
    WarnOfOpenEnds();
    const v8::Local<v8::Promise> promise = realm_.step_promise();
    if (promise->State() == v8::Promise::kRejected) return Describe(promise->Result());
    result_->status = StepStatus::kOk;
    return true;
  }

  bool FinishFailed(CallScope& scope) {
    v8::Local<v8::Value> reason = realm_.failure_reason();
    v8::Local<v8::Value> is_end;
    if (!scope.Call("isEndSignal", {&reason, 1}).ToLocal(&is_end)) return false;
    if (is_end->IsTrue()) {
      result_->status = StepStatus::kOk;
      return true;
    }
    if (realm_.failure() == Failure::kUncaught) return Describe(reason);
    result_->error = DescribeUnhandledRejection(realm_, reason);
    return result_->error.has_value();
  }

  bool Describe(v8::Local<v8::Value> thrown) {
    result_->error = DescribeError(realm_, thrown);
    return result_->error.has_value();
  }

  void FailNeverSettles() {
    StepError error = OwnError(
        ErrorCode::kStepNeverSettles, "Error",
        "the step waits for a promise that can never settle: no timer is running and nothing else "
        "is left that could resolve it");
    error.hint = "Look for a new Promise() whose resolve() or reject() is not called on every way.";
    result_->error = std::move(error);
  }

  void WarnOfOpenEnds() {
    const size_t timers = realm_.timers().waiting();
    if (timers > 0) {
      realm_.Warn(
          "the step ended while " +
          (timers == 1 ? std::string("a timer was") : std::to_string(timers) + " timers were") +
          " still running" + Listed(OpenTimers(), timers) +
          "; what they would have called did not run. Await what the step must finish");
    }
    const size_t requests = realm_.event_loop().holds() - timers;
    if (requests > 0) {
      realm_.Warn("the step ended while " +
                  (requests == 1 ? std::string("a request was")
                                 : std::to_string(requests) + " requests were") +
                  " still waiting for a response, which nothing will read" +
                  Listed(realm_.host().OpenRequests(), requests) +
                  ". Await what the step must finish");
    }
  }

  std::vector<std::string> OpenTimers() {
    v8::Local<v8::Value> most = v8::Integer::New(realm_.isolate(), kMaxListed);
    v8::Local<v8::Value> found;
    std::vector<std::string> open;
    if (realm_.CallInternal("openTimers", {&most, 1}).ToLocal(&found)) {
      AddTexts(realm_.context(), found, &open);
    }
    return open;
  }

  // " (a, b and 3 more)"
  static std::string Listed(const std::vector<std::string>& open, size_t count) {
    const size_t shown = std::min<size_t>(open.size(), kMaxListed);
    std::string text;
    for (size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : ", ") + open[i];
    if (text.empty()) return {};
    if (count > shown) text += " and " + std::to_string(count - shown) + " more";
    return " (" + text + ")";
  }

  static constexpr int kMaxListed = 3;  // of what a warning is about

  Realm& realm_;
  const StepInput& input_;
  const StepLimits& limits_;
  StepResult* result_;
};

}  // namespace

StepResult RunStep(IsolateHost& isolate_host, const StepInput& input, const StepLimits& limits,
                   StepHost& host, const std::stop_token& stop, RunWatcher* watcher) {
  const SystemClock clock;
  const Instant start = clock.Now();
  const Instant deadline = After(start, limits.wall_time);
  StepResult result;
  result.started_at = WallClock::OfThisMachine().Now();
  std::optional<Leavings> unwatched;
  Leavings& leavings = watcher != nullptr ? watcher->leavings() : unwatched.emplace(limits);
  const IsolateHost::Entered entered(isolate_host, watcher);
  isolate_host.isolate()->SetPromiseRejectCallback(Rejections::OnPromiseReject);
  // Without one V8 prints such exceptions to standard output. Once for an isolate: they add up.
  if (isolate_host.runs() == 1) isolate_host.isolate()->AddMessageListener(Realm::OnUncaught);
  ModuleLoader::InstallHooks(isolate_host.isolate());
  std::optional<Watchdog> watchdog(std::in_place, isolate_host, deadline,
                                   Saturated(limits.cpu_time));
  EventLoop event_loop(clock, isolate_host, deadline, stop);
  const std::stop_callback on_stop(stop, [&isolate_host] { isolate_host.End(Limit::kStop); });
  {
    const v8::HandleScope handles(isolate_host.isolate());
    const auto sources = host.MakeSources(input);
    Realm realm(isolate_host, event_loop, host, leavings, *sources, limits);
    const bool lived = StepRun(realm, input, limits, &result).Run();
    isolate_host.LookForHugeObjects();
    if (lived && isolate_host.ended() == Limit::kNone) {
      host.OnSettled();
      // What follows is not the step's time: it must not end a step that has settled.
      watchdog.reset();
      realm.compiler().Keep();
      result.heap_bytes = isolate_host.UsedBytes();
    } else {
      result.status = StepStatus::kTerminated;
      result.error = DescribeLimit(isolate_host.ended(), limits);
    }
    host.OnEnd();
    leavings.MoveInto(&result);
  }
  result.duration = clock.Now() - start;
  return result;
}

}  // namespace sendoff::runtime
