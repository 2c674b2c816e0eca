// SPDX-License-Identifier: MIT
#include "base/shared.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace sendoff {
namespace {

using Text = Shared<std::string>;
static_assert(sizeof(Text) == sizeof(void*));

TEST(Shared, HoldsAValueFromTheBeginning) {
  Text text;
  EXPECT_EQ(*text, "");
  EXPECT_TRUE(text->empty());
  text.Own() += "a";
  EXPECT_EQ(*text, "a");
  EXPECT_EQ(*Text(), "");
}

TEST(Shared, CopiesShareUntilOneChanges) {
  Text first = "one";
  Text second = first;
  EXPECT_EQ(&*first, &*second);
  second.Own() += " more";
  EXPECT_EQ(*first, "one");
  EXPECT_EQ(*second, "one more");
  const std::string* own = &*second;
  second.Own() += " still";
  EXPECT_EQ(&*second, own) << "copied though nobody else has it";
  first = second;
  EXPECT_EQ(&*first, &*second);
}

TEST(Shared, IsEmptyOnceItWasMovedFrom) {
  Text first = "one";
  const Text second = std::move(first);
  EXPECT_EQ(*second, "one");
  EXPECT_EQ(*first, "");  // NOLINT(bugprone-use-after-move): that is the point
}

TEST(Shared, SharesWithAnEqualOneOnly) {
  const Text first = "one";
  Text second = "one";
  Text third = "three";
  EXPECT_TRUE(second.ShareWith(first));
  EXPECT_EQ(&*second, &*first);
  EXPECT_FALSE(third.ShareWith(first));
  EXPECT_EQ(*third, "three");
  Text empty = "";
  EXPECT_TRUE(empty.ShareWith({}));
  EXPECT_EQ(&*empty, &*Text()) << "the value of all that have none";
}

TEST(Shared, GoesWithItsLastOwnerOnWhateverThread) {
  const auto alive = std::make_shared<int>(1);
  {
    const Shared<std::shared_ptr<int>> first = alive;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([copy = first] {
        for (int j = 0; j < 1000; ++j) {
          const Shared<std::shared_ptr<int>> another = copy;
          EXPECT_EQ(**another, 1);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(alive.use_count(), 2);
  }
  EXPECT_EQ(alive.use_count(), 1);
}

}  // namespace
}  // namespace sendoff
