// SPDX-License-Identifier: MIT
#include "runtime/isolate/isolate_host.h"

#include <pthread.h>

#include <algorithm>

#include "runtime/v8/buffer_pages.h"
#include "runtime/v8/fatal_error.h"
#include "runtime/v8/v8_compat.h"

namespace sendoff::runtime {
namespace {

constexpr uint64_t kMinHeapBytes = 8ull << 20;   // below it V8 cannot even start
constexpr uint64_t kMaxHeapBytes = 1ull << 40;   // above it V8 counts wrong; no machine has it
constexpr uint64_t kHeapUnitBytes = 1ull << 20;  // of several pages each, also of the largest

uint64_t LimitOf(uint64_t heap_bytes) {
  return std::clamp(heap_bytes, kMinHeapBytes, kMaxHeapBytes);
}

// What V8 is told: it ends the process when that is no multiple of its pages.
uint64_t WholePages(uint64_t heap_bytes) {
  return (heap_bytes + kHeapUnitBytes - 1) / kHeapUnitBytes * kHeapUnitBytes;
}

// What V8 may take beyond the limit once it was told to stop. V8 aborts the process when an
// allocation does not fit, and one array or string can have 1 GiB; it is address space, hardly any
// of it is ever touched.
constexpr size_t kHeadroomBytes = size_t{3} << 30;

constexpr uint64_t kShareLeft = 4;  // what earlier runs left may be a quarter of the limit

// What is in the heap when garbage is collected first: with less it takes more time, and with more
// only memory. Each run leaves a context of 0.3 MiB, and V8 would let a hundred of them pile up; a
// single run that uses much is better off without a limit.
constexpr size_t kBytesBetweenRuns = size_t{5} << 20;

constexpr size_t kMaxStackBytes = size_t{984} * 1024;  // V8's own default
constexpr size_t kStackReserve = size_t{64} * 1024;    // for C++ below the last JavaScript frame

// The lowest address of this thread's stack; 0 when it cannot be told.
uintptr_t FindStackEnd() {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
  void* lowest = nullptr;
  size_t size = 0;
  if (pthread_attr_getstack(&attributes, &lowest, &size) != 0) lowest = nullptr;
  pthread_attr_destroy(&attributes);
  return reinterpret_cast<uintptr_t>(lowest);
}

uint64_t UsedHeap(v8::Isolate* isolate) {
  v8::HeapStatistics statistics;
  isolate->GetHeapStatistics(&statistics);
  return statistics.used_heap_size();
}

// The lowest address that JavaScript may use of this thread's stack.
uintptr_t StackLimit() {
  // Once a thread: for the main one, the C library reads /proc/self/maps.
  thread_local const uintptr_t end = FindStackEnd();
  const auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  const uintptr_t limit = here - kMaxStackBytes;
  if (end == 0) return limit;
  return std::min(std::max(limit, end + kStackReserve), here);
}

}  // namespace

IsolateHost::IsolateHost(const Platform& platform, const Snapshot& snapshot, uint64_t heap_bytes,
                         Use use, sources::KeptSources* kept)
    : platform_(platform),
      kept_(kept),
      heap_bytes_(LimitOf(heap_bytes)),
      use_(use),
      allocator_(std::make_shared<CountingAllocator>(heap_bytes_)) {
  v8::Isolate::CreateParams params;
  snapshot.Apply(&params);
  params.array_buffer_allocator_shared = allocator_;
  const uint64_t heap = WholePages(heap_bytes_);
  params.constraints.ConfigureDefaultsFromHeapSize(0, heap);
  params.constraints.set_max_old_generation_size_in_bytes(heap);
  young_bytes_ = params.constraints.max_young_generation_size_in_bytes();
  if (use == Use::kRepeatedly) {
    params.constraints.set_initial_old_generation_size_in_bytes(kBytesBetweenRuns);
  }
  platform_.AdmitThread();
  isolate_ = v8::Isolate::Allocate();
  SetOutOfMemoryHandler<OnOutOfMemory>(&params);
  params.fatal_error_callback = OnApiMisuse;
  v8::Isolate::Initialize(isolate_, params);
  native_memory_ = std::make_unique<NativeMemory>(isolate_);
  lazy_scripts_ = std::make_unique<LazyScripts>(isolate_, snapshot.lazy_scripts());
  isolate_->SetMicrotasksPolicy(v8::MicrotasksPolicy::kExplicit);
  isolate_->AddNearHeapLimitCallback(OnNearHeapLimit, this);
  isolate_->AddGCEpilogueCallback(OnGcEnd, this, v8::kGCTypeMarkSweepCompact);
}

IsolateHost::~IsolateHost() {
  platform_.AdmitThread();
  isolate_->RemoveGCEpilogueCallback(OnGcEnd, this);
  lazy_scripts_.reset();
  native_memory_.reset();
  v8::platform::NotifyIsolateShutdown(platform_.v8(), isolate_);
  isolate_->Dispose();
  allocator_.reset();
}

IsolateHost::Entered::Entered(IsolateHost& host, RunWatcher* watcher) : host_(host) {
  ++host.runs_;
  host.watcher_ = watcher;
  host.platform_.AdmitThread();
  host.isolate_->Enter();
  host.isolate_->SetStackLimit(StackLimit());
  BufferPages::SetOwner(&host.allocator_);
}

IsolateHost::Entered::~Entered() {
  BufferPages::SetOwner(nullptr);
  // With the run's context gone, garbage is collected at the first limit again.
  if (host_.use_ == Use::kRepeatedly) host_.isolate_->ContextDisposedNotification(false);
  host_.isolate_->Exit();
  // V8 keeps something for each thread that was ever in an isolate, and each run has its own.
  host_.isolate_->DiscardThreadSpecificMetadata();
  host_.watcher_ = nullptr;
}

bool IsolateHost::is_for(uint64_t heap_bytes) const { return heap_bytes_ == LimitOf(heap_bytes); }

bool IsolateHost::is_reusable() const {
  if (spent_ || ended_ != Limit::kNone) return false;
  return UsedBytes() <= heap_bytes_ / kShareLeft;
}

uint64_t IsolateHost::UsedBytes() const {
  return UsedHeap(isolate_) + allocator_->allocated_bytes() + native_memory_->bytes();
}

void IsolateHost::End(Limit limit) {
  const bool first = Note(limit);
  if (watcher_ != nullptr && watcher_->is_dead()) return;
  // Should it die now: V8 gives up nowhere inside the lock that this takes, or the alarm thread,
  // and with it the limits of all runs, would wait for ever.
  isolate_->TerminateExecution();
  if (first && watcher_ != nullptr) watcher_->OnEnd(limit);
}

bool IsolateHost::Note(Limit limit) {
  Limit none = Limit::kNone;
  return ended_.compare_exchange_strong(none, limit);
}

void IsolateHost::LookForHugeObjects() {
  if (UsedHeap(isolate_) > heap_bytes_ + young_bytes_) End(Limit::kMemory);
}

bool IsolateHost::RunPlatformTask() {
  return v8::platform::PumpMessageLoop(platform_.v8(), isolate_);
}

size_t IsolateHost::OnNearHeapLimit(void* data, size_t current, size_t) {
  static_cast<IsolateHost*>(data)->End(Limit::kMemory);
  return current + kHeadroomBytes;
}

void IsolateHost::OnGcEnd(v8::Isolate* isolate, v8::GCType, v8::GCCallbackFlags, void* data) {
  auto* self = static_cast<IsolateHost*>(data);
  self->native_memory_->Report();
  const uint64_t heap = UsedHeap(isolate) + self->native_memory_->bytes();
  self->allocator_->set_heap_bytes(heap);
  if (heap + self->allocator_->allocated_bytes() > self->heap_bytes_) self->End(Limit::kMemory);
}

}  // namespace sendoff::runtime
