// SPDX-License-Identifier: MIT
#include "delivery/backlog.h"

namespace sendoff::delivery {

Backlog::Place Backlog::Enter(size_t requests, uint64_t bytes) {
  std::unique_lock lock(mutex_);
  const uint64_t turn = came_++;
  changed_.wait(lock, [&] { return open_ || (turn == let_in_ && HasRoom(requests, bytes)); });
  ++let_in_;
  requests_ += requests;
  bytes_ += bytes;
  // The one behind may fit too.
  changed_.notify_all();
  return {this, requests, bytes};
}

void Backlog::Open() {
  const std::lock_guard lock(mutex_);
  open_ = true;
  changed_.notify_all();
}

size_t Backlog::waiting() const {
  const std::lock_guard lock(mutex_);
  return came_ - let_in_;
}

bool Backlog::HasRoom(size_t requests, uint64_t bytes) const {
  if (requests_ == 0) return true;
  return requests_ + requests <= limits_.requests && bytes_ + bytes <= limits_.bytes;
}

void Backlog::GiveBack(size_t requests, uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  requests_ -= requests;
  bytes_ -= bytes;
  changed_.notify_all();
}

}  // namespace sendoff::delivery
