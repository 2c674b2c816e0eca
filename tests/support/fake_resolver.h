// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "net/dns/resolver.h"

namespace sendoff::test {

// A resolver that answers when the test says so.
class FakeResolver final : public net::Resolver {
 public:
  std::unique_ptr<Query> Resolve(const std::string& host, Callback callback) override {
    asked.push_back(host);
    auto slot = std::make_shared<Callback>(std::move(callback));
    open_.emplace(host, slot);
    return std::make_unique<FakeQuery>(std::move(slot));
  }

  // Every name that was asked for, in order.
  std::vector<std::string> asked;

  // How many queries for `host` wait for an answer and were not abandoned.
  size_t waiting(const std::string& host) const {
    size_t count = 0;
    const auto [first, last] = open_.equal_range(host);
    for (auto slot = first; slot != last; ++slot) count += *slot->second ? 1 : 0;
    return count;
  }

  // Answers all queries for `host`.
  void Answer(const std::string& host, const net::Resolver::Answer& answer) {
    std::vector<std::shared_ptr<Callback>> slots;
    const auto [first, last] = open_.equal_range(host);
    for (auto slot = first; slot != last; ++slot) slots.push_back(slot->second);
    open_.erase(first, last);
    for (const auto& slot : slots) {
      const Callback callback = std::move(*slot);
      if (callback) callback(net::Resolver::Answer(answer));
    }
  }

  void Answer(const std::string& host, const std::vector<std::string>& addresses,
              std::chrono::seconds ttl = std::chrono::seconds(30)) {
    std::vector<net::IpAddress> parsed;
    for (const std::string& text : addresses) parsed.push_back(*net::IpAddress::Parse(text));
    Answer(host, net::Resolver::Answer{std::move(parsed), ttl});
  }

 private:
  class FakeQuery final : public Query {
   public:
    explicit FakeQuery(std::shared_ptr<Callback> slot) : slot_(std::move(slot)) {}
    ~FakeQuery() override { const auto dropped = std::move(*slot_); }

   private:
    const std::shared_ptr<Callback> slot_;
  };

  std::multimap<std::string, std::shared_ptr<Callback>> open_;
};

}  // namespace sendoff::test
