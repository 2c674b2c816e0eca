// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>

#include "base/timer_queue.h"
#include "delivery/gate.h"
#include "tests/support/fault_plan.h"

namespace sendoff::test {

// A gate that decides by itself, a millisecond later: lets each request through, unless the plan
// says otherwise.
class PlayedGate final : public delivery::Gate {
 public:
  PlayedGate(TimerQueue& timers, FaultPlan& plan) : timers_(timers), plan_(plan) {}

  std::unique_ptr<Pending> Claim(const delivery::RunInfo&, const net::OutboundRequest& request,
                                 Then then) override {
    ++claims_[request.seq];
    return std::make_unique<PlayedPending>(*this, request.seq, plan_.Next(), std::move(then));
  }

  // Of the request with that number.
  size_t claims(uint64_t seq) const { return Count(claims_, seq); }
  bool has_let_through(uint64_t seq) const { return Count(let_through_, seq) > 0; }

  size_t pending() const { return pending_; }

 private:
  class PlayedPending final : public Pending {
   public:
    PlayedPending(PlayedGate& gate, uint64_t seq, Fault fault, Then then)
        : gate_(gate), seq_(seq), fault_(fault), then_(std::move(then)) {
      ++gate_.pending_;
      timer_.StartAfter(std::chrono::milliseconds(1));
    }
    ~PlayedPending() override { --gate_.pending_; }

   private:
    void Decide() {
      if (fault_ == Fault::kStall) return;
      const Then then = std::move(then_);
      if (fault_ != Fault::kNone) {
        return then(Error{ErrorCode::kIo, "the test refused the claim"});
      }
      ++gate_.let_through_[seq_];
      then({});
    }

    PlayedGate& gate_;
    const uint64_t seq_;
    const Fault fault_;
    Then then_;
    Timer timer_{gate_.timers_, [this] { Decide(); }};
  };

  static size_t Count(const std::map<uint64_t, size_t>& counts, uint64_t seq) {
    const auto found = counts.find(seq);
    return found == counts.end() ? 0 : found->second;
  }

  TimerQueue& timers_;
  FaultPlan& plan_;
  std::map<uint64_t, size_t> claims_;
  std::map<uint64_t, size_t> let_through_;
  size_t pending_ = 0;
};

}  // namespace sendoff::test
