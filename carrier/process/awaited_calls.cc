// SPDX-License-Identifier: MIT
#include "carrier/process/awaited_calls.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace sendoff::carrier {

AwaitedCalls::AwaitedCalls(Services& services, request::Outbox& outbox,
                           std::shared_ptr<RunMailbox> mailbox)
    : services_(services), outbox_(outbox), mailbox_(std::move(mailbox)) {}

Result<void> AwaitedCalls::Send(messages::Awaited awaited) {
  const uint64_t token = awaited.token;
  Result<void> charged = outbox_.Charge(&awaited.request);
  if (!charged.ok()) return charged;
  const uint64_t weight = awaited.request.weight();
  const uint64_t sent =
      services_.Send(std::move(awaited.request), [mailbox = mailbox_, token](Record record) {
        mailbox->Post(messages::AwaitedEnd{token, std::move(record)});
      });
  calls_[token] = {sent, weight};
  return {};
}

void AwaitedCalls::Cancel(uint64_t token) {
  const auto call = calls_.find(token);
  if (call == calls_.end()) return;
  services_.Cancel(call->second.sent);
  outbox_.GiveBack(call->second.weight);
  calls_.erase(call);
}

bool AwaitedCalls::Take(const messages::AwaitedEnd& end) {
  const auto call = calls_.find(end.token);
  if (call == calls_.end()) return false;
  outbox_.GiveBack(call->second.weight);
  calls_.erase(call);
  return true;
}

void AwaitedCalls::End(bool gives_up) {
  mailbox_->Close();
  std::vector<uint64_t> tokens;
  for (const auto& [token, call] : calls_) tokens.push_back(call.sent);
  calls_.clear();
  if (!gives_up) return;
  // The last first: those that wait must be gone when the place of one in flight becomes free.
  std::sort(tokens.rbegin(), tokens.rend());
  for (const uint64_t token : tokens) services_.Cancel(token);
}

}  // namespace sendoff::carrier
