// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>
#include <sendoff/result.h>
#include <sendoff/step.h>

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/clock.h"
#include "carrier/carrier.h"
#include "carrier/messages/calls.h"
#include "carrier/messages/decode.h"
#include "carrier/messages/done.h"
#include "carrier/messages/result_check.h"
#include "carrier/messages/to_broker.h"

namespace sendoff::messages {

// What a worker says of one run, judged as if the step had written it: whether a step with these
// limits can have brought it about by what sendoff lets it do. Each error (kIo) names the message,
// and is the end of the worker. What has to be counted over the run is counted by request::Outbox
// and request::Handoffs, but for what was given in confidence. The broker's thread for the run.
class RunChecks {
 public:
  // When the run is assigned. The clocks outlive it.
  RunChecks(const carrier::Assignment& assignment, const Clock& clock, const WallClock& wall_clock);

  // The message of a frame, as `Decode` and `Check` would have it.
  template <class Message>
  Result<Message> Judge(std::string_view payload) {
    Result<Message> message = DecodeIts<Message>(payload);
    if (!message.ok()) return message;
    Result<void> good;
    if constexpr (requires { Check(&*message); }) {
      good = Check(&*message);
    } else if constexpr (requires { Check(*message); }) {
      good = Check(*message);
    }
    if (good.ok()) good = CheckNumber(*message);
    if (!good.ok()) return std::move(good.error());
    return message;
  }

  // The most that Decode is to let an Awaited ask for.
  const net::AwaitedTerms& most_terms() const { return most_terms_; }

  // As Decode wants them for Done.
  const StepLimits& limits() const { return limits_; }

  Result<void> Check(const Secret& secret);
  Result<void> Check(Print* print) const;
  Result<void> Check(Request* request) const;
  Result<void> Check(Awaited* awaited) const;
  Result<void> Check(const HandOff& handoff) const;
  Result<void> Check(const Resolve& call) const;
  Result<void> Check(const ReadFile& call) const;
  Result<void> Check(const HasFile& call) const;
  Result<void> Check(const Strip& call) const;
  Result<void> Check(const FindStore& call) const;
  Result<void> Check(const StoreGet& call) const;
  Result<void> Check(const StoreSet& call) const;
  Result<void> Check(const StoreDelete& call) const;
  Result<void> Check(const StoreKeys& call) const;
  Result<void> Check(Done* done) const;

 private:
  // Those of calls rise, and so do tokens, so that none has two answers.
  template <class Message>
  Result<void> CheckNumber(const Message& message) {
    if constexpr (requires { message.call; }) {
      return Rise(Message::kType, message.call, &last_call_);
    } else if constexpr (std::is_same_v<Message, Awaited>) {
      return Rise(Message::kType, message.token, &last_token_);
    } else {
      return {};
    }
  }

  // With what it wants of the run.
  template <class Message>
  Result<Message> DecodeIts(std::string_view payload) const {
    if constexpr (std::is_same_v<Message, Awaited>) {
      return Decode<Message>(payload, most_terms_);
    } else if constexpr (std::is_same_v<Message, Done>) {
      return Decode<Message>(payload, limits_);
    } else {
      return Decode<Message>(payload);
    }
  }
  static Result<void> Rise(MessageType type, uint64_t number, uint64_t* last);
  RunTime Time() const;

  const StepLimits limits_;
  const SendLimits send_limits_;
  const net::AwaitedTerms most_terms_;
  const Clock& clock_;
  const WallClock& wall_clock_;
  const Instant began_;
  const WallTime assigned_at_;
  uint64_t room_for_secrets_;  // bytes
  uint64_t last_call_ = 0;
  uint64_t last_token_ = 0;
};

// How many bytes a message from the worker has at most in a run with these limits: its results, one
// request, or a call with a text as long as a source may be (sources/source_file.cc).
uint32_t LargestMessage(const StepLimits& limits, const SendLimits& send_limits);

}  // namespace sendoff::messages
