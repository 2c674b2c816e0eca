// SPDX-License-Identifier: MIT
// What a step is given and what comes of it.
#pragma once

#include <sendoff/error.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sendoff {
inline namespace v1 {

// What one run of a step is given. The texts named `_json` are JSON documents.
struct StepInput {
  std::string file;  // path of the step's file; imports are relative to it

  // The folder outside which the step reads no file, whatever it imports and wherever symbolic
  // links lead. The step's file is in it. Empty: the folder of that file.
  std::string root;

  std::string event_json = "{}";           // steps.trigger.event, and `event` of the old form
  std::string steps_json = "{}";           // earlier steps' exports by step name
  std::string props_json = "{}";           // values of the component's props by name
  std::map<std::string, std::string> env;  // the whole of process.env

  // $auth of app props, a JSON object each, by the prop's name or the app's, or by either in
  // capitals with _ for what is no letter or digit. A `$auth` in `props_json` wins.
  std::map<std::string, std::string> auths;

  // Texts that are given in confidence beside those of `auths`, $auth in `props_json`, and props
  // with `secret: true`, which are taken for such anyway: values of `env`, for example. They are
  // hidden wherever they stand in records and console lines; see Redactor for how, and which are
  // too short.
  std::vector<std::string> secrets;

  std::string context_json = "{}";  // fields of $.context that are to differ from docs/steps.md
  std::string resume_url;           // what $.flow.suspend, delay and rerun answer; empty: undefined
  std::string cancel_url;           // likewise
  std::string run;                  // a unique id for this run; made up when empty
};

// What a step may use. Passing a limit ends the run, with an error that names it, or does what is
// said here; never does it end the process. The largest value of each is "without a limit".
struct StepLimits {
  std::chrono::milliseconds wall_time = std::chrono::seconds(30);
  // Of the run's thread; what strips the types of TypeScript has only the wall time as its limit.
  std::chrono::milliseconds cpu_time = std::chrono::hours(24);
  uint64_t heap_bytes = 256ull << 20;  // heap and buffers together

  // Of return value, exports, response and flow together, as JSON. Passing it throws.
  uint64_t result_bytes = 16ull << 20;
  // What JSON has no word for in these, such as a function or a circle, throws. Without it it is
  // left out, with a warning that names the path.
  bool strict_results = false;

  // Timers, intervals and immediates that run at once. Starting one more throws.
  uint64_t timers = 100'000;

  // Of what the step prints. Past it the first and the last lines are kept, and a line between them
  // says how many are not.
  uint64_t console_bytes = 4ull << 20;
  uint64_t console_lines = 10'000;

  // eval(), new Function() and their like; without it they throw an EvalError.
  bool allow_eval = true;

  // How long V8 may take to stop a step that a limit has ended. Some built-in functions never look
  // whether they should: the run then ends without its thread, see RunResult::left_behind.
  std::chrono::milliseconds grace = std::chrono::seconds(5);
};

struct ConsoleLine {
  std::string level;  // "log", "info", "warn", "error", "debug"
  std::string text;   // UTF-8
  std::chrono::system_clock::time_point time;
};

// A JavaScript error, or what stands for one when something else was thrown.
struct StepError {
  ErrorCode kind = ErrorCode::kStepThrew;
  std::string name;
  std::string message;
  std::string code;   // the error object's own `code` where it is a string, else `kind`'s name
  std::string stack;  // with the step's own lines
  std::string hint;   // how to mend it, where sendoff knows; else empty
  std::shared_ptr<const StepError> cause;
};

enum class StepStatus {
  kOk,          // the step's promise fulfilled
  kError,       // it was rejected, or the step could not be run
  kTerminated,  // a limit or Engine::Shutdown ended it; it never settled
};

// "ok", "error", "terminated"
std::string_view ToString(StepStatus status);

// What a step asked of whoever runs its workflow, by a function of $.flow. sendoff records it and
// does nothing.
struct FlowIntent {
  std::string action;          // "exit", "suspend", "delay", "rerun", "refreshTimeout", "trigger"
  std::string arguments_json;  // an object; which members each action has: docs/steps.md
};

struct StepResult {
  std::string run;       // the run's id; empty where none was begun
  std::string workflow;  // RunOptions::workflow
  std::chrono::system_clock::time_point started_at;
  StepStatus status = StepStatus::kError;
  std::optional<std::string> return_value_json;  // none for `undefined`
  std::string exports_json = "{}";               // what $.export made, by name
  std::optional<std::string> respond_json;       // what $.respond was given; see docs/steps.md
  std::vector<FlowIntent> flow;                  // in the order of the calls
  std::optional<StepError> error;
  std::vector<ConsoleLine> console;
  std::vector<std::string> warnings;
  std::chrono::nanoseconds duration{};
  // Of the isolate at the end: heap, buffers and what natives hold for it, garbage and what earlier
  // runs of its group have left included. 0 where the step has not settled.
  uint64_t heap_bytes = 0;
};

}  // namespace v1
}  // namespace sendoff
