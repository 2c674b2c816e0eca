// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>
#include <uv.h>

#include <csignal>

#include "base/clock.h"
#include "base/loop.h"
#include "base/unique_function.h"
#include "base/uv_handle.h"

namespace sendoff::test {

// A fixture with a real loop, for tests of what stands on sockets. The loop closes with the fixture
// and aborts if anything was left open.
class LoopTest : public testing::Test {
 protected:
  // libuv asks that of whoever writes to sockets.
  LoopTest() { std::signal(SIGPIPE, SIG_IGN); }

  Loop& loop() { return loop_; }

  // Turns the loop until `done()`, which is asked whenever the loop is about to wait. A test that
  // never gets there fails; how long that takes to notice is of no interest.
  template <class Done>
  void TurnUntil(Done done) {
    bool late = false;
    bool is_done = false;
    Timer limit(loop_.timers(), [&] { late = true; });
    limit.StartAfter(std::chrono::seconds(20));
    // Not between turns: one turn runs timers and then waits, whatever the timers did.
    UniqueFunction<void()> ask = [&] {
      is_done = is_done || done();
      if (is_done || late) loop_.Stop();
    };
    UvHandle<uv_prepare_t> prepare;
    ASSERT_EQ(prepare.Init(uv_prepare_init, &ask, loop_.uv()), 0);
    uv_prepare_start(prepare.get(), [](uv_prepare_t* handle) {
      (*static_cast<UniqueFunction<void()>*>(handle->data))();
    });
    loop_.Run();
    EXPECT_TRUE(is_done) << "what the test waits for does not happen";
  }

  // The same, asking all the time and never waiting: for when `done` is what makes things happen.
  template <class Done>
  void SpinUntil(Done done) {
    bool late = false;
    Timer limit(loop_.timers(), [&] { late = true; });
    limit.StartAfter(std::chrono::seconds(20));
    while (!done()) {
      uv_run(loop_.uv(), UV_RUN_NOWAIT);
      ASSERT_FALSE(late) << "what the test waits for does not happen";
    }
  }

  // Lets everything happen that happens without waiting.
  void Settle() {
    for (int turn = 0; turn < 10; ++turn) uv_run(loop_.uv(), UV_RUN_NOWAIT);
  }

 private:
  SystemClock clock_;
  Loop loop_{clock_};
};

}  // namespace sendoff::test
