// SPDX-License-Identifier: MIT
// Every duration and every size of the public headers, at its ends: it works, or it is an error
// that names the option.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sendoff/engine.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/isolations.h"
#include "tests/support/loopback.h"
#include "tests/unit/bindings/step_file.h"

namespace sendoff {
namespace {

using std::chrono::milliseconds;

constexpr size_t kMostSize = std::numeric_limits<size_t>::max();
constexpr uint64_t kMost = std::numeric_limits<uint64_t>::max();

// Answers one request after another, each on a connection of its own.
class OneByOneServer {
 public:
  OneByOneServer() : thread_([this] { Serve(); }) {}
  ~OneByOneServer() {
    over_ = true;
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_storage address = listener_.address().ToSockaddr();
    connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(sockaddr_in));
    thread_.join();
    close(fd);
  }

  std::string url() const { return "http://" + listener_.address().ToString() + "/"; }

 private:
  void Serve() {
    for (;;) {
      test::LoopbackSocket socket(listener_.AcceptFd());
      if (over_) return;
      std::string head;
      for (std::string bytes = "-";
           !bytes.empty() && bytes != "reset" && head.find("\r\n\r\n") == head.npos;) {
        head += bytes = socket.Receive();
      }
      socket.Send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\nanswered");
    }
  }

  test::LoopbackListener listener_;
  std::atomic<bool> over_ = false;
  std::thread thread_;
};

class Options : public testing::TestWithParam<Isolation> {
 protected:
  ~Options() override { std::remove(file_.c_str()); }

  RunOptions Step(const std::string& source) {
    std::FILE* out = std::fopen(file_.c_str(), "wb");
    std::fwrite(source.data(), 1, source.size(), out);
    std::fclose(out);
    RunOptions options;
    options.input.file = file_;
    return options;
  }

  static std::unique_ptr<Engine> Make(const DeliveryOptions& delivery) {
    auto engine = Engine::Create(delivery, test::Isolated(GetParam()));
    EXPECT_TRUE(engine.ok()) << engine.error().message;
    return engine.ok() ? std::move(*engine) : nullptr;
  }

  const std::string file_ =
      testing::TempDir() + "sendoff-options-" + std::to_string(getpid()) + ".mjs";
};

INSTANTIATE_TEST_SUITE_P(On, Options, test::Isolations(), test::IsolationName);

struct DeliveryRow {
  const char* name;  // of the option where it is refused; null: it works
  std::function<void(DeliveryOptions&)> set;
};

TEST_P(Options, OfDelivery) {
  const DeliveryRow rows[] = {
      {"DeliveryOptions::request_timeout", [](auto& o) { o.request_timeout = milliseconds(0); }},
      {"DeliveryOptions::request_timeout", [](auto& o) { o.request_timeout = milliseconds(-1); }},
      {"DeliveryOptions::request_timeout",
       [](auto& o) { o.request_timeout = milliseconds::min(); }},
      {"DeliveryOptions::request_timeout",
       [](auto& o) { o.request_timeout = milliseconds::max(); }},
      {nullptr, [](auto& o) { o.request_timeout = std::chrono::hours(24); }},
      {"DeliveryOptions::concurrency", [](auto& o) { o.concurrency = 0; }},
      {nullptr, [](auto& o) { o.concurrency = 1; }},
      {nullptr, [](auto& o) { o.concurrency = kMostSize; }},
      {"DeliveryOptions::concurrency_per_origin", [](auto& o) { o.concurrency_per_origin = 0; }},
      {nullptr, [](auto& o) { o.concurrency_per_origin = kMostSize; }},
      {"DeliveryOptions::backlog_requests", [](auto& o) { o.backlog_requests = 0; }},
      {nullptr, [](auto& o) { o.backlog_requests = 1; }},
      {nullptr, [](auto& o) { o.backlog_requests = kMostSize; }},
      {"DeliveryOptions::backlog_bytes", [](auto& o) { o.backlog_bytes = 0; }},
      {nullptr, [](auto& o) { o.backlog_bytes = 1; }},
      {nullptr, [](auto& o) { o.backlog_bytes = kMost; }},
      {"DeliveryOptions::route_to", [](auto& o) { o.route_to = "localhost:80"; }},
      {"DeliveryOptions::route_to", [](auto& o) { o.route_to = "127.0.0.1"; }},
      {"DeliveryOptions::route_to", [](auto& o) { o.route_to = "127.0.0.1:80/x"; }},
      {"DeliveryOptions::route_to", [](auto& o) { o.route_to = "u@127.0.0.1:80"; }},
      {"DeliveryOptions::route_to", [](auto& o) { o.route_to = "127.0.0.1:65536"; }},
      {nullptr, [](auto& o) { o.response_kept_bytes = 0; }},
      {nullptr, [](auto& o) { o.response_kept_bytes = 1; }},
      {nullptr, [](auto& o) { o.response_kept_bytes = kMostSize; }},
      {nullptr, [](auto& o) { o.response_read_bytes = 0; }},
      {nullptr, [](auto& o) { o.response_read_bytes = 1; }},
      {nullptr, [](auto& o) { o.response_read_bytes = kMostSize; }},
      {nullptr, [](auto& o) { o.response_kept_bytes = o.response_read_bytes = kMostSize; }},
  };
  const OneByOneServer server;
  for (const DeliveryRow& row : rows) {
    SCOPED_TRACE(&row - rows);
    DeliveryOptions delivery;
    delivery.allow_private = true;
    row.set(delivery);
    if (row.name != nullptr) {
      const auto refused = Engine::Create(delivery, test::Isolated(GetParam()));
      ASSERT_FALSE(refused.ok());
      EXPECT_EQ(refused.error().code, ErrorCode::kUsage);
      EXPECT_TRUE(refused.error().message.starts_with(row.name)) << refused.error().message;
      continue;
    }
    const auto engine = Make(delivery);
    RunResult result = engine->Run(
        Step("for (const n of [1, 2]) $send.http({ method: 'GET', url: '" + server.url() + "' })"));
    EXPECT_EQ(result.step.status, StepStatus::kOk);
    for (const Record& record : result.records.get()) {
      EXPECT_EQ(record.outcome, Outcome::kDelivered) << (record.error ? record.error->message : "");
    }
  }
}

void RunSome(Engine& engine) {
  const test::StepFile file("return 7");
  for (int i = 0; i < 3; ++i) {
    RunOptions options;
    options.input.file = file.path();
    options.isolate_group = "g";
    const StepResult step = engine.Run(std::move(options)).step;
    EXPECT_EQ(step.return_value_json, "7") << (step.error ? step.error->message : "");
  }
}

TEST(OptionsOfThreads, OfIsolates) {
  for (const size_t count : {size_t{0}, size_t{1}, kMostSize}) {
    for (const uint64_t bytes : {uint64_t{0}, uint64_t{1}, kMost}) {
      const auto engine = Engine::Create(
          {}, test::OnThreads({.idle = count, .runs = count, .kept_source_bytes = bytes}));
      ASSERT_TRUE(engine.ok());
      RunSome(**engine);
    }
  }
}

#if !defined(SENDOFF_THREAD_SANITIZER)  // see test::Isolations
struct ProcessRow {
  const char* name;  // of the option where it is refused; null: it works
  std::function<void(ProcessOptions&)> set;
};

TEST(OptionsOfProcesses, AreRefusedOrWork) {
  const ProcessRow rows[] = {
      {"ProcessOptions::max_workers", [](auto& o) { o.max_workers = 0; }},
      {nullptr, [](auto& o) { o.max_workers = 1; }},
      {nullptr, [](auto& o) { o.max_workers = kMostSize; }},
      {nullptr, [](auto& o) { o.max_workers_of_one = 0; }},
      {nullptr, [](auto& o) { o.max_workers_of_one = 1; }},
      {nullptr, [](auto& o) { o.max_workers_of_one = kMostSize; }},
      {nullptr, [](auto& o) { o.ready = 0; }},
      {nullptr, [](auto& o) { o.max_idle = 0; }},
      {nullptr, [](auto& o) { o.max_idle = kMostSize; }},
      {nullptr, [](auto& o) { o.runs_of_one = 0; }},
      {nullptr, [](auto& o) { o.runs_of_one = kMostSize; }},
      {"ProcessOptions::idle_time", [](auto& o) { o.idle_time = milliseconds(-1); }},
      {nullptr, [](auto& o) { o.idle_time = milliseconds(0); }},
      {nullptr, [](auto& o) { o.idle_time = milliseconds::max(); }},
      {"ProcessOptions::ring_bytes", [](auto& o) { o.ring_bytes = 0; }},
      {"ProcessOptions::ring_bytes", [](auto& o) { o.ring_bytes = 5000; }},
      {"ProcessOptions::ring_bytes", [](auto& o) { o.ring_bytes = size_t{1} << 31; }},
      {nullptr, [](auto& o) { o.ring_bytes = 4096; }},
      {"ProcessOptions::start_time", [](auto& o) { o.start_time = milliseconds(0); }},
      {nullptr, [](auto& o) { o.start_time = milliseconds::max(); }},
      {"ProcessOptions::end_time", [](auto& o) { o.end_time = milliseconds(-1); }},
      {nullptr, [](auto& o) { o.end_time = milliseconds::max(); }},
      {"ProcessOptions::slack", [](auto& o) { o.slack = milliseconds(-1); }},
      {nullptr, [](auto& o) { o.slack = milliseconds::max(); }},
      {nullptr, [](auto& o) { o.kept_source_bytes = 0; }},
      {nullptr, [](auto& o) { o.kept_source_bytes = kMost; }},
  };
  for (const ProcessRow& row : rows) {
    SCOPED_TRACE(&row - rows);
    IsolationOptions isolation;
    row.set(isolation.processes);
    const auto engine = Engine::Create({}, isolation);
    if (row.name == nullptr) {
      ASSERT_TRUE(engine.ok()) << engine.error().message;
      RunSome(**engine);
      continue;
    }
    ASSERT_FALSE(engine.ok());
    EXPECT_EQ(engine.error().code, ErrorCode::kUsage);
    EXPECT_TRUE(engine.error().message.starts_with(row.name)) << engine.error().message;
  }
}
#endif

struct RunRow {
  const char* name;  // of the option where it is refused; null: the step returns 1
  std::function<void(RunOptions&)> set;
  const char* code = nullptr;  // of the error that it returns instead
};

TEST_P(Options, OfARun) {
  const RunRow rows[] = {
      {"StepLimits::wall_time", [](auto& o) { o.limits.wall_time = milliseconds(0); }},
      {"StepLimits::wall_time", [](auto& o) { o.limits.wall_time = milliseconds(-1); }},
      {"StepLimits::wall_time", [](auto& o) { o.limits.wall_time = milliseconds::min(); }},
      {nullptr, [](auto& o) { o.limits.wall_time = milliseconds::max(); }},
      {"StepLimits::cpu_time", [](auto& o) { o.limits.cpu_time = milliseconds(0); }},
      {"StepLimits::cpu_time", [](auto& o) { o.limits.cpu_time = milliseconds(-1); }},
      {"StepLimits::cpu_time", [](auto& o) { o.limits.cpu_time = milliseconds::min(); }},
      {nullptr, [](auto& o) { o.limits.cpu_time = milliseconds::max(); }},
      {"StepLimits::grace", [](auto& o) { o.limits.grace = milliseconds(-1); }},
      {"StepLimits::grace", [](auto& o) { o.limits.grace = milliseconds::min(); }},
      {nullptr, [](auto& o) { o.limits.grace = milliseconds(0); }},
      {nullptr, [](auto& o) { o.limits.grace = milliseconds::max(); }},
      {"StepLimits::heap_bytes", [](auto& o) { o.limits.heap_bytes = 0; }},
      {nullptr, [](auto& o) { o.limits.heap_bytes = 1; }},
      {nullptr, [](auto& o) { o.limits.heap_bytes = (32 << 20) + 1; }},
      {nullptr, [](auto& o) { o.limits.heap_bytes = kMost - 1; }},
      {nullptr, [](auto& o) { o.limits.heap_bytes = kMost; }},
      {nullptr, [](auto& o) { o.limits.result_bytes = kMost; }},
      {nullptr, [](auto& o) { o.limits.result_bytes = 0; }, "ERR_STEP_RESULT"},
      {nullptr, [](auto& o) { o.limits.timers = kMost; }},
      {nullptr, [](auto& o) { o.limits.timers = 0; }, "ERR_STEP_TIMERS"},
      {nullptr, [](auto& o) { o.limits.console_bytes = kMost; }},
      {nullptr, [](auto& o) { o.limits.console_bytes = 0; }},
      {nullptr, [](auto& o) { o.limits.console_lines = kMost; }},
      {nullptr, [](auto& o) { o.limits.console_lines = 0; }},
      {nullptr, [](auto& o) { o.send_limits.body_bytes = kMost; }},
      {nullptr, [](auto& o) { o.send_limits.body_bytes = 0; }, "ERR_SEND_LIMIT"},
      {nullptr, [](auto& o) { o.send_limits.url_bytes = kMost; }},
      {nullptr, [](auto& o) { o.send_limits.url_bytes = 0; }, "ERR_SEND_LIMIT"},
      {nullptr, [](auto& o) { o.send_limits.header_count = kMost; }},
      {nullptr, [](auto& o) { o.send_limits.header_count = 0; }, "ERR_SEND_LIMIT"},
      {nullptr, [](auto& o) { o.send_limits.header_bytes = kMost; }},
      {nullptr, [](auto& o) { o.send_limits.header_bytes = 0; }, "ERR_SEND_LIMIT"},
      {nullptr, [](auto& o) { o.send_limits.requests = kMost; }},
      {nullptr, [](auto& o) { o.send_limits.requests = 0; }, "ERR_SEND_LIMIT"},
      {nullptr, [](auto& o) { o.send_limits.buffered_bytes = kMost; }},
      {nullptr, [](auto& o) { o.send_limits.buffered_bytes = 0; }, "ERR_SEND_LIMIT"},
      {nullptr, [](auto& o) { o.send_limits.awaited_response_bytes = kMost; }},
  };
  const auto engine = Make({});
  // Uses all that has a limit; nothing is sent, because the step's last word is an error.
  const std::string source =
      "export default async ({ $ }) => { console.log('a'); await new Promise(r => setTimeout(r));"
      "  $.send.http({ method: 'POST', url: 'http://192.0.2.1/a', data: 'b', headers: { c: 'd' } "
      "});"
      "  $.export('e', 1); throw Object.assign(new Error('done'), { code: 'DONE' }) }";
  for (const RunRow& row : rows) {
    SCOPED_TRACE(&row - rows);
    RunOptions options = Step(source);
    options.deliver = Deliver::kFulfilled;
    row.set(options);
    RunResult result = engine->Run(std::move(options));
    const std::vector<Record> records = result.records.get();
    EXPECT_EQ(result.step.status, StepStatus::kError);
    EXPECT_FALSE(result.left_behind);
    ASSERT_TRUE(result.step.error);
    if (row.name == nullptr) {
      EXPECT_EQ(result.step.error->code, row.code == nullptr ? "DONE" : row.code)
          << result.step.error->message;
      continue;
    }
    EXPECT_EQ(result.step.error->kind, ErrorCode::kUsage);
    EXPECT_EQ(result.step.error->code, "ERR_USAGE");
    EXPECT_TRUE(result.step.error->message.starts_with(row.name)) << result.step.error->message;
    EXPECT_TRUE(result.step.console.empty());
    EXPECT_TRUE(records.empty());
  }
}

// What waits for a response has the step's time, and may have the largest one there is.
TEST_P(Options, OfTheLongestTimesLetAxiosWait) {
  const OneByOneServer server;
  DeliveryOptions delivery;
  delivery.allow_private = true;
  const auto engine = Make(delivery);
  for (const milliseconds time : {milliseconds::max(), milliseconds::max() - milliseconds(1)}) {
    RunOptions options = Step(
        "import axios from 'axios'; export default async () =>"
        " (await axios.get('" +
        server.url() + "')).data");
    options.limits.wall_time = time;
    options.limits.cpu_time = time;
    options.limits.grace = time;
    options.send_limits.awaited_response_bytes = kMost;
    const RunResult result = engine->Run(std::move(options));
    EXPECT_EQ(result.step.return_value_json, "\"answered\"")
        << (result.step.error ? result.step.error->message : "");
  }
}

TEST_P(Options, AResponseThatMayHaveNoBytesIsTooLarge) {
  const OneByOneServer server;
  DeliveryOptions delivery;
  delivery.allow_private = true;
  const auto engine = Make(delivery);
  RunOptions options = Step(
      "import axios from 'axios'; export default async () =>"
      " (await axios.get('" +
      server.url() + "')).data");
  options.send_limits.awaited_response_bytes = 0;
  const RunResult result = engine->Run(std::move(options));
  ASSERT_TRUE(result.step.error);
}

TEST_P(Options, ARootThatIsNoneIsTheStepsError) {
  const auto engine = Make({});
  for (const std::string& root :
       {testing::TempDir() + "nowhere", file_, std::string("/proc"), std::string("a\0b", 3)}) {
    RunOptions options = Step("return 1");
    options.input.root = root;
    const RunResult result = engine->Run(std::move(options));
    EXPECT_EQ(result.step.status, StepStatus::kError);
    ASSERT_TRUE(result.step.error) << root;
    EXPECT_TRUE(result.step.error->kind == ErrorCode::kIo ||
                result.step.error->kind == ErrorCode::kOutsideRoot)
        << result.step.error->message;
  }
}

}  // namespace
}  // namespace sendoff
