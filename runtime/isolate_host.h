// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>
#include <v8.h>

#include <atomic>
#include <cstdint>
#include <memory>

#include "runtime/counting_allocator.h"
#include "runtime/native_memory.h"
#include "runtime/platform.h"
#include "runtime/run_watcher.h"
#include "runtime/snapshot.h"

namespace sendoff::runtime {

// One isolate with its limits. Made, used and destroyed on one thread, which has entered it as long
// as this lives; only `End` may be called from others. No handle may outlive it.
class IsolateHost {
 public:
  // All outlive it. Without a `watcher`, what V8 does not survive ends the process.
  IsolateHost(const Platform& platform, const Snapshot& snapshot, uint64_t heap_bytes,
              RunWatcher* watcher = nullptr);

  // 1. Stops looking at the heap: the callbacks point here.
  // 2. Lets go of the weak handles.
  // 3. Leaves the isolate: V8 refuses to dispose of one that is entered.
  // 4. Tells the platform, so that it drops the isolate's tasks; they would run on freed memory.
  // 5. Disposes of the isolate, which needs the allocator for the buffers that it frees.
  // 6. Lets go of the allocator; the last backing store takes it along.
  ~IsolateHost();
  IsolateHost(const IsolateHost&) = delete;
  IsolateHost& operator=(const IsolateHost&) = delete;

  v8::Isolate* isolate() const { return isolate_; }

  // Ends the run: JavaScript stops at the next chance and cannot catch it. The first limit counts.
  // Any thread, as long as the isolate lives.
  void End(Limit limit);

  // Why the run was ended, if it was. From then on no JavaScript may be started. Any thread.
  Limit ended() const { return ended_; }

  // What the run holds beside the heap and its buffers. The isolate's thread.
  NativeMemory& native_memory() { return *native_memory_; }

  // Runs what V8 wants to have done on this thread now: finalization callbacks and the like. Waits
  // for nothing.
  void RunPlatformTasks();

 private:
  static void OnOutOfMemory();
  // Whether it is the first word of the run's end.
  bool Note(Limit limit);
  static size_t OnNearHeapLimit(void* data, size_t current, size_t initial);
  static void OnGcEnd(v8::Isolate* isolate, v8::GCType type, v8::GCCallbackFlags flags, void* data);

  const Platform& platform_;
  const uint64_t heap_bytes_;
  RunWatcher* const watcher_;
  std::shared_ptr<CountingAllocator> allocator_;
  v8::Isolate* isolate_;
  std::unique_ptr<NativeMemory> native_memory_;
  std::atomic<Limit> ended_{Limit::kNone};
};

}  // namespace sendoff::runtime
