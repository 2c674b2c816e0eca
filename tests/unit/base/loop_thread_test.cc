// SPDX-License-Identifier: MIT
#include "base/loop_thread.h"

#include <gtest/gtest.h>

#include <thread>

namespace sendoff {
namespace {

// Says on which thread it was made, used and destroyed, and what came when.
class Resident {
 public:
  explicit Resident(std::vector<std::string>* story) : story_(*story) { Tell("made"); }
  ~Resident() { Tell("destroyed"); }

  void Tell(const std::string& what) {
    story_.push_back(what + (std::this_thread::get_id() == home_ ? "" : " elsewhere"));
  }

  void Stop(UniqueFunction<void()> stopped) {
    Tell("told to stop");
    stopped();
  }

 private:
  std::vector<std::string>& story_;
  const std::thread::id home_ = std::this_thread::get_id();
};

TEST(LoopThread, MakesUsesAndDestroysItsResidentOnItsOwnThread) {
  std::vector<std::string> story;
  std::thread::id maker;
  {
    auto thread = LoopThread<Resident>::Start([&](Loop&) {
      maker = std::this_thread::get_id();
      return std::make_unique<Resident>(&story);
    });
    ASSERT_TRUE(thread.ok());
    EXPECT_NE(maker, std::this_thread::get_id());
    (*thread)->Post([](Resident& resident) { resident.Tell("first"); });
    (*thread)->Post([](Resident& resident) { resident.Tell("second"); });
  }
  EXPECT_EQ(story,
            (std::vector<std::string>{"made", "first", "second", "told to stop", "destroyed"}));
}

TEST(LoopThread, FailsAsItsResidentDoes) {
  auto thread = LoopThread<Resident>::Start([](Loop&) -> Result<std::unique_ptr<Resident>> {
    return Error{ErrorCode::kIo, "no room"};
  });
  ASSERT_FALSE(thread.ok());
  EXPECT_EQ(thread.error().message, "no room");
}

// Stops only after something that comes later on its loop.
class Lingerer {
 public:
  Lingerer(Loop& loop, bool* done)
      : timer_(loop.timers(), [this, done] {
          *done = true;
          stopped_();
        }) {}

  void Stop(UniqueFunction<void()> stopped) {
    stopped_ = std::move(stopped);
    timer_.StartAfter(Duration::zero());
  }

 private:
  Timer timer_;
  UniqueFunction<void()> stopped_;
};

TEST(LoopThread, WaitsForAResidentThatIsNotDoneYet) {
  bool done = false;
  auto thread = LoopThread<Lingerer>::Start(
      [&done](Loop& loop) { return std::make_unique<Lingerer>(loop, &done); });
  ASSERT_TRUE(thread.ok());
  thread->reset();
  EXPECT_TRUE(done);
}

// Where the promise is the starter's, it is destroyed while it is being set: run by tsan.
TEST(LoopThread, StartsAndEndsAThousandTimes) {
  for (int i = 0; i < 1000; ++i) {
    bool done = false;
    auto thread = LoopThread<Lingerer>::Start(
        [&done](Loop& loop) { return std::make_unique<Lingerer>(loop, &done); });
    ASSERT_TRUE(thread.ok());
  }
}

}  // namespace
}  // namespace sendoff
