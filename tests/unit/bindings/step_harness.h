// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "bindings/registry.h"
#include "bindings/send_host.h"
#include "runtime/snapshot/snapshot.h"
#include "runtime/step/step_runner.h"
#include "runtime/v8/platform.h"

namespace sendoff::test {

// What a step left: its result, and the requests it asked for. Its isolate is gone.
struct Ran {
  StepResult step;
  std::deque<net::OutboundRequest> requests;

  // The step's own error, for a test that expects one.
  const StepError& error() const {
    static const StepError kNone;
    EXPECT_TRUE(step.error) << "the step did not fail";
    return step.error ? *step.error : kNone;
  }
};

inline const runtime::Snapshot& LinkedSnapshot() {
  static const auto snapshot = runtime::Snapshot::Load(bindings::Registry());
  return snapshot.value();
}

// Runs `source` as a step of the name step.mjs, in an isolate that may have served others.
inline Ran RunSourceIn(runtime::IsolateHost& isolate, const std::string& source,
                       const SendLimits& limits = {}, const StepLimits& step_limits = {}) {
  char folder[] = "/tmp/sendoff-bindings-XXXXXX";
  EXPECT_NE(mkdtemp(folder), nullptr);
  StepInput input;
  input.file = std::string(folder) + "/step.mjs";
  std::FILE* file = std::fopen(input.file.c_str(), "wb");
  std::fwrite(source.data(), 1, source.size(), file);
  std::fclose(file);

  bindings::SendHost host(limits);
  Ran ran;
  ran.step = runtime::RunStep(isolate, input, step_limits, host);
  host.outbox().Close();
  ran.requests = host.outbox().Take();
  std::remove(input.file.c_str());
  rmdir(folder);
  return ran;
}

inline Ran RunSource(const std::string& source, const SendLimits& limits = {},
                     const StepLimits& step_limits = {}) {
  runtime::IsolateHost isolate(runtime::Platform::Get(), LinkedSnapshot(), step_limits.heap_bytes);
  return RunSourceIn(isolate, source, limits, step_limits);
}

// A step whose body is `statements`.
inline std::string Step(const std::string& statements) {
  return "export default async ({ steps, $ }) => {\n" + statements + "\n};";
}

// Runs a step whose body is `statements`.
inline Ran RunBody(const std::string& statements, const SendLimits& limits = {},
                   const StepLimits& step_limits = {}) {
  return RunSource(Step(statements), limits, step_limits);
}

// What a step returns whose body is `statements`, as JSON.
inline std::string Returned(const std::string& statements) {
  const Ran ran = RunBody(statements);
  EXPECT_FALSE(ran.step.error) << ran.step.error->stack;
  return ran.step.return_value_json.value_or("undefined");
}

// Runs one call with `options`, as JavaScript source, and returns its request.
inline net::OutboundRequest Send(const std::string& options) {
  Ran ran = RunBody("$send.http(" + options + ");");
  EXPECT_EQ(ran.requests.size(), 1u) << (ran.step.error ? ran.step.error->stack : "no error");
  return ran.requests.empty() ? net::OutboundRequest() : std::move(ran.requests[0]);
}

}  // namespace sendoff::test
