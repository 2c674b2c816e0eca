// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "base/clock.h"
#include "carrier/messages/answer.h"
#include "carrier/messages/calls.h"
#include "carrier/messages/done.h"
#include "carrier/messages/hello.h"
#include "carrier/messages/to_broker.h"
#include "carrier/messages/to_worker.h"
#include "tests/unit/report/record_samples.h"

// Messages with something in every member that is not its default.
namespace sendoff::test {

inline WallTime SomeTime() { return WallTime(std::chrono::nanoseconds(1'700'000'000'123'456'789)); }

inline net::OutboundRequest SomeRequest() {
  net::OutboundRequest request;
  request.seq = 3;
  request.call_site = "step.mjs:12:5";
  request.method = "PATCH";
  request.url = std::move(net::Url::Parse("https://a.example:8443/a?b=c").value());
  request.headers = {{"x-LOWER", "1"}, {"X-A", ""}, {"X-A", "caf\xe9"}};
  request.body = std::make_shared<const std::string>("a\0\xff", 3);
  request.warnings = std::vector<std::string>{"one"};
  return request;
}

inline net::AwaitedTerms SomeTerms() { return {std::chrono::milliseconds(1500), 5, 4096, false}; }

inline net::OutboundRequest SomeAwaited() {
  net::OutboundRequest request = SomeRequest();
  request.awaited = std::make_shared<const net::AwaitedTerms>(SomeTerms());
  return request;
}

inline messages::Assign SomeAssign() {
  using std::chrono::milliseconds;
  messages::Assign assign;
  StepInput& input = assign.assignment.input;
  input = {.file = "step.ts",
           .event_json = "{\"a\":1}",
           .steps_json = "{\"b\":2}",
           .props_json = "{\"c\":3}",
           .env = {{"A", "1"}, {"B", ""}},
           .auths = {{"app", "{\"key\":\"value\"}"}},
           .context_json = "{\"d\":4}",
           .resume_url = "https://a.example/resume",
           .cancel_url = "https://a.example/cancel",
           .run = "r1"};
  assign.assignment.limits = {milliseconds(1), milliseconds(2), 3, 4, true, 5, 6, 7,
                              false,           milliseconds(8)};
  assign.assignment.send_limits = {11, 12, 13, 14, 15, 16, 17};
  assign.assignment.isolate_group = "group";
  assign.assignment.destinations = {"email", "s3"};
  assign.assignment.tells_console = true;
  assign.step_path = "/steps/step.ts";
  assign.step_text = "let a: number";
  return assign;
}

inline Record SomeRecord() {
  Record record = FullRecord();
  record.error->detail = "ECONNRESET";
  record.request.body->coded = true;
  record.response->body.coded = true;
  record.response->body.decoding_error = "Z_DATA_ERROR";
  return record;
}

// That a run with the default limits can have.
inline StepResult SomeResult() {
  StepResult step;
  step.started_at = SomeTime();
  step.status = StepStatus::kError;
  step.exports_json = "{\"a\":1}";
  step.respond_json = "{\"status\":201}";
  step.flow = {{"delay", "{\"ms\":5}"}, {"exit", "{}"}};
  StepError cause{ErrorCode::kIo, "Error", "no file", "ENOENT", "Error: no file\n    at b", ""};
  cause.cause = std::make_shared<const StepError>(
      StepError{ErrorCode::kStepThrew, "TypeError", "the first", "E1", "TypeError: the first", ""});
  step.error = StepError{ErrorCode::kStepResult, "RangeError",           "too much",
                         "ERR_STEP_RESULT",      "RangeError: too much", "Return less."};
  step.error->cause = std::make_shared<const StepError>(std::move(cause));
  step.console = {{"warn", "caf\xc3\xa9", SomeTime()}, {"log", std::string("a\0b", 3), {}}};
  step.warnings = {"one", "two"};
  step.duration = std::chrono::nanoseconds(12'345'678);
  step.heap_bytes = 4'000'000;
  return step;
}

}  // namespace sendoff::test
