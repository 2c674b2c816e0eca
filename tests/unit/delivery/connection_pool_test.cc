// SPDX-License-Identifier: MIT
#include "net/connection_pool.h"

#include <gtest/gtest.h>

#include "tests/unit/delivery/delivery_world.h"

namespace sendoff::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::FakeTime;

constexpr bool kSafe = true;
constexpr bool kUnsafe = false;

class ConnectionPoolTest : public testing::Test {
 protected:
  // Puts a new connection into `pool` and returns the server's end of it.
  std::unique_ptr<ByteStream> Put(ConnectionPool& pool, const std::string& origin,
                                  std::optional<seconds> server_timeout = std::nullopt) {
    auto [client, server] = test::NewMemoryPipe(time_.timers());
    pool.Put(origin, std::move(client), server_timeout);
    return std::move(server);
  }

  FakeTime time_;
  ConnectionPool pool_{time_.timers(), {}};
};

TEST_F(ConnectionPoolTest, GivesAConnectionToItsOriginOnly) {
  const auto server = Put(pool_, "http://a");
  EXPECT_EQ(pool_.Take("http://b", kUnsafe), nullptr);
  EXPECT_NE(pool_.Take("http://a", kUnsafe), nullptr);
  EXPECT_EQ(pool_.Take("http://a", kUnsafe), nullptr);
}

TEST_F(ConnectionPoolTest, LendsToUnsafeMethodsForASecondAndToSafeOnesForFour) {
  const auto server = Put(pool_, "http://a");
  time_.Advance(milliseconds(1000));
  auto stream = pool_.Take("http://a", kUnsafe);
  ASSERT_NE(stream, nullptr);
  pool_.Put("http://a", std::move(stream), std::nullopt);
  time_.Advance(milliseconds(1001));
  EXPECT_EQ(pool_.Take("http://a", kUnsafe), nullptr);
  EXPECT_NE(pool_.Take("http://a", kSafe), nullptr);
}

TEST_F(ConnectionPoolTest, ClosesWhatNobodyMayUseAnyMore) {
  const auto server = Put(pool_, "http://a");
  time_.Advance(milliseconds(3999));
  EXPECT_EQ(pool_.size(), 1u);
  time_.Advance(milliseconds(1));
  EXPECT_EQ(pool_.size(), 0u);
}

TEST_F(ConnectionPoolTest, HeedsTheServersTimeoutWithASecondToSpare) {
  auto first = Put(pool_, "http://a", seconds(3));
  time_.Advance(milliseconds(2000));
  EXPECT_NE(pool_.Take("http://a", kSafe), nullptr);
  first = Put(pool_, "http://a", seconds(3));
  time_.Advance(milliseconds(2001));
  EXPECT_EQ(pool_.Take("http://a", kSafe), nullptr);
  const auto second = Put(pool_, "http://b", seconds(1));
  EXPECT_EQ(pool_.size(), 0u) << "a second at most is no time at all";
}

TEST_F(ConnectionPoolTest, DropsAConnectionThatTheServerClosed) {
  auto server = Put(pool_, "http://a");
  server.reset();
  time_.Settle();
  EXPECT_EQ(pool_.size(), 0u);
}

TEST_F(ConnectionPoolTest, DoesNotLendAConnectionOnWhichSomethingWaitsToBeRead) {
  auto server = Put(pool_, "http://a");
  const std::string_view unasked = "HTTP/1.1 408 Request Timeout\r\n\r\n";
  server->Write({&unasked, 1});
  EXPECT_EQ(pool_.Take("http://a", kUnsafe), nullptr);
}

TEST_F(ConnectionPoolTest, LendsTheFreshestFirst) {
  const auto older = Put(pool_, "http://a");
  time_.Advance(milliseconds(900));
  const auto newer = Put(pool_, "http://a");
  time_.Advance(milliseconds(200));
  EXPECT_NE(pool_.Take("http://a", kUnsafe), nullptr);
  EXPECT_EQ(pool_.Take("http://a", kUnsafe), nullptr) << "the other is too old for a POST";
  EXPECT_NE(pool_.Take("http://a", kSafe), nullptr);
}

TEST_F(ConnectionPoolTest, KeepsAsManyAsItMayAndTheFreshestOfThem) {
  ConnectionPool pool(time_.timers(), {.per_origin = 2, .total = 3});
  std::vector<std::unique_ptr<ByteStream>> servers;
  for (const char* origin : {"http://a", "http://a", "http://a", "http://b", "http://c"}) {
    servers.push_back(Put(pool, origin));
    time_.Advance(milliseconds(1));
  }
  EXPECT_EQ(pool.size(), 3u);
  EXPECT_NE(pool.Take("http://c", kUnsafe), nullptr);
  EXPECT_NE(pool.Take("http://b", kUnsafe), nullptr);
  EXPECT_NE(pool.Take("http://a", kUnsafe), nullptr);
}

TEST_F(ConnectionPoolTest, KeepsEightToAnOriginAndFiveHundredAndTwelveInAll) {
  std::vector<std::unique_ptr<ByteStream>> servers;
  for (int i = 0; i < 9; ++i) servers.push_back(Put(pool_, "http://a"));
  EXPECT_EQ(pool_.size(), 8u);
  for (int i = 0; i < 600; ++i) servers.push_back(Put(pool_, "http://" + std::to_string(i)));
  EXPECT_EQ(pool_.size(), 512u);
  EXPECT_EQ(pool_.Take("http://a", kUnsafe), nullptr) << "idle longest, gone first";
}

TEST_F(ConnectionPoolTest, ClosesAllWhenDestroyed) {
  std::optional<ConnectionPool> pool(std::in_place, time_.timers(), ConnectionPool::Options());
  test::Server watched(Put(*pool, "http://a"));
  pool.reset();
  time_.Settle();
  EXPECT_TRUE(watched.is_closed_by_client());
}

}  // namespace
}  // namespace sendoff::net
