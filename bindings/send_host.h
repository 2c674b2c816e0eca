// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>

#include <memory>
#include <string_view>
#include <utility>

#include "bindings/awaited_requests.h"
#include "bindings/outbox.h"
#include "runtime/step_host.h"

namespace sendoff::bindings {

// The run's side of $send.http and of awaited requests: what the native functions find behind their
// context. Lives as long as the run; the isolate's thread.
class SendHost final : public runtime::StepHost {
 public:
  // Without a `sender`, which outlives it, requests that wait for a response are refused.
  explicit SendHost(const SendLimits& limits, AwaitedSender* sender = nullptr)
      : outbox_(limits), sender_(sender) {}

  Outbox& outbox() { return outbox_; }

  // Sends a request at once; its answer goes to the script by `id`. Errors: kSendClosed after the
  // step has settled, kSendLimit.
  Result<void> SendAwaited(runtime::Realm& realm, uint32_t id, net::OutboundRequest request,
                           bool as_text);
  void CancelAwaited(uint32_t id);

  void OnSettled() override { outbox_.Close(); }
  void OnEnd() override { awaited_.reset(); }
  std::string_view BuiltInModule(std::string_view name) const override;
  bool made_calls() const override { return !outbox_.empty(); }

 private:
  Outbox outbox_;
  AwaitedSender* const sender_;
  std::unique_ptr<AwaitedRequests> awaited_;
};

}  // namespace sendoff::bindings
