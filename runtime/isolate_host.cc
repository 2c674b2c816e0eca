// SPDX-License-Identifier: MIT
#include "runtime/isolate_host.h"

#include <pthread.h>

#include <algorithm>

#include "runtime/v8_compat.h"

namespace sendoff::runtime {
namespace {

constexpr uint64_t kMinHeapBytes = 8ull << 20;  // below it V8 cannot even start

// What V8 may take beyond the limit once it was told to stop. V8 aborts the process when an
// allocation does not fit, and one array or string can have 1 GiB; it is address space, hardly any
// of it is ever touched.
constexpr size_t kHeadroomBytes = size_t{3} << 30;

constexpr uint32_t kHostSlot = 0;  // of the isolate's embedder data

constexpr size_t kMaxStackBytes = size_t{984} * 1024;  // V8's own default
constexpr size_t kStackReserve = size_t{64} * 1024;    // for C++ below the last JavaScript frame

// The lowest address that JavaScript may use of this thread's stack.
uintptr_t StackLimit() {
  const auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  uintptr_t limit = here - kMaxStackBytes;
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return limit;
  void* lowest = nullptr;
  size_t size = 0;
  if (pthread_attr_getstack(&attributes, &lowest, &size) == 0) {
    limit = std::max(limit, reinterpret_cast<uintptr_t>(lowest) + kStackReserve);
  }
  pthread_attr_destroy(&attributes);
  return std::min(limit, here);
}

}  // namespace

IsolateHost::IsolateHost(const Platform& platform, const Snapshot& snapshot, uint64_t heap_bytes,
                         RunWatcher* watcher)
    : platform_(platform),
      heap_bytes_(std::max(heap_bytes, kMinHeapBytes)),
      watcher_(watcher),
      allocator_(std::make_shared<CountingAllocator>(heap_bytes_)) {
  v8::Isolate::CreateParams params;
  snapshot.Apply(&params);
  params.array_buffer_allocator_shared = allocator_;
  params.constraints.ConfigureDefaultsFromHeapSize(0, heap_bytes_);
  params.constraints.set_max_old_generation_size_in_bytes(heap_bytes_);
  isolate_ = v8::Isolate::Allocate();
  isolate_->SetData(kHostSlot, this);
  SetOutOfMemoryHandler<OnOutOfMemory>(&params);
  v8::Isolate::Initialize(isolate_, params);
  isolate_->Enter();
  native_memory_ = std::make_unique<NativeMemory>(isolate_);
  isolate_->SetStackLimit(StackLimit());
  isolate_->SetMicrotasksPolicy(v8::MicrotasksPolicy::kExplicit);
  isolate_->AddNearHeapLimitCallback(OnNearHeapLimit, this);
  isolate_->AddGCEpilogueCallback(OnGcEnd, this, v8::kGCTypeMarkSweepCompact);
}

IsolateHost::~IsolateHost() {
  isolate_->RemoveGCEpilogueCallback(OnGcEnd, this);
  native_memory_.reset();
  isolate_->Exit();
  v8::platform::NotifyIsolateShutdown(platform_.v8(), isolate_);
  isolate_->Dispose();
  allocator_.reset();
}

void IsolateHost::End(Limit limit) {
  const bool first = Note(limit);
  isolate_->TerminateExecution();
  if (first && watcher_ != nullptr) watcher_->OnEnd(limit);
}

bool IsolateHost::Note(Limit limit) {
  Limit none = Limit::kNone;
  return ended_.compare_exchange_strong(none, limit);
}

// V8 aborts the process when this returns.
void IsolateHost::OnOutOfMemory() {
  v8::Isolate* isolate = v8::Isolate::TryGetCurrent();
  if (isolate == nullptr) return;  // one of V8's own threads: whose run it works for is not known
  auto* self = static_cast<IsolateHost*>(isolate->GetData(kHostSlot));
  if (self == nullptr || self->watcher_ == nullptr) return;
  if (self->Note(Limit::kFatal)) self->watcher_->OnEnd(Limit::kFatal);
  self->watcher_->OnDead();
}

void IsolateHost::RunPlatformTasks() {
  while (v8::platform::PumpMessageLoop(platform_.v8(), isolate_)) {
  }
}

size_t IsolateHost::OnNearHeapLimit(void* data, size_t current, size_t) {
  static_cast<IsolateHost*>(data)->End(Limit::kMemory);
  return current + kHeadroomBytes;
}

void IsolateHost::OnGcEnd(v8::Isolate* isolate, v8::GCType, v8::GCCallbackFlags, void* data) {
  auto* self = static_cast<IsolateHost*>(data);
  self->native_memory_->Report();
  v8::HeapStatistics statistics;
  isolate->GetHeapStatistics(&statistics);
  const uint64_t heap = statistics.used_heap_size() + self->native_memory_->bytes();
  self->allocator_->set_heap_bytes(heap);
  if (heap + self->allocator_->allocated_bytes() > self->heap_bytes_) self->End(Limit::kMemory);
}

}  // namespace sendoff::runtime
