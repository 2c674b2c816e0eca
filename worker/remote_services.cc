// SPDX-License-Identifier: MIT
#include "worker/remote_services.h"

#include <utility>

#include "carrier/messages/calls.h"
#include "carrier/messages/to_broker.h"
#include "worker/answers.h"

namespace sendoff::worker {

Store* RemoteServices::FindStore(const std::string& prop) {
  {
    const std::lock_guard lock(mutex_);
    const auto known = stores_.find(prop);
    if (known != stores_.end()) return known->second.get();
  }
  const auto has = Take<bool>(link_.Ask(messages::FindStore{0, prop}));
  auto store = has.ok() && *has ? std::make_unique<RemoteStore>(link_, prop) : nullptr;
  const std::lock_guard lock(mutex_);
  return stores_.try_emplace(prop, std::move(store)).first->second.get();
}

void RemoteServices::KeepSecret(std::string text) { link_.Tell(messages::Secret{std::move(text)}); }

void RemoteServices::Print(ConsoleLine line) { link_.TellNow(messages::Print{std::move(line)}); }

uint64_t RemoteServices::Send(net::OutboundRequest request, UniqueFunction<void(Record)> on_end) {
  const uint64_t token = link_.NewNumber();
  {
    const std::lock_guard lock(mutex_);
    sent_.emplace(token, std::move(on_end));
  }
  link_.TellNow(messages::Awaited{token, std::move(request)});
  return token;
}

void RemoteServices::Cancel(uint64_t token) { link_.TellNow(messages::Cancel{token}); }

void RemoteServices::OnEnd(uint64_t token, Record record) {
  UniqueFunction<void(Record)> on_end;
  {
    const std::lock_guard lock(mutex_);
    const auto sent = sent_.find(token);
    if (sent == sent_.end()) return;
    on_end = std::move(sent->second);
    sent_.erase(sent);
  }
  on_end(std::move(record));
}

}  // namespace sendoff::worker
