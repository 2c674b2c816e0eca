// SPDX-License-Identifier: MIT
#include "delivery/delivery_thread.h"
#include "base/sanitizer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>

#include "tests/support/few_descriptors.h"
#include "tests/support/loopback.h"
#include "tests/support/record_sinks.h"

namespace sendoff::delivery {
namespace {

using test::LoopbackListener;
using test::LoopbackSocket;

constexpr const char* kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
constexpr const char* kLastAnswer =
    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

class DeliveryThreadTest : public testing::Test {
 protected:
  std::unique_ptr<DeliveryThread> Start(Deliverer::Options deliverer,
                                        Backlog::Limits backlog = {}) {
    // However slow the machine is: what these tests wait for happens, or never does.
    deliverer.timeout = std::chrono::minutes(5);
    auto policy = net::EgressPolicy::Create({.allow_private = true});
    DeliveryThread::Options options;
    options.deliverer = deliverer;
    options.backlog = backlog;
    options.policy = *policy;
    options.turns = turns_;
    options.make_gate = std::move(make_gate_);
    return std::move(*DeliveryThread::Start(std::move(options)));
  }

  // A run of `count` requests.
  RunBatch Batch(size_t count) {
    RunBatch batch;
    batch.info = {"r", "step.mjs"};
    for (size_t seq = 0; seq < count; ++seq) {
      net::OutboundRequest request;
      request.seq = seq;
      request.method = "POST";
      request.url = *net::Url::Parse("http://" + listener_.address().ToString() + "/");
      batch.requests.push_back(std::move(request));
    }
    return batch;
  }

  // Keeps the records. `ended` becomes ready with as many of them.
  std::shared_ptr<RecordSink> Sink(std::promise<void>* ended = nullptr, size_t ends_after = 0) {
    return test::SinkOf([this, ended, ends_after, seen = size_t{0}](Record record) mutable {
      const std::lock_guard lock(mutex_);
      records_.push_back(std::move(record));
      if (ended != nullptr && ++seen == ends_after) ended->set_value();
    });
  }

  LoopbackListener listener_;
  UniqueFunction<std::unique_ptr<Gate>(Loop&)> make_gate_;
  const std::shared_ptr<TurnMeter> turns_ = std::make_shared<TurnMeter>();
  std::mutex mutex_;
  std::vector<Record> records_;  // guarded by mutex_ as long as the thread lives
};

TEST_F(DeliveryThreadTest, LetsWhatIsInFlightFinishAfterShutdownAndRecordsTheRestAtOnce) {
  auto thread = Start({.concurrency = 1});
  std::promise<void> two_ended;
  thread->Submit(Batch(3), Sink(&two_ended, 2));
  LoopbackSocket server(listener_.AcceptFd());
  server.Receive();
  thread->Shutdown();
  two_ended.get_future().wait();
  server.Send(kAnswer);
  thread.reset();
  ASSERT_EQ(records_.size(), 3u);
  EXPECT_EQ(records_[0].error->code, ErrorCode::kShutdown);
  EXPECT_EQ(records_[1].error->code, ErrorCode::kShutdown);
  EXPECT_EQ(records_[2].seq, 0u);
  EXPECT_EQ(records_[2].outcome, Outcome::kDelivered);
}

TEST_F(DeliveryThreadTest, EndsWhatIsInFlightAtAnAbortAndSaysHowFarItGot) {
  auto thread = Start({.concurrency = 1});
  std::promise<void> all_ended;
  thread->Submit(Batch(3), Sink(&all_ended, 3));
  LoopbackSocket server(listener_.AcceptFd());
  server.Receive();
  thread->Shutdown();
  thread->Abort();
  all_ended.get_future().wait();
  thread->Submit(Batch(1), Sink());
  thread->Cancel(1);
  thread.reset();
  ASSERT_EQ(records_.size(), 4u);
  for (const Record& record : records_) EXPECT_EQ(record.error->code, ErrorCode::kShutdown);
  EXPECT_EQ(std::count_if(records_.begin(), records_.end(),
                          [](const Record& record) {
                            return record.outcome == Outcome::kFailed && record.wire == Wire::kFull;
                          }),
            1);
}

TEST_F(DeliveryThreadTest, LosesNothingThatWasHandedOverBeforeItsEnd) {
  auto thread = Start({});
  thread->Shutdown();
  for (int run = 0; run < 10; ++run) thread->Submit(Batch(5), Sink());
  thread.reset();
  EXPECT_EQ(records_.size(), 50u);
}

TEST_F(DeliveryThreadTest, MakesARunWaitThatTheBacklogHasNoRoomFor) {
  auto thread = Start({}, {.requests = 2});
  thread->Submit(Batch(2), Sink());
  LoopbackSocket first(listener_.AcceptFd());
  LoopbackSocket second(listener_.AcceptFd());
  auto submitted = std::async(std::launch::async, [&] {
    thread->Submit(Batch(1), Sink());
    const std::lock_guard lock(mutex_);
    return records_.size();
  });
  for (LoopbackSocket* server : {&first, &second}) {
    server->Receive();
    server->Send(kLastAnswer);
  }
  EXPECT_EQ(submitted.get(), 2u) << "it was taken before the others had ended";
  LoopbackSocket third(listener_.AcceptFd());
  third.Receive();
  third.Send(kLastAnswer);
  thread.reset();
  EXPECT_EQ(records_.size(), 3u);
}

// Twenty steps that wait for ten thousand responses each, of a server that gives none, and reach
// their limit at once.
TEST_F(DeliveryThreadTest, GivesManyThousandsUpInShortTurns) {
#if defined(SENDOFF_ADDRESS_SANITIZER) || defined(SENDOFF_THREAD_SANITIZER)
  constexpr uint64_t kEach = 500;
#else
  constexpr uint64_t kEach = 10'000;
#endif
  constexpr uint64_t kAll = 20 * kEach;
  auto thread = Start({});
  std::atomic<size_t> ended = 0;
  std::promise<void> all_ended;
  const auto sink = test::SinkOf([&](const Record& record) {
    EXPECT_EQ(record.error->code, ErrorCode::kTerminated);
    if (++ended == kAll) all_ended.set_value();
  });
  for (uint64_t token = 1; token <= kAll; ++token) {
    RunBatch batch = Batch(1);
    batch.info.run = std::to_string(token / kEach);
    batch.requests.front().awaited = std::make_shared<const net::AwaitedTerms>(
        net::AwaitedTerms{std::chrono::minutes(5), 5, 1 << 20});
    thread->Submit(std::move(batch), sink, token);
  }
  for (uint64_t token = kAll; token > 0; --token) thread->Cancel(token);
  all_ended.get_future().wait();
  thread.reset();
  EXPECT_EQ(ended, kAll);
  // Not by their CPU time: where a page fault takes 17 us, as in some virtual machines, that is
  // most of it.
  EXPECT_GT(turns_->turns(), 2 * kAll / Mailbox<int>::kAtOnce) << "all of it in few turns";
}

// Decides about one request on a thread of its own, as a durable outbox does, and says so on the
// loop's.
class ThreadedGate final : public Gate {
 public:
  // `claimed` is told of the claim, and `verdict` waited for.
  ThreadedGate(Loop& loop, std::promise<void>& claimed, std::future<Result<void>> verdict)
      : claimed_(claimed), verdict_(std::move(verdict)), answers_(loop, [this](auto verdicts) {
          const Then then = std::move(then_);
          then(std::move(verdicts.front()));
        }) {}

  std::unique_ptr<Pending> Claim(const RunInfo&, const net::OutboundRequest&, Then then) override {
    then_ = std::move(then);
    decider_ = std::async(std::launch::async, [this] { answers_.Post(verdict_.get()); });
    claimed_.set_value();
    return std::make_unique<Pending>();
  }

 private:
  std::promise<void>& claimed_;
  std::future<Result<void>> verdict_;
  Then then_;
  Mailbox<Result<void>> answers_;
  std::future<void> decider_;
};

TEST_F(DeliveryThreadTest, CarriesAGateThatDecidesOnAnotherThread) {
  for (const bool refuses : {false, true}) {
    std::promise<void> claimed;
    std::promise<Result<void>> verdict;
    make_gate_ = [&](Loop& loop) {
      return std::make_unique<ThreadedGate>(loop, claimed, verdict.get_future());
    };
    auto thread = Start({});
    thread->Submit(Batch(1), Sink());
    LoopbackSocket server(listener_.AcceptFd());
    claimed.get_future().wait();
    EXPECT_EQ(server.ReceiveReady(), "");
    if (refuses) {
      verdict.set_value(Error{ErrorCode::kIo, "no space left"});
    } else {
      verdict.set_value({});
      EXPECT_NE(server.Receive(), "");
      server.Send(kAnswer);
    }
    thread.reset();
    ASSERT_EQ(records_.size(), 1u);
    EXPECT_EQ(records_[0].outcome, refuses ? Outcome::kFailed : Outcome::kDelivered);
    records_.clear();
  }
}

// In processes of their own, because of what libraries open once and keep.
TEST(DeliveryThreadDeathTest, IsAnErrorWhereDescriptorsAreFew) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto policy = *net::EgressPolicy::Create({.allow_private = true});
  const auto start = [&] {
    DeliveryThread::Options options;
    options.policy = policy;
    return DeliveryThread::Start(std::move(options));
  };
  for (rlim_t limit = 3; limit < 20; ++limit) {
    EXPECT_EXIT(test::TryWithDescriptors(limit, start), testing::ExitedWithCode(0), "") << limit;
  }
}

TEST_F(DeliveryThreadTest, LetsWaitingRunsGoOnAtAShutdown) {
  auto thread = Start({}, {.requests = 1});
  thread->Submit(Batch(1), Sink());
  LoopbackSocket server(listener_.AcceptFd());
  server.Receive();
  std::promise<void> ended;
  auto submitted =
      std::async(std::launch::async, [&] { thread->Submit(Batch(1), Sink(&ended, 1)); });
  thread->Shutdown();
  submitted.get();
  ended.get_future().wait();
  server.Send(kAnswer);
  thread.reset();
  EXPECT_EQ(records_.size(), 2u);
}

}  // namespace
}  // namespace sendoff::delivery
