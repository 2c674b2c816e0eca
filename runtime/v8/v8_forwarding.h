// SPDX-License-Identifier: MIT
// V8's interfaces that an embedder may implement, each as one that passes everything on to another:
// whoever derives from it says only what is different. As in runtime/v8/v8_compat.h, of which this
// is a part, these hide that no two versions of V8 agree.
#pragma once

#include <v8-platform.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "runtime/v8/v8_compat.h"

namespace sendoff::runtime {

// `to` outlives it. Sharing of pages between processes stays off, as it is by default.
class ForwardingPages : public v8::PageAllocator {
 public:
  explicit ForwardingPages(v8::PageAllocator& to) : to_(to) {}

  size_t AllocatePageSize() override { return to_.AllocatePageSize(); }
  size_t CommitPageSize() override { return to_.CommitPageSize(); }
  void SetRandomMmapSeed(int64_t seed) override { to_.SetRandomMmapSeed(seed); }
  void* GetRandomMmapAddr() override { return to_.GetRandomMmapAddr(); }
  void* AllocatePages(void* address, size_t length, size_t alignment, Permission access) override {
    return to_.AllocatePages(address, length, alignment, access);
  }
  bool FreePages(void* address, size_t length) override { return to_.FreePages(address, length); }
  bool ReleasePages(void* address, size_t length, size_t new_length) override {
    return to_.ReleasePages(address, length, new_length);
  }
  bool SetPermissions(void* address, size_t length, Permission access) override {
    return to_.SetPermissions(address, length, access);
  }
  bool DiscardSystemPages(void* address, size_t length) override {
    return to_.DiscardSystemPages(address, length);
  }
  bool DecommitPages(void* address, size_t length) override {
    return to_.DecommitPages(address, length);
  }
#if SENDOFF_V8_AT_LEAST(11, 0)
  bool RecommitPages(void* address, size_t length, Permission access) override {
    return to_.RecommitPages(address, length, access);
  }
#endif
#if SENDOFF_V8_AT_LEAST(13, 0)
  bool SealPages(void* address, size_t length) override { return to_.SealPages(address, length); }
#endif

 private:
  v8::PageAllocator& to_;
};

// `to` outlives it.
class ForwardingPlatform : public v8::Platform {
 public:
  explicit ForwardingPlatform(v8::Platform& to) : to_(to) {}

  v8::PageAllocator* GetPageAllocator() override { return to_.GetPageAllocator(); }
  int NumberOfWorkerThreads() override { return to_.NumberOfWorkerThreads(); }
  bool IdleTasksEnabled(v8::Isolate* isolate) override { return to_.IdleTasksEnabled(isolate); }
  double MonotonicallyIncreasingTime() override { return to_.MonotonicallyIncreasingTime(); }
  double CurrentClockTimeMillis() override { return to_.CurrentClockTimeMillis(); }
  StackTracePrinter GetStackTracePrinter() override { return to_.GetStackTracePrinter(); }
  v8::TracingController* GetTracingController() override { return to_.GetTracingController(); }

#if SENDOFF_V8_AT_LEAST(13, 0)
  v8::ThreadIsolatedAllocator* GetThreadIsolatedAllocator() override {
    return to_.GetThreadIsolatedAllocator();
  }
  std::shared_ptr<v8::TaskRunner> GetForegroundTaskRunner(v8::Isolate* isolate,
                                                          v8::TaskPriority priority) override {
    return to_.GetForegroundTaskRunner(isolate, priority);
  }

 protected:
  std::unique_ptr<v8::JobHandle> CreateJobImpl(v8::TaskPriority priority,
                                               std::unique_ptr<v8::JobTask> task,
                                               const v8::SourceLocation& location) override {
    return to_.CreateJob(priority, std::move(task), location);
  }
  void PostTaskOnWorkerThreadImpl(v8::TaskPriority priority, std::unique_ptr<v8::Task> task,
                                  const v8::SourceLocation& location) override {
    to_.PostTaskOnWorkerThread(priority, std::move(task), location);
  }
  void PostDelayedTaskOnWorkerThreadImpl(v8::TaskPriority priority, std::unique_ptr<v8::Task> task,
                                         double seconds,
                                         const v8::SourceLocation& location) override {
    to_.PostDelayedTaskOnWorkerThread(priority, std::move(task), seconds, location);
  }
#else
  std::shared_ptr<v8::TaskRunner> GetForegroundTaskRunner(v8::Isolate* isolate) override {
    return to_.GetForegroundTaskRunner(isolate);
  }
  void CallOnWorkerThread(std::unique_ptr<v8::Task> task) override {
    to_.CallOnWorkerThread(std::move(task));
  }
  void CallBlockingTaskOnWorkerThread(std::unique_ptr<v8::Task> task) override {
    to_.CallBlockingTaskOnWorkerThread(std::move(task));
  }
  void CallLowPriorityTaskOnWorkerThread(std::unique_ptr<v8::Task> task) override {
    to_.CallLowPriorityTaskOnWorkerThread(std::move(task));
  }
  void CallDelayedOnWorkerThread(std::unique_ptr<v8::Task> task, double seconds) override {
    to_.CallDelayedOnWorkerThread(std::move(task), seconds);
  }
#if SENDOFF_V8_AT_LEAST(11, 0)
  std::unique_ptr<v8::JobHandle> CreateJob(v8::TaskPriority priority,
                                           std::unique_ptr<v8::JobTask> task) override {
    return to_.CreateJob(priority, std::move(task));
  }
#else
  std::unique_ptr<v8::JobHandle> PostJob(v8::TaskPriority priority,
                                         std::unique_ptr<v8::JobTask> task) override {
    return to_.PostJob(priority, std::move(task));
  }
#endif
#endif

 private:
  v8::Platform& to_;
};

}  // namespace sendoff::runtime
