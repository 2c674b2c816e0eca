// SPDX-License-Identifier: MIT
#include "carrier/process/run_mailbox.h"

#include <sys/eventfd.h>

#include <cstdint>
#include <string>

#include "base/system_error.h"

namespace sendoff::carrier {
namespace {

constexpr uint64_t kOfARecord = 1024;  // about what it has beside the texts that count

uint64_t BytesOf(const HeaderList& headers) {
  uint64_t bytes = 0;
  for (const Header& header : headers) bytes += header.name.size() + header.value.size();
  return bytes;
}

uint64_t BytesOf(const RecordedBody& body) { return body.kept ? body.kept->size() : 0; }

uint64_t BytesOf(const messages::AwaitedEnd& end) {
  const RecordedRequest& request = end.record.request;
  uint64_t bytes = kOfARecord + request.url.size() + BytesOf(request.headers);
  if (request.body) bytes += BytesOf(*request.body);
  if (const auto& response = end.record.response) {
    bytes += BytesOf(response->headers) + BytesOf(response->body);
  }
  return bytes;
}

// There is one at a time.
uint64_t BytesOf(const messages::Answer& /*answer*/) { return 0; }

}  // namespace

Result<std::shared_ptr<RunMailbox>> RunMailbox::Create(uint64_t most_bytes) {
  Descriptor bell(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (bell.is_open()) return std::make_shared<RunMailbox>(std::move(bell), most_bytes);
  return SystemError("no descriptor for a run");
}

void RunMailbox::Post(Letter letter) {
  const std::lock_guard lock(mutex_);
  if (is_closed_) return;
  const uint64_t bytes = std::visit([](const auto& any) { return BytesOf(any); }, letter);
  if (bytes > most_bytes_ - bytes_) {
    was_too_full_ = true;
  } else {
    bytes_ += bytes;
    letters_.push_back({std::move(letter), bytes});
  }
  Wake();
}

// Where the counter is full, it is readable anyway.
void RunMailbox::Wake() const { eventfd_write(bell_.fd(), 1); }

void RunMailbox::Hush() const {
  eventfd_t count = 0;
  eventfd_read(bell_.fd(), &count);
}

std::optional<RunMailbox::Letter> RunMailbox::Take() {
  const std::lock_guard lock(mutex_);
  if (letters_.empty()) return std::nullopt;
  Waiting first = std::move(letters_.front());
  letters_.pop_front();
  bytes_ -= first.bytes;
  return std::move(first.letter);
}

bool RunMailbox::was_too_full() const {
  const std::lock_guard lock(mutex_);
  return was_too_full_;
}

void RunMailbox::Close() {
  std::deque<Waiting> rest;
  const std::lock_guard lock(mutex_);
  is_closed_ = true;
  rest.swap(letters_);
}

}  // namespace sendoff::carrier
