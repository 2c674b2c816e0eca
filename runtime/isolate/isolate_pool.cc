// SPDX-License-Identifier: MIT
#include "runtime/isolate/isolate_pool.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sendoff::runtime {

void IsolatePool::MakeAhead(uint64_t heap_bytes, bool is_of_group) {
  std::unique_ptr<IsolateHost> made = Make(UseBy(is_of_group), heap_bytes);
  made->MakeContextAhead();
  const std::lock_guard lock(mutex_);
  ahead_ = std::move(made);
}

IsolatePool::Lease IsolatePool::Take(const std::string& group, uint64_t heap_bytes) {
  const IsolateHost::Use use = UseBy(!group.empty());
  std::unique_ptr<IsolateHost> isolate = Find(group, heap_bytes);
  if (!isolate) isolate = TakeAhead(use, heap_bytes);
  if (!isolate) isolate = Make(use, heap_bytes);
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

std::unique_ptr<IsolateHost> IsolatePool::TakeAhead(IsolateHost::Use use, uint64_t heap_bytes) {
  const std::lock_guard lock(mutex_);
  if (!ahead_ || ahead_->use() != use || !ahead_->is_for(heap_bytes)) return nullptr;
  return std::move(ahead_);
}

std::unique_ptr<IsolateHost> IsolatePool::Make(IsolateHost::Use use, uint64_t heap_bytes) {
  {
    const std::lock_guard lock(mutex_);
    // Not for the first: a process that runs one step has no use for it.
    if (++made_ == 2) {
      anchor_ =
          ahead_ ? std::move(ahead_) : std::make_unique<IsolateHost>(platform_, *snapshot_, 0);
    }
  }
  return std::make_unique<IsolateHost>(platform_, *snapshot_, heap_bytes, use, &kept_sources_);
}

IsolateHost::Use IsolatePool::UseBy(bool is_of_group) const {
  const bool is_kept = is_of_group && options_.idle > 0 && options_.runs > 1;
  return is_kept ? IsolateHost::Use::kRepeatedly : IsolateHost::Use::kOnce;
}

void IsolatePool::Return(std::string group, std::unique_ptr<IsolateHost> isolate) {
  if (group.empty() && options_.ends_with_run) return static_cast<void>(isolate.release());
  const bool is_kept = UseBy(!group.empty()) == IsolateHost::Use::kRepeatedly;
  if (!is_kept || !isolate->is_reusable() || isolate->runs() >= options_.runs) return;
  std::list<Idle> dropped;  // disposed of outside the lock
  const std::lock_guard lock(mutex_);
  idle_.push_front({std::move(group), std::move(isolate)});
  if (idle_.size() > options_.idle) dropped.splice(dropped.end(), idle_, std::prev(idle_.end()));
}

}  // namespace sendoff::runtime
