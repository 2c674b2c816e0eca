// SPDX-License-Identifier: MIT
#include "carrier/process/outgoing_bytes.h"

namespace sendoff::carrier {
namespace {

constexpr size_t kKept = 1 << 20;  // bytes of memory, while nothing waits

}  // namespace

void OutgoingBytes::Append(std::string_view more) {
  // Each byte is moved no more than once for each that went.
  if (sent_ > size()) {
    bytes_.erase(0, sent_);
    sent_ = 0;
  }
  bytes_.append(more);
}

void OutgoingBytes::Remove(size_t count) {
  sent_ += count;
  if (!empty()) return;
  bytes_.clear();
  sent_ = 0;
  if (bytes_.capacity() > kKept) std::string().swap(bytes_);
}

}  // namespace sendoff::carrier
