// SPDX-License-Identifier: MIT
#include "carrier/process/fair_queue.h"

#include <gtest/gtest.h>

#include <string>

namespace sendoff::carrier {
namespace {

class FairQueueTest : public testing::Test {
 protected:
  // Those who are served, by their places in `who_`, while only these names may be.
  std::string Served(const std::string& names, size_t most = 100) {
    std::string served;
    while (served.size() < most) {
      const char* next =
          queue_.Next([&](const std::string& name) { return names.find(name) != names.npos; });
      if (next == nullptr) break;
      served += *next;
    }
    return served;
  }

  void Add(const std::string& name, size_t who) { queue_.Add(name, &who_[who]); }

  const char who_[10] = "012345678";
  FairQueue<const char> queue_;
};

TEST_F(FairQueueTest, OfOneNameTheFirstIsServedFirst) {
  EXPECT_TRUE(queue_.empty());
  for (size_t i = 0; i < 3; ++i) Add("a", i);
  EXPECT_FALSE(queue_.empty());
  EXPECT_EQ(Served("a"), "012");
  EXPECT_TRUE(queue_.empty());
}

TEST_F(FairQueueTest, NamesHaveTheirTurns) {
  for (size_t i = 0; i < 4; ++i) Add("a", i);
  Add("b", 4);
  Add("c", 5);
  Add("b", 6);
  EXPECT_EQ(Served("abc"), "0451623");
}

TEST_F(FairQueueTest, WhoComesAgainIsTheLast) {
  Add("a", 0);
  Add("a", 1);
  Add("b", 2);
  EXPECT_EQ(Served("ab", 1), "0");
  Add("c", 3);
  EXPECT_EQ(Served("abc"), "213");
}

TEST_F(FairQueueTest, WhoseNameMayNotIsPassedOverAndKeepsItsTurn) {
  Add("a", 0);
  Add("b", 1);
  Add("c", 2);
  EXPECT_EQ(Served("bc", 1), "1");
  EXPECT_EQ(Served("b"), "");
  EXPECT_EQ(Served("abc"), "02");
}

TEST_F(FairQueueTest, WhoGivesUpIsNotServed) {
  Add("a", 0);
  Add("a", 1);
  Add("b", 2);
  queue_.Remove("a", &who_[0]);
  queue_.Remove("b", &who_[2]);
  EXPECT_EQ(Served("ab"), "1");
}

}  // namespace
}  // namespace sendoff::carrier
