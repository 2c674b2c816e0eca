// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <unordered_map>

#include "base/timer_queue.h"
#include "net/connection/pool_key.h"
#include "net/connection/reuse_memory.h"
#include "net/stream/byte_stream.h"

namespace sendoff::net {

// Connections that nobody uses just now, by origin and tenant: in HTTP/1.1 nothing in a response
// says which request it answers, so one that a server sends unasked could be taken by the next who
// uses the connection. Its rules make the race between "the server closes an idle connection" and
// "we send on it" improbable, because a request that loses that race is lost: nothing is ever sent
// twice. One loop thread.
class ConnectionPool {
 public:
  struct Options {
    // How long a connection may have been idle to carry an unsafe method, and a safe one. Servers
    // close idle connections after 5 s (Node, Apache) or more.
    std::chrono::milliseconds max_idle_unsafe = std::chrono::seconds(1);
    std::chrono::milliseconds max_idle_safe = std::chrono::seconds(4);
    // How long the first connection to an origin is left alone before it is used again: a server
    // that closes it without saying so mostly does that right behind its answer.
    std::chrono::milliseconds settle = std::chrono::milliseconds(10);
    size_t per_origin = 8;
    size_t total = 512;  // the one idle longest gives way
  };

  // A connection that is lent to a request, which has to be written by `usable_until`: the limits
  // of idleness hold until then.
  struct Lent {
    std::unique_ptr<ByteStream> stream;  // null: there is none
    Instant usable_until{};
  };

  ConnectionPool(TimerQueue& timers, const Options& options);
  ~ConnectionPool();
  ConnectionPool(const ConnectionPool&) = delete;
  ConnectionPool& operator=(const ConnectionPool&) = delete;

  // Takes in a connection that has just ended an exchange in order. `server_timeout` is the
  // server's `Keep-Alive: timeout`, honoured with a second to spare.
  void Put(const PoolKey& key, std::unique_ptr<ByteStream> stream,
           std::optional<std::chrono::seconds> server_timeout);

  // The connection of `key` that was idle for the shortest time, if it may carry a request that
  // is `safe` or not, and is quiet.
  Lent Take(const PoolKey& key, bool safe);

  // How long to wait before `Take`, so that a connection which is being closed is not taken for one
  // that stays open. Zero where there is none, or where the key's have been used again lately.
  Duration TimeToSettle(const PoolKey& key) const;

  // What became of a request on a connection that was lent: answered, or lost because the server
  // had closed it. Where it closes them, or says on one what nobody asked for, those that are idle
  // go and none is kept for a minute.
  void NoteReuse(const PoolKey& key, bool answered);

  // Closes the connection that was idle longest. False when there is none.
  bool DropOne();

  size_t size() const { return idle_.size(); }

 private:
  class Idle;
  using IdleList = std::list<std::unique_ptr<Idle>>;

  void Remove(Idle* idle);
  void NoteClose(PoolKey key);
  void OnClosedByServer(Idle* idle);
  void DropExpired();

  TimerQueue& timers_;
  const Options options_;
  IdleList idle_;  // the one idle longest first
  std::unordered_map<PoolKey, std::list<Idle*>, PoolKey::Hash> by_key_;  // likewise
  Timer expiry_;
  ReuseMemory memory_;
};

}  // namespace sendoff::net
