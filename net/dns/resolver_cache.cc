// SPDX-License-Identifier: MIT
#include "net/dns/resolver_cache.h"

#include <algorithm>
#include <list>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sendoff::net {
namespace {

// One who waits for an answer. Without a callback it has gone away.
struct Waiter {
  Resolver::Callback callback;
};

class CacheQuery final : public Resolver::Query {
 public:
  explicit CacheQuery(std::shared_ptr<Waiter> waiter) : waiter_(std::move(waiter)) {}
  // By way of a local: what the callback owns may own this query.
  ~CacheQuery() override { const auto dropped = std::move(waiter_->callback); }

 private:
  const std::shared_ptr<Waiter> waiter_;
};

class ResolverCache final : public Resolver {
 public:
  ResolverCache(TimerQueue& timers, std::unique_ptr<Resolver> below,
                const ResolverCacheOptions& options)
      : timers_(timers),
        below_(std::move(below)),
        options_(options),
        deliver_(timers, [this] { DeliverHits(); }) {}

  std::unique_ptr<Query> Resolve(const std::string& host, Callback callback) override {
    auto waiter = std::make_shared<Waiter>();
    waiter->callback = std::move(callback);
    if (const Entry* entry = FindFresh(host)) {
      hits_.push_back({waiter, entry->answer});
      hits_.back().answer.was_known = true;
      if (!deliver_.active()) deliver_.StartAfter(Duration::zero());
    } else {
      Join(host, waiter);
    }
    return std::make_unique<CacheQuery>(std::move(waiter));
  }

 private:
  struct Entry {
    std::string host;
    Answer answer;
    Instant expires;
  };
  struct Hit {
    std::shared_ptr<Waiter> waiter;
    Answer answer;
  };
  // A look-up under way and all who wait for it.
  struct Flight {
    std::unique_ptr<Query> query;
    std::vector<std::shared_ptr<Waiter>> waiters;
  };

  const Entry* FindFresh(const std::string& host) {
    const auto found = by_host_.find(host);
    if (found == by_host_.end()) return nullptr;
    if (found->second->expires <= timers_.Now()) {
      by_use_.erase(found->second);
      by_host_.erase(found);
      return nullptr;
    }
    by_use_.splice(by_use_.begin(), by_use_, found->second);
    return &by_use_.front();
  }

  void Join(const std::string& host, std::shared_ptr<Waiter> waiter) {
    const auto [flight, added] = flights_.try_emplace(host);
    flight->second.waiters.push_back(std::move(waiter));
    if (!added) return;
    flight->second.query =
        below_->Resolve(host, [this, host](const Answer& answer) { OnAnswer(host, answer); });
  }

  // Callbacks may destroy the cache: after the first, only locals are used.
  void OnAnswer(const std::string& host, const Answer& answer) {
    Store(host, answer);
    const auto found = flights_.find(host);
    const Flight flight = std::move(found->second);
    flights_.erase(found);
    Answer told = answer;
    for (const auto& waiter : flight.waiters) {
      Tell(*waiter, told);
      told.was_known = true;  // those behind the first have asked nobody
    }
  }

  void DeliverHits() {
    for (const Hit& hit : std::exchange(hits_, {})) Tell(*hit.waiter, hit.answer);
  }

  static void Tell(Waiter& waiter, const Answer& answer) {
    const Callback callback = std::move(waiter.callback);
    if (callback) callback(Answer(answer));
  }

  void Store(const std::string& host, const Answer& answer) {
    const bool positive = answer.addresses.ok();
    // That no descriptor was left says nothing about the name.
    if (!positive && answer.addresses.error().code == ErrorCode::kIo) return;
    const auto ttl = positive
                         ? std::clamp(answer.ttl, options_.positive_min, options_.positive_max)
                         : std::clamp(answer.ttl, options_.negative_min, options_.negative_max);
    by_use_.push_front({host, answer, After(timers_.Now(), ttl)});
    by_host_[host] = by_use_.begin();
    if (by_use_.size() <= options_.entries) return;
    by_host_.erase(by_use_.back().host);
    by_use_.pop_back();
  }

  TimerQueue& timers_;
  const std::unique_ptr<Resolver> below_;
  const ResolverCacheOptions options_;
  std::list<Entry> by_use_;  // the one used last first
  std::unordered_map<std::string, std::list<Entry>::iterator> by_host_;
  std::unordered_map<std::string, Flight> flights_;
  std::vector<Hit> hits_;
  Timer deliver_;
};

}  // namespace

std::unique_ptr<Resolver> NewResolverCache(TimerQueue& timers, std::unique_ptr<Resolver> below,
                                           const ResolverCacheOptions& options) {
  return std::make_unique<ResolverCache>(timers, std::move(below), options);
}

}  // namespace sendoff::net
