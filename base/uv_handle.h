// SPDX-License-Identifier: MIT
#pragma once

#include <uv.h>

#include <utility>

#include "base/check.h"

namespace sendoff {

// Owns one libuv handle on the heap and is the only caller of uv_close in the project. libuv needs
// the memory of a handle until its close callback has run; so `Close()` (and the destructor) lets
// go of the handle, and the callback frees it. After `Close()` no callback of the handle finds its
// owner any more: `data` is null. Use on the loop's thread only.
template <class T>
class UvHandle {
 public:
  UvHandle() = default;
  ~UvHandle() { Close(); }
  // The new owner sets `data`.
  UvHandle(UvHandle&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  UvHandle& operator=(UvHandle&&) = delete;

  // Makes the handle by one of libuv's init functions: `Init(uv_timer_init, owner, loop)` calls
  // `uv_timer_init(loop, handle)`. Returns libuv's result; on an error there is no handle.
  template <class F, class... Args>
  int Init(F init, void* owner, uv_loop_t* loop, Args... args) {
    SENDOFF_CHECK(handle_ == nullptr);
    T* handle = new T();
    const int status = init(loop, handle, args...);
    if (status != 0) {
      delete handle;
      return status;
    }
    handle->data = owner;
    handle_ = handle;
    return 0;
  }

  T* get() const { return handle_; }
  uv_handle_t* base() const { return reinterpret_cast<uv_handle_t*>(handle_); }
  explicit operator bool() const { return handle_ != nullptr; }

  // Starts the close. Requests under way on the handle still call back, with UV_ECANCELED, and must
  // not touch the owner then.
  void Close() {
    if (handle_ == nullptr) return;
    T* handle = handle_;
    handle_ = nullptr;
    handle->data = nullptr;
    uv_close(reinterpret_cast<uv_handle_t*>(handle),
             [](uv_handle_t* closed) { delete reinterpret_cast<T*>(closed); });
  }

 private:
  T* handle_ = nullptr;
};

}  // namespace sendoff
