// SPDX-License-Identifier: MIT
#include "net/dns/resolver_cache.h"

#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"
#include "tests/support/fake_resolver.h"

namespace sendoff::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class ResolverCacheTest : public testing::Test {
 protected:
  // Asks and keeps the query; the answer is written to `answers_`.
  void Ask(const std::string& host) {
    queries_.push_back(cache_->Resolve(host, [this, host](const Resolver::Answer& answer) {
      answers_.push_back({host, Text(answer)});
    }));
  }

  static std::string Text(const Resolver::Answer& answer) {
    if (!answer.addresses.ok()) return answer.addresses.error().message;
    std::string text;
    for (const IpAddress& address : *answer.addresses) text += address.ToString() + " ";
    return text;
  }

  // How often the resolver below was asked.
  size_t asked() const { return below_->asked.size(); }

  void MakeCache(const ResolverCacheOptions& options = {}) {
    auto below = std::make_unique<test::FakeResolver>();
    below_ = below.get();
    cache_ = NewResolverCache(time_.timers(), std::move(below), options);
  }
  void SetUp() override { MakeCache(); }

  test::FakeTime time_;
  std::vector<std::unique_ptr<Resolver::Query>> queries_;
  std::vector<std::pair<std::string, std::string>> answers_;
  test::FakeResolver* below_ = nullptr;
  std::unique_ptr<Resolver> cache_;
};

TEST_F(ResolverCacheTest, AsksOnceForAllWhoWait) {
  Ask("a.test");
  Ask("a.test");
  Ask("b.test");
  EXPECT_EQ(asked(), 2u);
  below_->Answer("a.test", {"192.0.2.1", "2001:db8::1"});
  ASSERT_EQ(answers_.size(), 2u);
  EXPECT_EQ(answers_[0].second, "192.0.2.1 2001:db8::1 ");
  EXPECT_EQ(answers_[1], answers_[0]);
}

TEST_F(ResolverCacheTest, RemembersAnAnswerButNeverGivesItInsideTheCall) {
  Ask("a.test");
  below_->Answer("a.test", {"192.0.2.1"}, seconds(30));
  time_.Advance(seconds(29));
  Ask("a.test");
  EXPECT_EQ(answers_.size(), 1u);
  time_.Settle();
  EXPECT_EQ(answers_.size(), 2u);
  EXPECT_EQ(asked(), 1u);
}

TEST_F(ResolverCacheTest, AsksAgainWhenTheTtlIsOver) {
  Ask("a.test");
  below_->Answer("a.test", {"192.0.2.1"}, seconds(30));
  time_.Advance(seconds(30));
  Ask("a.test");
  EXPECT_EQ(asked(), 2u);
  below_->Answer("a.test", {"192.0.2.2"});
  EXPECT_EQ(answers_.back().second, "192.0.2.2 ");
}

TEST_F(ResolverCacheTest, KeepsAnAnswerForAtLeastOneSecondAndAtMostOneMinute) {
  Ask("short.test");
  Ask("long.test");
  below_->Answer("short.test", {"192.0.2.1"}, seconds(0));
  below_->Answer("long.test", {"192.0.2.2"}, std::chrono::hours(24));
  time_.Advance(milliseconds(999));
  Ask("short.test");
  EXPECT_EQ(asked(), 2u);
  time_.Advance(milliseconds(1));
  Ask("short.test");
  EXPECT_EQ(asked(), 3u);
  time_.Advance(seconds(58));
  Ask("long.test");
  EXPECT_EQ(asked(), 3u);
  time_.Advance(seconds(1));
  Ask("long.test");
  EXPECT_EQ(asked(), 4u);
}

TEST_F(ResolverCacheTest, RemembersThatANameDoesNotExistForFiveSecondsAtMost) {
  Ask("gone.test");
  below_->Answer("gone.test", {Error{ErrorCode::kDns, "no such name"}, seconds(3600)});
  EXPECT_EQ(answers_.back().second, "no such name");
  time_.Advance(milliseconds(4999));
  Ask("gone.test");
  time_.Settle();
  EXPECT_EQ(asked(), 1u);
  EXPECT_EQ(answers_.size(), 2u);
  time_.Advance(milliseconds(1));
  Ask("gone.test");
  EXPECT_EQ(asked(), 2u);
}

TEST_F(ResolverCacheTest, ForgetsAtOnceThatNoDescriptorWasLeft) {
  Ask("a.test");
  below_->Answer("a.test", {Error{ErrorCode::kIo, "too many open files"}, seconds(0)});
  EXPECT_EQ(answers_.back().second, "too many open files");
  Ask("a.test");
  EXPECT_EQ(asked(), 2u);
}

TEST_F(ResolverCacheTest, AnAbandonedQueryIsNotToldAndStillFillsTheCache) {
  Ask("a.test");
  queries_.clear();
  below_->Answer("a.test", {"192.0.2.1"});
  EXPECT_TRUE(answers_.empty());
  Ask("a.test");
  time_.Settle();
  EXPECT_EQ(answers_.size(), 1u);
  EXPECT_EQ(asked(), 1u);
}

TEST_F(ResolverCacheTest, AbandoningOneOfTwoLeavesTheOther) {
  Ask("a.test");
  Ask("a.test");
  queries_.erase(queries_.begin());
  below_->Answer("a.test", {"192.0.2.1"});
  EXPECT_EQ(answers_.size(), 1u);
}

TEST_F(ResolverCacheTest, AHitCanBeAbandonedToo) {
  Ask("a.test");
  below_->Answer("a.test", {"192.0.2.1"});
  Ask("a.test");
  queries_.pop_back();
  time_.Settle();
  EXPECT_EQ(answers_.size(), 1u);
}

TEST_F(ResolverCacheTest, ForgetsTheNameUsedLongestAgo) {
  MakeCache({.entries = 2});
  for (const char* host : {"a.test", "b.test"}) {
    Ask(host);
    below_->Answer(host, {"192.0.2.1"});
  }
  Ask("a.test");
  Ask("c.test");
  below_->Answer("c.test", {"192.0.2.1"});
  EXPECT_EQ(asked(), 3u);
  Ask("a.test");
  EXPECT_EQ(asked(), 3u);
  Ask("b.test");
  EXPECT_EQ(asked(), 4u);
}

TEST_F(ResolverCacheTest, ACallbackMayAskAgainAndDestroyItsQuery) {
  std::unique_ptr<Resolver::Query> query;
  bool again = false;
  query = cache_->Resolve("a.test", [&](const Resolver::Answer&) {
    query = cache_->Resolve("a.test", [&](const Resolver::Answer&) { again = true; });
  });
  below_->Answer("a.test", {"192.0.2.1"});
  EXPECT_FALSE(again);
  time_.Settle();
  EXPECT_TRUE(again);
}

TEST_F(ResolverCacheTest, ACallbackMayDestroyTheCache) {
  int told = 0;
  const auto once = [&](const Resolver::Answer&) {
    ++told;
    cache_.reset();
  };
  queries_.push_back(cache_->Resolve("a.test", once));
  queries_.push_back(cache_->Resolve("a.test", [&](const Resolver::Answer&) { ++told; }));
  // The fake below goes with the cache, in the middle of its own Answer.
  below_->Answer("a.test", {"192.0.2.1"});
  EXPECT_EQ(told, 2);
}

}  // namespace
}  // namespace sendoff::net
