// SPDX-License-Identifier: MIT
#include "carrier/process/run_mailbox.h"

#include <sys/eventfd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>

namespace sendoff::carrier {

Result<std::shared_ptr<RunMailbox>> RunMailbox::Create() {
  Descriptor bell(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (bell.is_open()) return std::make_shared<RunMailbox>(std::move(bell));
  return Error{ErrorCode::kIo, std::string("no descriptor for a run: ") + std::strerror(errno)};
}

void RunMailbox::Post(messages::AwaitedEnd end) {
  const std::lock_guard lock(mutex_);
  if (is_closed_) return;
  ends_.push_back(std::move(end));
  Wake();
}

// Where the counter is full, it is readable anyway.
void RunMailbox::Wake() const { eventfd_write(bell_.fd(), 1); }

std::vector<messages::AwaitedEnd> RunMailbox::Take() {
  const std::lock_guard lock(mutex_);
  eventfd_t count = 0;
  eventfd_read(bell_.fd(), &count);
  return std::exchange(ends_, {});
}

void RunMailbox::Close() {
  std::vector<messages::AwaitedEnd> rest;
  const std::lock_guard lock(mutex_);
  is_closed_ = true;
  rest.swap(ends_);
}

}  // namespace sendoff::carrier
