// SPDX-License-Identifier: MIT
#pragma once

#include <uv.h>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/loop.h"
#include "base/unique_function.h"
#include "base/uv_handle.h"

namespace sendoff {

// Hands values from any thread to a loop's thread, in order. The one door between threads: what
// goes through it is owned by one side at a time.
template <class T>
class Mailbox {
 public:
  // So many at once are no burden for a loop that others wait for, too.
  static constexpr size_t kAtOnce = 256;

  // `receive` runs on the loop's thread with what was posted since it last ran: kAtOnce values at
  // most, and with those behind them in a later turn of the loop.
  Mailbox(Loop& loop, UniqueFunction<void(std::vector<T>)> receive) : receive_(std::move(receive)) {
    // A loop has the descriptor that this needs from its beginning.
    SENDOFF_CHECK(async_.Init(InitAsync, this, loop.uv()) == 0);
  }

  // Loop thread. What was posted and not received is dropped; `Close()` first to take it.
  ~Mailbox() { Close(); }
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // Any thread. False, with `value` untouched, once the mailbox is closed.
  bool Post(T&& value) {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    waiting_.push_back(std::move(value));
    uv_async_send(async_.get());
    return true;
  }

  // Loop thread. Refuses what is posted from now on and returns what was not yet received.
  std::vector<T> Close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    async_.Close();
    return Take(waiting_.max_size());
  }

 private:
  static int InitAsync(uv_loop_t* loop, uv_async_t* handle) {
    return uv_async_init(loop, handle, [](uv_async_t* async) {
      auto* self = static_cast<Mailbox*>(async->data);
      if (self == nullptr) return;
      std::vector<T> values = self->Take(kAtOnce);
      if (!values.empty()) self->receive_(std::move(values));
    });
  }

  std::vector<T> Take(size_t most) {
    const std::lock_guard lock(mutex_);
    const auto end = waiting_.begin() + static_cast<ptrdiff_t>(std::min(most, waiting_.size()));
    std::vector<T> values(std::move_iterator(waiting_.begin()), std::move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    if (!waiting_.empty() && !closed_) uv_async_send(async_.get());
    return values;
  }

  UniqueFunction<void(std::vector<T>)> receive_;
  std::mutex mutex_;
  bool closed_ = false;    // guarded by mutex_
  std::deque<T> waiting_;  // guarded by mutex_
  UvHandle<uv_async_t> async_;
};

}  // namespace sendoff
