// SPDX-License-Identifier: MIT
// What an embedder registers for a run, by the public API alone.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sendoff/engine.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/loopback.h"
#include "tests/unit/bindings/empty_store.h"

namespace sendoff {
namespace {

// Writes a step to a file of the test's own and returns its path.
std::string WriteStep(const std::string& source) {
  const std::string file = testing::TempDir() + "sendoff-engine-" +
                           testing::UnitTest::GetInstance()->current_test_info()->name() + ".mjs";
  std::FILE* out = std::fopen(file.c_str(), "wb");
  std::fwrite(source.data(), 1, source.size(), out);
  std::fclose(out);
  return file;
}

// Runs `source` with a handler for $.send.email, and returns the payloads that it got.
std::vector<std::string> Emails(const std::string& source, Deliver deliver) {
  const std::string file = WriteStep(source);
  auto engine = Engine::Create({});
  EXPECT_TRUE(engine.ok());
  std::vector<std::string> emails;
  RunOptions options;
  options.input.file = file;
  options.limits.wall_time = std::chrono::milliseconds(150);
  options.deliver = deliver;
  options.send_handlers["email"] = [&](const std::string& json) { emails.push_back(json); };
  (*engine)->Run(std::move(options));
  std::remove(file.c_str());
  return emails;
}

using Payloads = std::vector<std::string>;

TEST(EngineHandlers, GetWhatASettledStepSentInTheOrderOfTheCalls) {
  EXPECT_EQ(Emails("export default ({ $ }) => { $.send.email({ n: 1 }); $.send.email('b') }",
                   Deliver::kSettled),
            (Payloads{R"({"n":1})", "\"b\""}));
  EXPECT_EQ(Emails("$.send.email(1); throw new Error('x')", Deliver::kSettled), Payloads{"1"});
}

TEST(EngineHandlers, GetNothingOfARunWhoseRequestsWouldNotBeSent) {
  EXPECT_EQ(Emails("$.send.email(1); throw new Error('x')", Deliver::kFulfilled), Payloads{});
  EXPECT_EQ(Emails("$.send.email(1); for (;;);", Deliver::kSettled), Payloads{});
  EXPECT_EQ(Emails("$.send.email(1); for (;;);", Deliver::kAlways), Payloads{"1"});
}

TEST(EngineRecords, AreKeptWhereTheHostWantsThem) {
  const std::string file = WriteStep(
      "for (const n of [0, 1, 2]) $send.http({ method: 'GET', url: 'http://192.0.2.1/' + n });"
      "throw new Error('x')");
  auto engine = Engine::Create({});
  ASSERT_TRUE(engine.ok());
  std::vector<uint64_t> seen;
  RunOptions options;
  options.input.file = file;
  options.deliver = Deliver::kFulfilled;
  options.on_record = [&](const Record& record) { seen.push_back(record.seq); };
  options.keep_record = [](const Record& record) { return record.seq == 1; };
  const std::vector<Record> kept = (*engine)->Run(std::move(options)).records.get();
  std::remove(file.c_str());
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
  const std::string file = WriteStep(
      "export default { props: { db: '$.service.db' }, async run() { await this.db.get('a') } }");
  auto engine = Engine::Create({});
  ASSERT_TRUE(engine.ok());
  const auto counter = std::make_shared<ThreadCounter>();
  const auto run = [&] {
    RunOptions options;
    options.input.file = file;
    options.stores["db"] = counter;
    const RunResult result = (*engine)->Run(std::move(options));
    EXPECT_EQ(result.step.status, StepStatus::kOk);
  };
  run();
  const std::set<std::string> first = counter->seen;
  EXPECT_FALSE(first.empty());
  for (int i = 0; i < 50; ++i) run();
  std::remove(file.c_str());
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

TEST(EngineTenants, HaveConnectionsOfTheirOwn) {
  CountingServer server;
  const std::string file = WriteStep("$send.http({ method: 'GET', url: '" + server.url() + "' })");
  auto engine = Engine::Create({.allow_private = true});
  ASSERT_TRUE(engine.ok());
  const auto connections_for = [&](const std::string& tenant, const std::string& group) {
    const size_t before = server.connections();
    RunOptions options;
    options.input.file = file;
    options.tenant = tenant;
    options.isolate_group = group;
    const std::vector<Record> records = (*engine)->Run(std::move(options)).records.get();
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
  engine->reset();
  std::remove(file.c_str());
}

// Few descriptors, as soon as the engine and the step's file are there.
TEST(EngineDescriptors, AStepThatCannotWaitForWantOfThemFails) {
  for (const char* code : {"await new Promise((done) => setTimeout(done, 1))",
                           "await new Promise((done) => setImmediate(done))"}) {
    const std::string file = WriteStep(code);
    auto engine = Engine::Create({});
    ASSERT_TRUE(engine.ok());
    const auto run = [&] {
      RunOptions options;
      options.input.file = file;
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
    std::remove(file.c_str());
  }
}

}  // namespace
}  // namespace sendoff
