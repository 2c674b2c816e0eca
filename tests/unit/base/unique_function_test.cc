// SPDX-License-Identifier: MIT
#include "base/unique_function.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

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

// Small ones lie inside, large ones apart; both are moved without a copy and destroyed once.
template <size_t size>
void ExpectToBeMovedAndDestroyedOnce() {
  auto held = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = held;
  UniqueFunction<int()> function = [held, filler = std::array<char, size>{1}] {
    return *held + filler[0];
  };
  held.reset();
  UniqueFunction<int()> other = [] { return 0; };
  other = std::move(function);
  std::vector<UniqueFunction<int()>> many;
  many.push_back(std::move(other));
  many.reserve(many.capacity() + 1);  // moves it
  EXPECT_EQ(watch.use_count(), 1);
  EXPECT_EQ(many.front()(), 2);
  many.front() = nullptr;
  EXPECT_TRUE(watch.expired());
}

TEST(UniqueFunction, MovesWhatIsSmall) { ExpectToBeMovedAndDestroyedOnce<1>(); }

TEST(UniqueFunction, MovesWhatIsLarge) { ExpectToBeMovedAndDestroyedOnce<1000>(); }

TEST(UniqueFunction, PassesAnArgumentOnWithoutMovingIt) {
  const std::string* seen = nullptr;
  const UniqueFunction<void(std::string)> inner = [&](std::string&& text) { seen = &text; };
  const UniqueFunction<void(std::string)> outer = [&](std::string&& text) {
    inner(std::move(text));
  };
  std::string text = "some text";
  outer(std::move(text));
  EXPECT_EQ(seen, &text);
}

TEST(UniqueFunctionDeathTest, StopsWhenAnEmptyOneIsCalled) {
  const UniqueFunction<void()> empty;
  EXPECT_DEATH(empty(), "internal error");
}

}  // namespace
}  // namespace sendoff
