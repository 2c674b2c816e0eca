// SPDX-License-Identifier: MIT
#include "runtime/isolate/native_memory.h"

#include <array>
#include <iterator>

#include "runtime/step/realm.h"

namespace sendoff::runtime {
namespace {

// charge(object, bytes); js/core/guards.js passes nothing else.
void Charge(const v8::FunctionCallbackInfo<v8::Value>& info) {
  Realm::From(info.GetIsolate()->GetCurrentContext())
      .isolate_host()
      .native_memory()
      .Charge(info[0].As<v8::Object>(), static_cast<size_t>(info[1].As<v8::Number>()->Value()));
}

constexpr std::array<BindingRow, 1> kRows = {{{"charge", Charge, 2}}};

}  // namespace

const Binding NativeMemory::kBinding = {"memory", kRows};

void NativeMemory::Charge(v8::Local<v8::Object> owner, size_t bytes) {
  Entry& entry = entries_.emplace_back();
  entry.counter = this;
  entry.bytes = bytes;
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
