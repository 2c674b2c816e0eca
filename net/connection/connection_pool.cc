// SPDX-License-Identifier: MIT
#include "net/connection/connection_pool.h"

#include <algorithm>
#include <utility>

namespace sendoff::net {

// One idle connection. Anything that happens on it ends it: nobody asked for data, and an end or an
// error says that the server is done with it.
class ConnectionPool::Idle final : public ByteStream::Listener {
 public:
  Idle(ConnectionPool& pool, PoolKey of, std::unique_ptr<ByteStream> connection, Instant now,
       Duration server_limit)
      : key(std::move(of)),
        since(now),
        limit(server_limit),
        stream(std::move(connection)),
        pool_(pool) {
    stream->SetListener(this);
  }
  ~Idle() override {
    if (stream) stream->SetListener(nullptr);
  }

  const PoolKey key;
  const Instant since;
  const Duration limit;  // of idleness, as the server says
  std::unique_ptr<ByteStream> stream;
  IdleList::iterator place;
  std::list<Idle*>::iterator place_at_key;

 private:
  // Whoever says what nobody asked for may do so again.
  void OnData(std::string_view) override { pool_.NoteClose(key); }
  void OnEnd() override { pool_.OnClosedByServer(this); }
  void OnError(const Error&) override { pool_.OnClosedByServer(this); }
  void OnWritten() override {}

  ConnectionPool& pool_;
};

ConnectionPool::ConnectionPool(TimerQueue& timers, const Options& options)
    : timers_(timers), options_(options), expiry_(timers, [this] { DropExpired(); }) {}

ConnectionPool::~ConnectionPool() = default;

void ConnectionPool::Put(const PoolKey& key, std::unique_ptr<ByteStream> stream,
                         std::optional<std::chrono::seconds> server_timeout) {
  Duration limit = options_.max_idle_safe;
  if (server_timeout) limit = std::min<Duration>(limit, *server_timeout - std::chrono::seconds(1));
  if (limit <= Duration::zero() || memory_.AreClosed(key, timers_.Now())) return;

  auto idle = std::make_unique<Idle>(*this, key, std::move(stream), timers_.Now(), limit);
  Idle* added = idle.get();
  idle_.push_back(std::move(idle));
  added->place = std::prev(idle_.end());
  auto& same_key = by_key_[key];
  added->place_at_key = same_key.insert(same_key.end(), added);
  if (same_key.size() > options_.per_origin) Remove(same_key.front());
  if (idle_.size() > options_.total) Remove(idle_.front().get());
  if (!expiry_.active()) expiry_.StartAfter(options_.max_idle_safe);
}

ConnectionPool::Lent ConnectionPool::Take(const PoolKey& key, bool safe) {
  const Duration by_method = safe ? options_.max_idle_safe : options_.max_idle_unsafe;
  for (auto found = by_key_.find(key); found != by_key_.end(); found = by_key_.find(key)) {
    Idle* newest = found->second.back();
    const Duration idle_for = timers_.Now() - newest->since;
    // All others to this origin were idle for longer; a safe method may still use them.
    if (idle_for > by_method) return {};
    const bool usable = idle_for <= newest->limit && newest->stream->IsQuiet();
    newest->stream->SetListener(nullptr);
    Lent lent{std::move(newest->stream), After(newest->since, std::min(by_method, newest->limit))};
    Remove(newest);
    if (usable) return lent;
  }
  return {};
}

Duration ConnectionPool::TimeToSettle(const PoolKey& key) const {
  const auto found = by_key_.find(key);
  if (found == by_key_.end() || memory_.StayOpen(key, timers_.Now())) return {};
  const Instant settled = After(found->second.back()->since, options_.settle);
  return std::max<Duration>(settled - timers_.Now(), Duration::zero());
}

void ConnectionPool::NoteReuse(const PoolKey& key, bool answered) {
  if (!answered) return NoteClose(key);
  // One that was lent before the server closed another says nothing about the next.
  const Instant now = timers_.Now();
  if (!memory_.AreClosed(key, now)) memory_.NoteUse(key, now);
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): it may be the key of one that goes.
void ConnectionPool::NoteClose(PoolKey key) {
  memory_.NoteClose(key, timers_.Now());
  for (auto found = by_key_.find(key); found != by_key_.end(); found = by_key_.find(key)) {
    Remove(found->second.front());
  }
}

void ConnectionPool::OnClosedByServer(Idle* idle) {
  // Later it is an ordinary end of a connection that nobody needed.
  const bool is_soon = timers_.Now() - idle->since < options_.max_idle_unsafe;
  if (is_soon) return NoteClose(idle->key);
  Remove(idle);
}

bool ConnectionPool::DropOne() {
  if (idle_.empty()) return false;
  Remove(idle_.front().get());
  return true;
}

void ConnectionPool::Remove(Idle* idle) {
  auto found = by_key_.find(idle->key);
  found->second.erase(idle->place_at_key);
  if (found->second.empty()) by_key_.erase(found);
  idle_.erase(idle->place);
  if (idle_.empty()) expiry_.Stop();
}

void ConnectionPool::DropExpired() {
  const Instant oldest_allowed = timers_.Now() - options_.max_idle_safe;
  while (!idle_.empty() && idle_.front()->since <= oldest_allowed) Remove(idle_.front().get());
  if (!idle_.empty()) expiry_.StartAt(After(idle_.front()->since, options_.max_idle_safe));
}

}  // namespace sendoff::net
