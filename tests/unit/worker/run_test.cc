// SPDX-License-Identifier: MIT
// Runs in processes: the real broker, the real program, V8 locked in.
#include <gtest/gtest.h>
#include <sendoff/engine.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/carrier/process/recording_services.h"
#include "tests/unit/worker/process_runs.h"
#include "tests/unit/worker/worker_processes.h"

namespace sendoff {
namespace {

class RunInAProcess : public test::ProcessRuns {
 protected:
  std::string Returned(RunOptions options) {
    const StepResult step = engine_->Run(std::move(options)).step;
    if (step.error) return step.error->code + ": " + step.error->message;
    return step.return_value_json.value_or("nothing");
  }
};

TEST_F(RunInAProcess, ReturnsWhatTheStepReturns) {
  EXPECT_EQ(Returned(Options("export default { run: ({ steps }) => steps.trigger.event.n + 1 }")),
            "null");
  RunOptions options = Options("export default { run: ({ steps }) => steps.trigger.event.n + 1 }");
  options.input.event_json = R"({"n":41})";
  EXPECT_EQ(Returned(std::move(options)), "42");
}

TEST_F(RunInAProcess, SendsWhatTheStepAskedFor) {
  RunOptions options =
      Options(std::string("export default { run({ $ }) { for (let i = 0; i < 4; ++i)") +
              " $.send.http({ method: 'POST', url: '" + closed_.url() + "', data: { i } }); } }");
  RunResult result = engine_->Run(std::move(options));
  EXPECT_FALSE(result.step.error) << result.step.error->message;
  const std::vector<Record> records = result.records.get();
  ASSERT_EQ(records.size(), 4u);
  for (uint64_t i = 0; i < 4; ++i) {
    EXPECT_EQ(records[i].error->code, ErrorCode::kConnectRefused);
  }
}

TEST_F(RunInAProcess, ImportsFilesAndTypesAndWhatIsBuiltIn) {
  const std::string helper = File("export const twice = (n: number): number => 2 * n;", ".ts");
  const std::string name = helper.substr(helper.rfind('/') + 1);
  EXPECT_EQ(Returned(Options("import axios from 'axios'; import { twice } from './" + name +
                             "'; export default { run: () => [typeof axios.get, twice(4)] }")),
            R"(["function",8])");
}

TEST_F(RunInAProcess, WaitsForResponses) {
  EXPECT_EQ(Returned(Options("import axios from 'axios'; export default { run: () =>"
                             " axios.get('" +
                             closed_.url() + "').catch((e) => e.code) }")),
            R"("ECONNREFUSED")");
}

TEST_F(RunInAProcess, HasStoresAndConsoleAndHandlers) {
  RunOptions options = Options(
      "export default { props: { db: { type: 'data_store' } }, async run({ $ }) {"
      " await this.db.set('a', [1]); console.log('there'); $.send.email({ text: 'hi' });"
      " return [await this.db.get('a'), await this.db.keys()]; } }");
  options.stores["db"] = std::make_shared<test::MapStore>();
  std::vector<std::string> emails;
  std::vector<std::string> lines;
  options.send_handlers["email"] = [&](const std::string& json) { emails.push_back(json); };
  options.on_console = [&](const ConsoleLine& line) { lines.push_back(line.text); };
  EXPECT_EQ(Returned(std::move(options)), R"([[1],["a"]])");
  EXPECT_EQ(emails, std::vector<std::string>{R"({"text":"hi"})"});
  EXPECT_EQ(lines, std::vector<std::string>{"there"});
}

TEST_F(RunInAProcess, HasTheTimeZoneOfTheHost) {
  setenv("TZ", "Asia/Kolkata", 1);  // which V8 calls by its older name
  Start();
  unsetenv("TZ");
  EXPECT_EQ(Returned(Options("export default { run: () => ["
                             "Intl.DateTimeFormat().resolvedOptions().timeZone,"
                             " new Date(0).getHours(), new Date(0).getTimezoneOffset()] }")),
            R"(["Asia/Calcutta",5,-330])");
}

TEST_F(RunInAProcess, HasErrorsWithTheirPlaces) {
  RunResult result = engine_->Run(Options("export default { run() {\n  null.x; } }"));
  ASSERT_TRUE(result.step.error);
  EXPECT_EQ(result.step.error->name, "TypeError");
  EXPECT_NE(result.step.error->stack.find(".mjs:2:"), std::string::npos);
}

TEST_F(RunInAProcess, IsEndedByItsLimits) {
  RunOptions options = Options("export default { run() { for (;;); } }");
  options.limits.wall_time = std::chrono::milliseconds(50);
  EXPECT_TRUE(Returned(std::move(options)).starts_with("ERR_STEP_TIMEOUT"));
  options = Options(
      "export default { run() { const a = []; for (;;) a.push(new Array(999).fill({})); } }");
  options.limits.heap_bytes = 32 << 20;
  EXPECT_TRUE(Returned(std::move(options)).starts_with("ERR_STEP_MEMORY"));
  EXPECT_EQ(Returned(Options("export default { run: () => 1 }")), "1");
}

TEST_F(RunInAProcess, NothingIsLeftBehind) {
  RunOptions options = Options("export default { run() { Array(5e8).indexOf(1); for (;;); } }");
  options.limits.wall_time = std::chrono::milliseconds(50);
  options.limits.grace = std::chrono::milliseconds(1);
  RunResult result = engine_->Run(std::move(options));
  EXPECT_FALSE(result.left_behind);
  EXPECT_EQ(result.step.error->kind, ErrorCode::kStepTimeout);
  EXPECT_TRUE(result.step.warnings.empty());
}

TEST_F(RunInAProcess, HasAllTheMemoryThatItsLimitSays) {
  EXPECT_EQ(
      Returned(Options("export default { run: () => {"
                       " const all = []; for (let i = 0; i < 5; ++i)"
                       " all.push(new Uint8Array(40 << 20).fill(7)); return all.length; } }")),
      "5");
}

// One that was not would be a process more: the workers of a group wait for its next run.
class WarmWorkers : public test::ProcessRuns {
 protected:
  WarmWorkers() : ProcessRuns({.ready = 0}) {}

  // The workers that are there after a run of that owner.
  std::vector<pid_t> After(const std::string& tenant, const std::string& group) {
    RunOptions options =
        Options("globalThis.n = globalThis.n || 0; export default { run: () => ++globalThis.n }");
    options.tenant = tenant;
    options.isolate_group = group;
    EXPECT_EQ(engine_->Run(std::move(options)).step.return_value_json, "1");
    std::vector<pid_t> workers = test::Workers();
    std::sort(workers.begin(), workers.end());
    return workers;
  }
};

TEST_F(WarmWorkers, ServeTheRunsOfTheirGroupAndNoOther) {
  const std::vector<pid_t> first = After("a", "one");
  EXPECT_EQ(first.size(), 1u);
  EXPECT_EQ(After("a", "one"), first);
  EXPECT_EQ(After("a", "one"), first);
  EXPECT_EQ(After("a", "two").size(), 2u);
  const std::vector<pid_t> all = After("b", "one");
  EXPECT_EQ(all.size(), 3u);
  EXPECT_TRUE(std::binary_search(all.begin(), all.end(), first[0]));
  EXPECT_EQ(After("a", "one"), all);
  EXPECT_EQ(After("a", "two"), all);
  EXPECT_EQ(After("b", "one"), all);
}

}  // namespace
}  // namespace sendoff
