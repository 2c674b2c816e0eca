// SPDX-License-Identifier: MIT
#include "runtime/v8/buffer_pages.h"

#include <utility>

namespace sendoff::runtime {
namespace {

thread_local const std::shared_ptr<CountingAllocator>* t_owner = nullptr;

}  // namespace

void BufferPages::SetOwner(const std::shared_ptr<CountingAllocator>* owner) { t_owner = owner; }

void* BufferPages::AllocatePages(void* address, size_t length, size_t alignment,
                                 Permission access) {
  void* const pages = ForwardingPages::AllocatePages(address, length, alignment, access);
  // What else V8 reserves is for code, and aligned more widely.
  const bool is_buffer = access == kNoAccess && alignment == AllocatePageSize();
  if (pages != nullptr && is_buffer && t_owner != nullptr) {
    const std::lock_guard lock(mutex_);
    reservations_.insert_or_assign(reinterpret_cast<uintptr_t>(pages),
                                   Reservation{length, 0, *t_owner});
    count_ = reservations_.size();
  }
  return pages;
}

bool BufferPages::FreePages(void* address, size_t length) {
  if (count_ != 0) {
    const std::lock_guard lock(mutex_);
    const auto found = reservations_.find(reinterpret_cast<uintptr_t>(address));
    if (found != reservations_.end()) {
      found->second.owner->Return(found->second.accessible);
      reservations_.erase(found);
      count_ = reservations_.size();
    }
  }
  return ForwardingPages::FreePages(address, length);
}

bool BufferPages::SetPermissions(void* address, size_t length, Permission access) {
  if (count_ == 0) return ForwardingPages::SetPermissions(address, length, access);
  const auto begin = reinterpret_cast<uintptr_t>(address);
  if (access == kNoAccess) {
    Shrink(begin);
    return ForwardingPages::SetPermissions(address, length, access);
  }
  const std::lock_guard lock(mutex_);
  uintptr_t start = 0;
  Reservation* const reservation = Find(begin, &start);
  if (reservation != nullptr) {
    const size_t wanted = begin + length - start;
    if (wanted > reservation->accessible) {
      if (!reservation->owner->Reserve(wanted - reservation->accessible)) return false;
      reservation->accessible = wanted;
    }
  }
  return ForwardingPages::SetPermissions(address, length, access);
}

bool BufferPages::DecommitPages(void* address, size_t length) {
  if (count_ != 0) Shrink(reinterpret_cast<uintptr_t>(address));
  return ForwardingPages::DecommitPages(address, length);
}

// V8 takes access away from an end only.
void BufferPages::Shrink(uintptr_t address) {
  const std::lock_guard lock(mutex_);
  uintptr_t start = 0;
  Reservation* const reservation = Find(address, &start);
  if (reservation == nullptr || address - start >= reservation->accessible) return;
  reservation->owner->Return(reservation->accessible - (address - start));
  reservation->accessible = address - start;
}

BufferPages::Reservation* BufferPages::Find(uintptr_t address, uintptr_t* start) {
  auto next = reservations_.upper_bound(address);
  if (next == reservations_.begin()) return nullptr;
  --next;
  if (address - next->first >= next->second.length) return nullptr;
  *start = next->first;
  return &next->second;
}

}  // namespace sendoff::runtime
