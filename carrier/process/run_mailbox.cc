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

void RunMailbox::Post(Letter letter) {
  const std::lock_guard lock(mutex_);
  if (is_closed_) return;
  letters_.push_back(std::move(letter));
  Wake();
}

// Where the counter is full, it is readable anyway.
void RunMailbox::Wake() const { eventfd_write(bell_.fd(), 1); }

std::vector<RunMailbox::Letter> RunMailbox::Take() {
  const std::lock_guard lock(mutex_);
  eventfd_t count = 0;
  eventfd_read(bell_.fd(), &count);
  return std::exchange(letters_, {});
}

void RunMailbox::Close() {
  std::vector<Letter> rest;
  const std::lock_guard lock(mutex_);
  is_closed_ = true;
  rest.swap(letters_);
}

}  // namespace sendoff::carrier
