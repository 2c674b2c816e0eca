// SPDX-License-Identifier: MIT
#include "net/connection/connection_pool.h"

#include <gtest/gtest.h>

#include "tests/support/delivery_world.h"

namespace sendoff::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::FakeTime;

constexpr bool kSafe = true;
constexpr bool kUnsafe = false;

PoolKey At(const std::string& url, const std::string& tenant = "") {
  return {Url::Parse(url)->server, tenant};
}

class ConnectionPoolTest : public testing::Test {
 protected:
  // Puts a new connection into `pool` and returns the server's end of it.
  std::unique_ptr<ByteStream> Put(ConnectionPool& pool, const PoolKey& key,
                                  std::optional<seconds> server_timeout = std::nullopt) {
    auto [client, server] = test::NewMemoryPipe(time_.timers());
    pool.Put(key, std::move(client), server_timeout);
    return std::move(server);
  }

  FakeTime time_;
  ConnectionPool pool_{time_.timers(), {}};
};

TEST_F(ConnectionPoolTest, GivesAConnectionToItsOriginOnly) {
  const auto server = Put(pool_, At("http://a"));
  EXPECT_EQ(pool_.Take(At("http://b"), kUnsafe).stream, nullptr);
  EXPECT_NE(pool_.Take(At("http://a"), kUnsafe).stream, nullptr);
  EXPECT_EQ(pool_.Take(At("http://a"), kUnsafe).stream, nullptr);
}

TEST_F(ConnectionPoolTest, KeepsTenantsApart) {
  const auto server = Put(pool_, At("http://a", "a"));
  EXPECT_EQ(pool_.Take(At("http://a", "b"), kSafe).stream, nullptr);
  EXPECT_EQ(pool_.Take(At("http://a"), kSafe).stream, nullptr);
  EXPECT_EQ(pool_.Take(At("https://a", "a"), kSafe).stream, nullptr);
  EXPECT_EQ(pool_.Take(At("http://a:8080", "a"), kSafe).stream, nullptr);
  EXPECT_NE(pool_.Take(At("HTTP://A:80/b", "a"), kSafe).stream, nullptr);
}

TEST_F(ConnectionPoolTest, ClosesAllOfAnOriginThatSaysWhatNobodyAskedFor) {
  for (const auto idle : {milliseconds(1), milliseconds(3500)}) {
    ConnectionPool pool(time_.timers(), {});
    const auto first = Put(pool, At("http://a"));
    const auto second = Put(pool, At("http://a"));
    const auto other = Put(pool, At("http://b"));
    time_.Advance(idle);
    const std::string_view unasked = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    first->Write({&unasked, 1});
    time_.Settle();
    EXPECT_EQ(pool.size(), 1u);
    const auto third = Put(pool, At("http://a"));
    EXPECT_EQ(pool.Take(At("http://a"), kSafe).stream, nullptr) << "it may do so again";
  }
}

TEST_F(ConnectionPoolTest, LendsToUnsafeMethodsForASecondAndToSafeOnesForFour) {
  const auto server = Put(pool_, At("http://a"));
  time_.Advance(milliseconds(1000));
  auto stream = pool_.Take(At("http://a"), kUnsafe).stream;
  ASSERT_NE(stream, nullptr);
  pool_.Put(At("http://a"), std::move(stream), std::nullopt);
  time_.Advance(milliseconds(1001));
  EXPECT_EQ(pool_.Take(At("http://a"), kUnsafe).stream, nullptr);
  EXPECT_NE(pool_.Take(At("http://a"), kSafe).stream, nullptr);
}

TEST_F(ConnectionPoolTest, ClosesWhatNobodyMayUseAnyMore) {
  const auto server = Put(pool_, At("http://a"));
  time_.Advance(milliseconds(3999));
  EXPECT_EQ(pool_.size(), 1u);
  time_.Advance(milliseconds(1));
  EXPECT_EQ(pool_.size(), 0u);
}

TEST_F(ConnectionPoolTest, HeedsTheServersTimeoutWithASecondToSpare) {
  auto first = Put(pool_, At("http://a"), seconds(3));
  time_.Advance(milliseconds(2000));
  EXPECT_NE(pool_.Take(At("http://a"), kSafe).stream, nullptr);
  first = Put(pool_, At("http://a"), seconds(3));
  time_.Advance(milliseconds(2001));
  EXPECT_EQ(pool_.Take(At("http://a"), kSafe).stream, nullptr);
  const auto second = Put(pool_, At("http://b"), seconds(1));
  EXPECT_EQ(pool_.size(), 0u) << "a second at most is no time at all";
}

TEST_F(ConnectionPoolTest, DropsAConnectionThatTheServerClosed) {
  auto server = Put(pool_, At("http://a"));
  server.reset();
  time_.Settle();
  EXPECT_EQ(pool_.size(), 0u);
}

TEST_F(ConnectionPoolTest, DoesNotLendAConnectionOnWhichSomethingWaitsToBeRead) {
  auto server = Put(pool_, At("http://a"));
  const std::string_view unasked = "HTTP/1.1 408 Request Timeout\r\n\r\n";
  server->Write({&unasked, 1});
  EXPECT_EQ(pool_.Take(At("http://a"), kUnsafe).stream, nullptr);
}

TEST_F(ConnectionPoolTest, LendsTheFreshestFirst) {
  const auto older = Put(pool_, At("http://a"));
  time_.Advance(milliseconds(900));
  const auto newer = Put(pool_, At("http://a"));
  time_.Advance(milliseconds(200));
  EXPECT_NE(pool_.Take(At("http://a"), kUnsafe).stream, nullptr);
  EXPECT_EQ(pool_.Take(At("http://a"), kUnsafe).stream, nullptr)
      << "the other is too old for a POST";
  EXPECT_NE(pool_.Take(At("http://a"), kSafe).stream, nullptr);
}

TEST_F(ConnectionPoolTest, KeepsAsManyAsItMayAndTheFreshestOfThem) {
  ConnectionPool pool(time_.timers(), {.per_origin = 2, .total = 3});
  std::vector<std::unique_ptr<ByteStream>> servers;
  for (const char* origin : {"http://a", "http://a", "http://a", "http://b", "http://c"}) {
    servers.push_back(Put(pool, At(origin)));
    time_.Advance(milliseconds(1));
  }
  EXPECT_EQ(pool.size(), 3u);
  EXPECT_NE(pool.Take(At("http://c"), kUnsafe).stream, nullptr);
  EXPECT_NE(pool.Take(At("http://b"), kUnsafe).stream, nullptr);
  EXPECT_NE(pool.Take(At("http://a"), kUnsafe).stream, nullptr);
}

TEST_F(ConnectionPoolTest, KeepsEightToAnOriginAndFiveHundredAndTwelveInAll) {
  std::vector<std::unique_ptr<ByteStream>> servers;
  for (int i = 0; i < 9; ++i) servers.push_back(Put(pool_, At("http://a")));
  EXPECT_EQ(pool_.size(), 8u);
  for (int i = 0; i < 600; ++i) servers.push_back(Put(pool_, At("http://" + std::to_string(i))));
  EXPECT_EQ(pool_.size(), 512u);
  EXPECT_EQ(pool_.Take(At("http://a"), kUnsafe).stream, nullptr) << "idle longest, gone first";
}

TEST_F(ConnectionPoolTest, SaysHowLongToWaitUntilAnOriginHasShownThatItsConnectionsStayOpen) {
  EXPECT_EQ(pool_.TimeToSettle(At("http://a")), Duration::zero()) << "there is none";
  const auto server = Put(pool_, At("http://a"));
  EXPECT_EQ(pool_.TimeToSettle(At("http://a")), milliseconds(10));
  time_.Advance(milliseconds(4));
  EXPECT_EQ(pool_.TimeToSettle(At("http://a")), milliseconds(6));
  EXPECT_EQ(pool_.TimeToSettle(At("http://b")), Duration::zero());
  pool_.NoteReuse(At("http://a"), true);
  EXPECT_EQ(pool_.TimeToSettle(At("http://a")), Duration::zero());
  time_.Advance(seconds(60));
  const auto later = Put(pool_, At("http://a"));
  EXPECT_EQ(pool_.TimeToSettle(At("http://a")), milliseconds(10)) << "that was long ago";
}

TEST_F(ConnectionPoolTest, KeepsNoneForAMinuteWhereTheServerClosesThemSoon) {
  for (const auto idle : {milliseconds(0), milliseconds(999), milliseconds(1000)}) {
    const PoolKey key = At("http://a" + std::to_string(idle.count()) + ".example");
    auto server = Put(pool_, key);
    time_.Advance(idle);
    server.reset();
    time_.Settle();
    server = Put(pool_, key);
    EXPECT_EQ(pool_.Take(key, kUnsafe).stream != nullptr, idle == milliseconds(1000))
        << idle.count();
    time_.Advance(seconds(60));
    server = Put(pool_, key);
    EXPECT_NE(pool_.Take(key, kUnsafe).stream, nullptr) << "it may have learnt";
  }
}

TEST_F(ConnectionPoolTest, WhereTheServerClosesOneLetsGoOfTheOthers) {
  for (const bool in_use : {false, true}) {
    const PoolKey key = At(in_use ? "http://a" : "http://b");
    const auto other = Put(pool_, key);
    const auto elsewhere = Put(pool_, At("http://c"));
    auto server = Put(pool_, key);
    if (in_use) {
      EXPECT_NE(pool_.Take(key, kUnsafe).stream, nullptr);
      pool_.NoteReuse(key, false);
    } else {
      server.reset();
      time_.Settle();
    }
    EXPECT_EQ(pool_.Take(key, kUnsafe).stream, nullptr);
    EXPECT_NE(pool_.Take(At("http://c"), kUnsafe).stream, nullptr);
    pool_.NoteReuse(key, true);
    const auto later = Put(pool_, key);
    EXPECT_EQ(pool_.size(), 0u) << "an answer on one that was lent before changes nothing";
  }
}

TEST(ReuseMemory, HoldsABoundedNumber) {
  ReuseMemory memory;
  const Instant start{};
  for (size_t i = 0; i < ReuseMemory::kCapacity; ++i)
    memory.NoteUse(At("http://a", std::to_string(i)), start);
  memory.NoteUse(At("http://a", "one more"), start);
  EXPECT_FALSE(memory.StayOpen(At("http://a", "one more"), start));
  EXPECT_TRUE(memory.StayOpen(At("http://a", "0"), start));
  memory.NoteClose(At("http://a", "0"), start);
  EXPECT_TRUE(memory.AreClosed(At("http://a", "0"), start)) << "what it knows may change";
  memory.NoteUse(At("http://a", "one more"), start + ReuseMemory::kKeep);
  EXPECT_TRUE(memory.StayOpen(At("http://a", "one more"), start + ReuseMemory::kKeep))
      << "the old has gone";
}

TEST_F(ConnectionPoolTest, ClosesAllWhenDestroyed) {
  std::optional<ConnectionPool> pool(std::in_place, time_.timers(), ConnectionPool::Options());
  test::Server watched(Put(*pool, At("http://a")));
  pool.reset();
  time_.Settle();
  EXPECT_TRUE(watched.is_closed_by_client());
}

}  // namespace
}  // namespace sendoff::net
