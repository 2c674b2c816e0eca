// SPDX-License-Identifier: MIT
#include "bindings/send_host.h"

namespace sendoff::bindings {
namespace {

class RunSendContext final : public SendContext {
 public:
  RunSendContext(request::Outbox& outbox, runtime::Realm& realm)
      : SendContext(outbox), realm_(realm) {}

  // The promise may settle and other microtasks still run before the host hears of it.
  void BeforeCall() override {
    if (outbox().is_open() && realm_.is_over()) outbox().Close();
  }

  std::string CallSite() override { return realm_.call_sites().Here(); }
  void Warn(const std::string& text) override { realm_.Warn(text); }

 private:
  runtime::Realm& realm_;
};

}  // namespace

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

SendContext& SendHost::send(runtime::Realm& realm) {
  if (!send_) send_ = std::make_unique<RunSendContext>(outbox_, realm);
  return *send_;
}

void SendHost::CancelAwaited(uint32_t id) {
  if (awaited_) awaited_->Cancel(id);
}

}  // namespace sendoff::bindings
