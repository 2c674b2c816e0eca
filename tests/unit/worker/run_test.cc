// SPDX-License-Identifier: MIT
// Runs in processes: the real broker, the real program, V8 locked in.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sendoff/engine.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/descriptor.h"
#include "carrier/process/process_carrier.h"
#include "engine/new_engine.h"
#include "tests/unit/carrier/process/recording_services.h"

namespace sendoff {
namespace {

// An address of this machine where nobody listens, as long as it lives.
class ClosedPort {
 public:
  ClosedPort() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(socket_.fd(), generic, size), 0);
    EXPECT_EQ(getsockname(socket_.fd(), generic, &size), 0);
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/";
  }

  const std::string& url() const { return url_; }

 private:
  Descriptor socket_;
  std::string url_;
};

class RunInAProcess : public testing::Test {
 protected:
  RunInAProcess() { Start({}); }

  void Start(carrier::ProcessOptions options) {
    engine_.reset();
    options.worker = SENDOFF_WORKER_PROGRAM;
    auto carrier = carrier::ProcessCarrier::Create(options);
    EXPECT_TRUE(carrier.ok()) << carrier.error().message;
    DeliveryOptions delivery;
    delivery.allow_private = true;
    auto engine = engine::NewEngine(delivery, std::move(*carrier), nullptr);
    EXPECT_TRUE(engine.ok());
    engine_ = std::move(*engine);
  }
  ~RunInAProcess() override {
    for (const std::string& file : files_) unlink(file.c_str());
  }

  std::string File(const std::string& text, const std::string& end = ".mjs") {
    files_.push_back(testing::TempDir() + "sendoff-worker-" + std::to_string(getpid()) + "-" +
                     std::to_string(files_.size()) + end);
    std::ofstream(files_.back()) << text;
    return files_.back();
  }

  RunOptions Options(const std::string& text, const std::string& end = ".mjs") {
    RunOptions options;
    options.input.file = File(text, end);
    return options;
  }

  std::string Returned(RunOptions options) {
    const StepResult step = engine_->Run(std::move(options)).step;
    if (step.error) return step.error->code + ": " + step.error->message;
    return step.return_value_json.value_or("nothing");
  }

  const ClosedPort closed_;
  std::unique_ptr<Engine> engine_;
  std::vector<std::string> files_;
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

// Processes that this one has started, and that these have, by their numbers.
std::set<int> Descendants() {
  std::multimap<int, int> children;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    // "12 (the name) S 11 ..."
    std::ifstream file(entry.path() / "stat");
    std::string text;
    if (!std::getline(file, text)) continue;
    children.emplace(std::stoi(text.substr(text.rfind(')') + 4)), std::stoi(text));
  }
  std::set<int> found;
  std::vector<int> parents = {getpid()};
  while (!parents.empty()) {
    const auto [begin, end] = children.equal_range(parents.back());
    parents.pop_back();
    for (auto child = begin; child != end; ++child) {
      if (found.insert(child->second).second) parents.push_back(child->second);
    }
  }
  return found;
}

// One that was not would be a process more: the workers of a group wait for its next run.
TEST_F(RunInAProcess, RunsOfAGroupHaveTheSameWorkerAndNoOtherRunsDo) {
  Start({.ready = 0});
  const auto run = [this](const std::string& tenant, const std::string& group) {
    RunOptions options = Options("globalThis.n ??= 0; export default { run: () => ++n }");
    options.tenant = tenant;
    options.isolate_group = group;
    EXPECT_EQ(Returned(std::move(options)), "1");
    return Descendants();
  };
  const std::set<int> first = run("a", "one");
  EXPECT_EQ(run("a", "one"), first);
  EXPECT_EQ(run("a", "one"), first);
  const std::set<int> second = run("a", "two");
  EXPECT_EQ(second.size(), first.size() + 1);
  EXPECT_EQ(run("b", "one").size(), first.size() + 2);
  EXPECT_EQ(run("a", "one").size(), first.size() + 2);
  EXPECT_EQ(run("a", "two").size(), first.size() + 2);
  for (const int process : first) EXPECT_TRUE(second.contains(process));
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

}  // namespace
}  // namespace sendoff
