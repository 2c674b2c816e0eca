// SPDX-License-Identifier: MIT
#include "base/unique_function.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace sendoff {
namespace {

TEST(UniqueFunction, CallsWhatItHolds) {
  int calls = 0;
  const UniqueFunction<int(int)> add = [&calls](int value) { return ++calls + value; };
  EXPECT_EQ(add(10), 11);
  EXPECT_EQ(add(10), 12);
}

TEST(UniqueFunction, OwnsWhatCannotBeCopied) {
  UniqueFunction<std::unique_ptr<int>(std::unique_ptr<int>)> pass =
      [kept = std::make_unique<int>(1)](std::unique_ptr<int> given) {
        *given += *kept;
        return given;
      };
  EXPECT_EQ(*pass(std::make_unique<int>(2)), 3);
}

TEST(UniqueFunction, IsEmptyUntilItHoldsSomethingAndAfterItWasMovedFrom) {
  UniqueFunction<void()> function;
  EXPECT_FALSE(function);
  function = [] {};
  EXPECT_TRUE(function);
  const UniqueFunction<void()> other = std::move(function);
  EXPECT_TRUE(other);
  EXPECT_FALSE(function);  // NOLINT(bugprone-use-after-move): what it is then is the question
}

TEST(UniqueFunction, DestroysWhatItHoldsOnce) {
  auto held = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = held;
  {
    UniqueFunction<void()> function = [held] {};
    held.reset();
    const UniqueFunction<void()> moved = std::move(function);
    EXPECT_FALSE(watch.expired());
  }
  EXPECT_TRUE(watch.expired());
}

TEST(UniqueFunctionDeathTest, StopsWhenAnEmptyOneIsCalled) {
  const UniqueFunction<void()> empty;
  EXPECT_DEATH(empty(), "internal error");
}

}  // namespace
}  // namespace sendoff
