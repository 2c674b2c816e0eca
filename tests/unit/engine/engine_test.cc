// SPDX-License-Identifier: MIT
// What an embedder registers for a run, by the public API alone.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sendoff/engine.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/isolations.h"
#include "tests/support/loopback.h"
#include "tests/unit/bindings/empty_store.h"
#include "tests/unit/bindings/step_file.h"

namespace sendoff {
namespace {

using test::StepFile;

// Each is made for runs on threads and for runs in processes.
class EngineOfEach : public testing::TestWithParam<Isolation> {
 protected:
  static std::unique_ptr<Engine> Make(const DeliveryOptions& options = {}) {
    auto engine = Engine::Create(options, test::Isolated(GetParam()));
    EXPECT_TRUE(engine.ok()) << engine.error().message;
    return std::move(*engine);
  }

  // Runs `source` with a handler for $.send.email, and returns the payloads that it got.
  static std::vector<std::string> Emails(const std::string& source, Deliver deliver) {
    const StepFile file(source);
    std::vector<std::string> emails;
    RunOptions options;
    options.input.file = file.path();
    options.limits.wall_time = std::chrono::milliseconds(150);
    options.deliver = deliver;
    options.send_handlers["email"] = [&](const std::string& json) { emails.push_back(json); };
    Make()->Run(std::move(options));
    return emails;
  }
};

class EngineHandlers : public EngineOfEach {};
class EngineRecords : public EngineOfEach {};
class EngineTenants : public EngineOfEach {};

INSTANTIATE_TEST_SUITE_P(On, EngineHandlers, test::Isolations(), test::IsolationName);
INSTANTIATE_TEST_SUITE_P(On, EngineRecords, test::Isolations(), test::IsolationName);
INSTANTIATE_TEST_SUITE_P(On, EngineTenants, test::Isolations(), test::IsolationName);

using Payloads = std::vector<std::string>;

TEST_P(EngineHandlers, GetWhatASettledStepSentInTheOrderOfTheCalls) {
  EXPECT_EQ(Emails("export default ({ $ }) => { $.send.email({ n: 1 }); $.send.email('b') }",
                   Deliver::kSettled),
            (Payloads{R"({"n":1})", "\"b\""}));
  EXPECT_EQ(Emails("$.send.email(1); throw new Error('x')", Deliver::kSettled), Payloads{"1"});
}

TEST_P(EngineHandlers, GetNothingOfARunWhoseRequestsWouldNotBeSent) {
  EXPECT_EQ(Emails("$.send.email(1); throw new Error('x')", Deliver::kFulfilled), Payloads{});
  EXPECT_EQ(Emails("$.send.email(1); for (;;);", Deliver::kSettled), Payloads{});
  EXPECT_EQ(Emails("$.send.email(1); for (;;);", Deliver::kAlways), Payloads{"1"});
}

TEST_P(EngineRecords, AreKeptWhereTheHostWantsThem) {
  const StepFile file(
      "for (const n of [0, 1, 2]) $send.http({ method: 'GET', url: 'http://192.0.2.1/' + n });"
      "throw new Error('x')");
  const auto engine = Make();
  std::vector<uint64_t> seen;
  RunOptions options;
  options.input.file = file.path();
  options.deliver = Deliver::kFulfilled;
  options.on_record = [&](const Record& record) { seen.push_back(record.seq); };
  options.keep_record = [](const Record& record) { return record.seq == 1; };
  const std::vector<Record> kept = engine->Run(std::move(options)).records.get();
  EXPECT_EQ(seen, (std::vector<uint64_t>{0, 1, 2}));
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].request.url, "http://192.0.2.1/1");
}

// Notes which threads the process has while a step reads from it.
class ThreadCounter final : public EmptyStore {
 public:
  Result<std::optional<std::string>> Get(const std::string& key) override {
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task")) {
      seen.insert(entry.path().filename());
    }
    return EmptyStore::Get(key);
  }

  std::set<std::string> seen;
};

TEST(EngineThreads, ServeOneRunAfterAnother) {
  const StepFile file(
      "export default { props: { db: '$.service.db' }, async run() { await this.db.get('a') } }");
  auto engine = Engine::Create({}, test::OnThreads());
  ASSERT_TRUE(engine.ok());
  const auto counter = std::make_shared<ThreadCounter>();
  const auto run = [&] {
    RunOptions options;
    options.input.file = file.path();
    options.stores["db"] = counter;
    const RunResult result = (*engine)->Run(std::move(options));
    EXPECT_EQ(result.step.status, StepStatus::kOk);
  };
  run();
  const std::set<std::string> first = counter->seen;
  EXPECT_FALSE(first.empty());
  for (int i = 0; i < 50; ++i) run();
  EXPECT_EQ(counter->seen, first);
}

// A server that answers all that comes, and counts its connections.
class CountingServer {
 public:
  CountingServer() : thread_([this] { Serve(); }) {}
  ~CountingServer() {
    stop_ = true;
    // Wakes the thread.
    test::LoopbackSocket(ConnectTo(listener_.address()));
    thread_.join();
  }

  std::string url() const { return "http://" + listener_.address().ToString() + "/"; }
  size_t connections() const { return connections_; }

 private:
  static int ConnectTo(const net::SocketAddress& address) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(address.port);
    EXPECT_EQ(connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
    return fd;
  }

  void Serve() {
    std::vector<std::thread> threads;
    while (true) {
      const int fd = listener_.AcceptFd();
      if (stop_) {
        close(fd);
        break;
      }
      ++connections_;
      threads.emplace_back([fd] {
        test::LoopbackSocket socket(fd);
        for (std::string got = socket.Receive(); !got.empty() && got != "reset";
             got = socket.Receive()) {
          if (got.ends_with("\r\n\r\n"))
            socket.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

  test::LoopbackListener listener_;
  std::atomic<bool> stop_ = false;
  std::atomic<size_t> connections_ = 0;
  std::thread thread_;
};

TEST_P(EngineTenants, HaveConnectionsOfTheirOwn) {
  CountingServer server;
  const StepFile file("$send.http({ method: 'GET', url: '" + server.url() + "' })");
  auto engine = Make({.allow_private = true});
  const auto connections_for = [&](const std::string& tenant, const std::string& group) {
    const size_t before = server.connections();
    RunOptions options;
    options.input.file = file.path();
    options.tenant = tenant;
    options.isolate_group = group;
    const std::vector<Record> records = engine->Run(std::move(options)).records.get();
    EXPECT_EQ(records.at(0).outcome, Outcome::kDelivered);
    return server.connections() - before;
  };
  EXPECT_EQ(connections_for("a", ""), 1u);
  EXPECT_EQ(connections_for("", ""), 1u);
  EXPECT_EQ(connections_for("", "b"), 1u) << "the group stands for the tenant";
  EXPECT_EQ(connections_for("b", ""), 0u);
  EXPECT_EQ(connections_for("a", "b"), 0u) << "a tenant may have several groups";
  EXPECT_EQ(connections_for("c", "b"), 1u);
  EXPECT_EQ(connections_for("", ""), 0u);
  engine.reset();
}

// Few descriptors, as soon as the engine and the step's file are there.
TEST(EngineDescriptors, AStepThatCannotWaitForWantOfThemFails) {
  for (const char* code : {"await new Promise((done) => setTimeout(done, 1))",
                           "await new Promise((done) => setImmediate(done))"}) {
    const StepFile file(code);
    auto engine = Engine::Create({}, test::OnThreads());
    ASSERT_TRUE(engine.ok());
    const auto run = [&] {
      RunOptions options;
      options.input.file = file.path();
      return (*engine)->Run(std::move(options)).step;
    };
    EXPECT_EQ(run().status, StepStatus::kOk);
    rlimit usual{};
    getrlimit(RLIMIT_NOFILE, &usual);
    const int next = dup(0);
    close(next);
    // Enough for the folder and the file of the step, and too few for a loop.
    const rlimit few{static_cast<rlim_t>(next) + 4, usual.rlim_max};
    setrlimit(RLIMIT_NOFILE, &few);
    const StepResult step = run();
    setrlimit(RLIMIT_NOFILE, &usual);
    EXPECT_EQ(step.status, StepStatus::kError);
    ASSERT_TRUE(step.error);
    EXPECT_EQ(step.error->code, "ERR_IO");
    EXPECT_NE(step.error->message.find("too many open files"), std::string::npos)
        << step.error->message;
    EXPECT_EQ(run().status, StepStatus::kOk) << "and the next one does not";
  }
}

}  // namespace
}  // namespace sendoff
