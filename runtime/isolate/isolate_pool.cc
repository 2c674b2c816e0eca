// SPDX-License-Identifier: MIT
#include "runtime/isolate/isolate_pool.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sendoff::runtime {

IsolatePool::Lease IsolatePool::Take(const std::string& group, uint64_t heap_bytes) {
  std::unique_ptr<IsolateHost> isolate = Find(group, heap_bytes);
  if (!isolate) isolate = Make(group, heap_bytes);
  return {*this, group, std::move(isolate)};
}

std::unique_ptr<IsolateHost> IsolatePool::Find(const std::string& group, uint64_t heap_bytes) {
  if (group.empty()) return nullptr;
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(idle_.begin(), idle_.end(), [&](const Idle& idle) {
    return idle.group == group && idle.isolate->is_for(heap_bytes);
  });
  if (found == idle_.end()) return nullptr;
  std::unique_ptr<IsolateHost> isolate = std::move(found->isolate);
  idle_.erase(found);
  return isolate;
}

std::unique_ptr<IsolateHost> IsolatePool::Make(const std::string& group, uint64_t heap_bytes) {
  {
    const std::lock_guard lock(mutex_);
    // Not for the first: a process that runs one step has no use for it.
    if (++made_ == 2) anchor_ = std::make_unique<IsolateHost>(platform_, *snapshot_, 0);
  }
  const auto use = IsKept(group) ? IsolateHost::Use::kRepeatedly : IsolateHost::Use::kOnce;
  return std::make_unique<IsolateHost>(platform_, *snapshot_, heap_bytes, use, &kept_sources_);
}

bool IsolatePool::IsKept(const std::string& group) const {
  return !group.empty() && options_.idle > 0 && options_.runs > 1;
}

void IsolatePool::Return(std::string group, std::unique_ptr<IsolateHost> isolate) {
  if (!IsKept(group) || !isolate->is_reusable() || isolate->runs() >= options_.runs) return;
  std::list<Idle> dropped;  // disposed of outside the lock
  const std::lock_guard lock(mutex_);
  idle_.push_front({std::move(group), std::move(isolate)});
  if (idle_.size() > options_.idle) dropped.splice(dropped.end(), idle_, std::prev(idle_.end()));
}

}  // namespace sendoff::runtime
