// SPDX-License-Identifier: MIT
#include "bindings/send_host.h"

namespace sendoff::bindings {

Result<void> SendHost::SendAwaited(runtime::Realm& realm, uint32_t id, net::OutboundRequest request,
                                   bool as_text) {
  if (sender_ == nullptr) {
    return Error{ErrorCode::kUsage, "this host sends no requests whose response a step waits for"};
  }
  Result<void> prepared = realm.event_loop().Prepare();
  if (!prepared.ok()) return prepared;
  const std::lock_guard lock(sending_);
  Result<void> charged = outbox_.Charge(&request);
  if (!charged.ok()) return charged;
  if (!awaited_) awaited_ = std::make_unique<AwaitedRequests>(realm, *sender_, outbox_);
  awaited_->Start(id, std::move(request), as_text);
  return {};
}

void SendHost::Close() {
  const std::lock_guard lock(sending_);
  outbox_.Close();
}

void SendHost::CloseWhenOver(const runtime::Realm& realm) {
  if (outbox_.is_open() && realm.is_over()) outbox_.Close();
}

void SendHost::CancelAwaited(uint32_t id) {
  if (awaited_) awaited_->Cancel(id);
}

}  // namespace sendoff::bindings
