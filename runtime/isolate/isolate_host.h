// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>
#include <v8.h>

#include <atomic>
#include <cstdint>
#include <memory>

#include "runtime/isolate/lazy_scripts.h"
#include "runtime/isolate/native_memory.h"
#include "runtime/leavings/run_watcher.h"
#include "runtime/snapshot/snapshot.h"
#include "runtime/v8/counting_allocator.h"
#include "runtime/v8/platform.h"
#include "sources/kept_sources.h"

namespace sendoff::runtime {

// One isolate with its limits, for one run, or for several one after another. Whoever uses it has
// entered it, see `Entered`, and is the only one; only `End` may be called from other threads, and
// only during a run. No handle may outlive it.
class IsolateHost {
 public:
  // For one run garbage is collected late, for many it is before their contexts pile up.
  enum class Use { kOnce, kRepeatedly };

  // `platform` and `snapshot` outlive it, and so does `kept`: what runs leave to each other, also
  // to those in other isolates. Null: nothing.
  IsolateHost(const Platform& platform, const Snapshot& snapshot, uint64_t heap_bytes,
              Use use = Use::kOnce, sources::KeptSources* kept = nullptr);

  // 1. Stops looking at the heap: the callbacks point here.
  // 2. Lets go of the weak handles.
  // 3. Tells the platform, so that it drops the isolate's tasks; they would run on freed memory.
  // 4. Disposes of the isolate, which needs the allocator for the buffers that it frees.
  // 5. Lets go of the allocator; the last backing store takes it along.
  ~IsolateHost();
  IsolateHost(const IsolateHost&) = delete;
  IsolateHost& operator=(const IsolateHost&) = delete;

  // One run's stay in the isolate: this thread is in it as long as this lives. The `watcher`, if
  // there is one, outlives it.
  class Entered {
   public:
    Entered(IsolateHost& host, RunWatcher* watcher);
    ~Entered();
    Entered(const Entered&) = delete;
    Entered& operator=(const Entered&) = delete;

   private:
    IsolateHost& host_;
  };

  v8::Isolate* isolate() const { return isolate_; }
  const Platform& platform() const { return platform_; }
  sources::KeptSources* kept_sources() const { return kept_; }

  // Whether its limit is what one made with `heap_bytes` has.
  bool is_for(uint64_t heap_bytes) const;

  // Ends the run: JavaScript stops at the next chance and cannot catch it. The first limit counts.
  // Any thread, as long as the isolate lives.
  void End(Limit limit);

  // Why the run was ended, if it was. From then on no JavaScript may be started. Any thread.
  Limit ended() const { return ended_; }

  // What the heap, its buffers, and what runs hold beside them have now. For whoever is in the
  // isolate.
  uint64_t UsedBytes() const;

  // What the runs hold beside the heap and its buffers. For whoever is in the isolate.
  NativeMemory& native_memory() { return *native_memory_; }

  // What its steps have used of the bootstrap that is made at its first use.
  LazyScripts& lazy_scripts() { return *lazy_scripts_; }

  // The step took something that can call back after its run, outside its context: no other run may
  // come after it.
  void Spend() { spent_ = true; }

  // Whether another run may follow: none was ended, and what the earlier ones left leaves room.
  bool is_reusable() const;

  // How many runs it has served or serves.
  size_t runs() const { return runs_; }

  // Ends the run where its heap is larger than V8 lets it become. One young object may be of any
  // size, such as what JSON.stringify of 13.6 returns, and is met by the limit only when garbage is
  // collected next, which may be never.
  void LookForHugeObjects();

  // Runs one thing that V8 wants to have done on this thread now: the callbacks of a
  // FinalizationRegistry, the end of a compilation and the like. False when there is none. Waits
  // for nothing.
  bool RunPlatformTask();

 private:
  // Whether it is the first word of the run's end.
  bool Note(Limit limit);
  static size_t OnNearHeapLimit(void* data, size_t current, size_t initial);
  static void OnGcEnd(v8::Isolate* isolate, v8::GCType type, v8::GCCallbackFlags flags, void* data);

  const Platform& platform_;
  sources::KeptSources* const kept_;
  const uint64_t heap_bytes_;  // the limit
  const Use use_;
  uint64_t young_bytes_ = 0;  // what V8 may use beside the limit for objects that are new
  RunWatcher* watcher_ = nullptr;
  std::shared_ptr<CountingAllocator> allocator_;
  v8::Isolate* isolate_;
  std::unique_ptr<NativeMemory> native_memory_;
  std::unique_ptr<LazyScripts> lazy_scripts_;
  std::atomic<Limit> ended_{Limit::kNone};
  bool spent_ = false;
  size_t runs_ = 0;
};

}  // namespace sendoff::runtime
