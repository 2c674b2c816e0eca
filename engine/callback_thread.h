// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <condition_variable>
#include <deque>
#include <mutex>

#include "base/thread.h"
#include "base/unique_function.h"

namespace sendoff::engine {

// The thread on which the embedder's callbacks hear of records: however long they take, they delay
// nothing but the calls behind them. Calls are made one at a time, in the order of `Post`. A closed
// pipe that they write to is an error there and no signal. Any thread.
class CallbackThread {
 public:
  using Call = UniqueFunction<void()>;

  // kSoon: within a millisecond, so that a stream of records does not wake the thread for each.
  enum class When { kNow, kSoon };

  CallbackThread() = default;
  ~CallbackThread() { Finish(); }
  CallbackThread(const CallbackThread&) = delete;
  CallbackThread& operator=(const CallbackThread&) = delete;

  // Starts the thread where that has not been done; before the first `Post`. kIo.
  Result<void> Start();

  // Returns at once, however many wait. The call is destroyed on the thread, before the next one is
  // made.
  void Post(Call call, When when);

  // Makes the calls that wait, and ends the thread; no `Post` comes after this. Not on the thread.
  void Finish();

  bool IsThisThread() const;

 private:
  void Main();

  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::deque<Call> waiting_;
  bool sleeps_ = false;   // until it is woken, whatever comes
  bool hurries_ = false;  // a call is to be made now
  bool over_ = false;
  Thread thread_;
};

}  // namespace sendoff::engine
