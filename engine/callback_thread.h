// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>

#include "base/unique_function.h"

namespace sendoff::engine {

// The thread on which the embedder's callbacks hear of records: however long they take, they delay
// nothing but the calls behind them. Calls are made one at a time, in the order of `Post`. The
// thread starts with the first one. Any thread.
class CallbackThread {
 public:
  using Call = UniqueFunction<void()>;

  // What may wait before `WaitForRoom` waits, too.
  struct Limits {
    size_t calls;
    uint64_t bytes;
  };

  explicit CallbackThread(const Limits& limits) : limits_(limits) {}
  ~CallbackThread() { Finish(); }
  CallbackThread(const CallbackThread&) = delete;
  CallbackThread& operator=(const CallbackThread&) = delete;

  // Returns at once, however many wait; `bytes` is what the call holds in memory. The call is
  // destroyed on the thread, before the next one is made.
  void Post(Call call, uint64_t bytes);

  // Waits until what has not been called is within the limits, or until `Open`. Not for the thread
  // itself.
  void WaitForRoom();
  void Open();

  // Makes the calls that wait, and ends the thread; no `Post` comes after this. Not on the thread.
  void Finish();

  bool IsThisThread() const;

 private:
  struct Waiting {
    Call call;
    uint64_t bytes;
  };

  void Main();

  const Limits limits_;
  std::mutex mutex_;
  std::condition_variable changed_;  // a call came, or the end
  std::condition_variable room_;
  // Guarded by mutex_.
  std::deque<Waiting> waiting_;
  size_t calls_ = 0;  // with the one that is under way, as `bytes_`
  uint64_t bytes_ = 0;
  bool open_ = false;
  bool over_ = false;
  std::thread thread_;
};

}  // namespace sendoff::engine
