// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "delivery/gate.h"

namespace sendoff::test {

// A gate in which the test decides what becomes of each claim.
class FakeGate final : public delivery::Gate {
 public:
  struct Call {
    std::string run;
    uint64_t seq;
    Then then;  // empty: decided or called off
    bool called_off = false;
  };

  std::unique_ptr<Pending> Claim(const delivery::RunInfo& run, const net::OutboundRequest& request,
                                 Then then) override {
    calls.push_back(std::make_shared<Call>(Call{run.run, request.seq, std::move(then)}));
    if (!holds) return nullptr;
    return std::make_unique<FakePending>(calls.back());
  }

  void LetThrough(size_t index) { Decide(index, {}); }
  void Refuse(size_t index, Error error) { Decide(index, std::move(error)); }

  std::vector<std::shared_ptr<Call>> calls;
  bool holds = true;  // what is claimed later

 private:
  class FakePending final : public Pending {
   public:
    explicit FakePending(std::shared_ptr<Call> call) : call_(std::move(call)) {}
    ~FakePending() override {
      if (!call_->then) return;
      call_->called_off = true;
      const Then dropped = std::move(call_->then);
    }

   private:
    const std::shared_ptr<Call> call_;
  };

  void Decide(size_t index, Result<void> verdict) {
    const Then then = std::move(calls.at(index)->then);
    then(std::move(verdict));
  }
};

}  // namespace sendoff::test
