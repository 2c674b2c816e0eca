// SPDX-License-Identifier: MIT
// A deliverer on a loop that a host owns and turns beside its own work: nothing of the host's is
// changed, and nothing is left on the loop.
#include <gtest/gtest.h>
#include <pthread.h>
#include <uv.h>

#include <csignal>
#include <list>
#include <memory>
#include <optional>

#include "delivery/delivery_parts.h"
#include "tests/support/delivery_world.h"
#include "tests/support/loopback.h"
#include "tests/support/record_sinks.h"

namespace sendoff::delivery {
namespace {

using test::LoopbackListener;
using test::LoopbackNameServer;
using test::LoopbackSocket;
using test::RequestTo;

std::vector<int> BlockedSignals() {
  sigset_t blocked;
  pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
  std::vector<int> signals;
  for (int signal = 1; signal < NSIG; ++signal) {
    if (sigismember(&blocked, signal) == 1) signals.push_back(signal);
  }
  return signals;
}

// A program with a loop and a handle of its own. It ignores SIGPIPE, as programs on libuv do.
class ForeignLoopTest : public testing::Test {
 protected:
  ForeignLoopTest() {
    std::signal(SIGPIPE, SIG_IGN);
    EXPECT_EQ(uv_loop_init(&host_), 0);
    EXPECT_EQ(work_.Init(uv_timer_init, &turns_, &host_), 0);
    uv_timer_start(
        work_.get(), [](uv_timer_t* timer) { ++*static_cast<size_t*>(timer->data); }, 1, 1);
  }

  ~ForeignLoopTest() override {
    End();
    // The host's own handle is still there, and after it nothing is.
    EXPECT_TRUE(uv_is_active(work_.base()));
    work_.Close();
    uv_run(&host_, UV_RUN_NOWAIT);
    EXPECT_EQ(uv_loop_close(&host_), 0);
  }

  void Start(DeliveryParts::Options options = {}) {
    if (!options.policy) options.policy = *net::EgressPolicy::Create({.allow_private = true});
    options.deliverer.timeout = std::chrono::minutes(5);
    loop_.emplace(clock_, &host_);
    auto parts = DeliveryParts::Create(*loop_, std::move(options));
    ASSERT_TRUE(parts.ok()) << parts.error().message;
    parts_ = std::move(*parts);
  }

  void End() {
    parts_.reset();
    loop_.reset();
    uv_run(&host_, UV_RUN_NOWAIT);
    size_t handles = 0;
    uv_walk(
        &host_, [](uv_handle_t*, void* count) { ++*static_cast<size_t*>(count); }, &handles);
    EXPECT_EQ(handles, 1u) << "besides the host's own";
  }

  void Submit(std::vector<net::OutboundRequest> requests) {
    RunBatch batch;
    batch.info = {"r", "step.mjs"};
    for (net::OutboundRequest& request : requests) batch.requests.push_back(std::move(request));
    parts_->deliverer().Submit(std::move(batch), sink_, ++last_token_);
  }

  template <class Done>
  void TurnUntil(Done done) {
    while (!done()) uv_run(&host_, UV_RUN_NOWAIT);
  }

  // The server's end of a connection that was made, once its request has come.
  LoopbackSocket& Serve(LoopbackListener& listener) {
    TurnUntil([&] { return listener.has_waiting(); });
    servers_.emplace_back(listener.AcceptFd());
    std::string received;
    TurnUntil([&] { return (received += servers_.back().ReceiveReady()).ends_with("{}"); });
    return servers_.back();
  }

  void Answer(LoopbackSocket& server) {
    server.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  }

  uv_loop_t host_;
  size_t turns_ = 0;
  UvHandle<uv_timer_t> work_;
  const SystemClock clock_;
  std::list<LoopbackSocket> servers_;
  std::vector<Record> records_;
  const std::shared_ptr<RecordSink> sink_ = test::SinkInto(records_);
  uint64_t last_token_ = 0;
  std::optional<Loop> loop_;
  std::unique_ptr<DeliveryParts> parts_;
};

TEST_F(ForeignLoopTest, CarriesADelivererBesideTheHostsOwnWork) {
  const std::vector<int> blocked = BlockedSignals();
  LoopbackListener listener;
  LoopbackNameServer names;
  Start({.names = {.servers = names.address()}});
  const std::string port = ":" + std::to_string(listener.address().port) + "/";
  Submit({RequestTo("http://hooks.test" + port)});
  for (int questions = 0; questions < 2; ++questions) {
    uv_run(&host_, UV_RUN_NOWAIT);
    names.Answer(names.Receive(), {"127.0.0.1"}, 60);
  }
  Answer(Serve(listener));
  TurnUntil([&] { return records_.size() == 1; });
  EXPECT_EQ(records_[0].outcome, Outcome::kDelivered);
  EXPECT_NE(records_[0].started_at, std::nullopt);
  const size_t turns = turns_;
  TurnUntil([&] { return turns_ > turns; });
  bool idle = false;
  parts_->deliverer().Shutdown([&] { idle = true; });
  TurnUntil([&] { return idle; });
  EXPECT_EQ(BlockedSignals(), blocked);
}

TEST_F(ForeignLoopTest, MayEndWithRequestsInEveryStateAndConnectionsKept) {
  LoopbackListener listener;
  LoopbackNameServer names;
  Start({.names = {.servers = names.address()}});
  const std::string url = "http://" + listener.address().ToString() + "/";
  Submit({RequestTo(url)});
  Answer(Serve(listener));
  TurnUntil([&] { return records_.size() == 1; });
  Submit({RequestTo(url)});
  Submit({RequestTo("http://nobody.answers.test/"), RequestTo("https://" + url.substr(7))});
  uv_run(&host_, UV_RUN_NOWAIT);
  End();
  ASSERT_EQ(records_.size(), 4u);
  for (size_t i = 1; i < 4; ++i) EXPECT_EQ(records_[i].error->code, ErrorCode::kShutdown);
  Start();
  LoopbackListener other;
  Submit({RequestTo("http://" + other.address().ToString() + "/")});
  Answer(Serve(other));
  TurnUntil([&] { return records_.size() == 5; });
  EXPECT_EQ(records_[4].outcome, Outcome::kDelivered) << "a second one on the same loop";
}

TEST_F(ForeignLoopTest, CancelsAndAborts) {
  LoopbackListener listener;
  Start();
  const std::string url = "http://" + listener.address().ToString() + "/";
  for (int run = 0; run < 2; ++run) Submit({RequestTo(url)});
  Serve(listener);
  Serve(listener);
  parts_->deliverer().Cancel(1, {ErrorCode::kTerminated, "the test has enough"});
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].error->code, ErrorCode::kTerminated);
  parts_->Abort();
  ASSERT_EQ(records_.size(), 2u);
  EXPECT_EQ(records_[1].error->code, ErrorCode::kShutdown);
  EXPECT_EQ(records_[1].outcome, Outcome::kFailed);
  Submit({RequestTo(url)});
  TurnUntil([&] { return records_.size() == 3; });
  EXPECT_EQ(records_[2].outcome, Outcome::kDiscarded);
}

TEST_F(ForeignLoopTest, WhoWaitsUntilItIsIdleHearsOfItAfterAnAbort) {
  LoopbackListener listener;
  Start();
  Submit({RequestTo("http://" + listener.address().ToString() + "/")});
  Serve(listener);
  int idle = 0;
  parts_->deliverer().Shutdown([&] { ++idle; });
  const size_t turns = turns_;
  TurnUntil([&] { return turns_ > turns; });
  EXPECT_EQ(idle, 0) << "the server has not answered";
  parts_->Abort();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(idle, 0) << "inside the call";
  const size_t aborted = turns_;
  TurnUntil([&] { return turns_ > aborted + 2; });
  EXPECT_EQ(idle, 1);
}

TEST_F(ForeignLoopTest, AWriteToAConnectionThatIsClosedEndsARequestAndNotTheProcess) {
  LoopbackListener listener("127.0.0.1", true);
  Start();
  Submit({RequestTo("http://" + listener.address().ToString() + "/", "POST",
                    std::string(32 << 20, 'x'))});
  TurnUntil([&] { return listener.has_waiting(); });
  LoopbackSocket server(listener.AcceptFd());
  TurnUntil([&] { return !server.ReceiveReady().empty(); });
  server.Reset();
  TurnUntil([&] { return records_.size() == 1; });
  EXPECT_EQ(records_[0].error->code, ErrorCode::kReset);
  EXPECT_EQ(records_[0].wire, Wire::kPartial);
}

TEST_F(ForeignLoopTest, IsAnErrorWhereSigpipeWouldEndTheProcess) {
  std::signal(SIGPIPE, SIG_DFL);
  loop_.emplace(clock_, &host_);
  const auto create = [&] {
    return DeliveryParts::Create(*loop_,
                                 {.policy = *net::EgressPolicy::Create({.allow_private = true})});
  };
  auto parts = create();
  ASSERT_FALSE(parts.ok());
  EXPECT_EQ(parts.error().code, ErrorCode::kUsage);
  EXPECT_TRUE(parts.error().message.starts_with("SIGPIPE would end this process"));
  std::signal(SIGPIPE, [](int) {});
  EXPECT_TRUE(create().ok()) << "the host has a handler of its own";
}

}  // namespace
}  // namespace sendoff::delivery
