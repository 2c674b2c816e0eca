// SPDX-License-Identifier: MIT
#include "runtime/isolate/native_memory.h"

#include <iterator>
#include <utility>

namespace sendoff::runtime {

void NativeMemory::Charge(v8::Local<v8::Object> owner, size_t bytes, std::unique_ptr<Held> held) {
  Entry& entry = entries_.emplace_back();
  entry.counter = this;
  entry.bytes = bytes;
  entry.held = std::move(held);
  entry.self = std::prev(entries_.end());
  entry.owner.Reset(isolate_, owner);
  entry.owner.SetWeak(&entry, OnCollected, v8::WeakCallbackType::kParameter);
  bytes_ += bytes;
  Report();
}

void NativeMemory::Report() {
  const auto change = static_cast<int64_t>(bytes_) - reported_;
  reported_ += change;
  isolate_->AdjustAmountOfExternalAllocatedMemory(change);
}

void NativeMemory::OnCollected(const v8::WeakCallbackInfo<Entry>& info) {
  Entry* entry = info.GetParameter();
  entry->counter->bytes_ -= entry->bytes;
  entry->counter->entries_.erase(entry->self);  // and resets the handle, as it has to be done here
}

}  // namespace sendoff::runtime
