// SPDX-License-Identifier: MIT
#include "carrier/process/store_calls.h"

#include <sendoff/store.h>

#include <string>
#include <variant>

#include "carrier/messages/result_check.h"
#include "carrier/process/answer_value.h"

namespace sendoff::carrier {
namespace {

using Value = messages::Answer::Value;

template <class Function>
Value AskStore(Services& services, const std::string& prop, Function ask) {
  Store* store = services.FindStore(prop);
  if (store == nullptr) {
    return Error{ErrorCode::kNotProvided, "the prop " + prop + " has no store"};
  }
  Value value = ValueOf(ask(*store));
  // With these a step would seem to have been ended by a limit.
  if (auto* error = std::get_if<Error>(&value); error != nullptr) {
    if (messages::IsOfALimit(error->code)) error->code = ErrorCode::kIo;
  }
  return value;
}

}  // namespace

StoreCalls::StoreCalls(ThreadPool& threads, std::shared_ptr<Services> services,
                       std::shared_ptr<RunMailbox> mailbox)
    : threads_(threads), services_(std::move(services)), mailbox_(std::move(mailbox)) {}

Value StoreCalls::Ask(Services& services, const messages::StoreGet& call) {
  return AskStore(services, call.prop, [&call](Store& store) { return store.Get(call.key); });
}

Value StoreCalls::Ask(Services& services, const messages::StoreSet& call) {
  return AskStore(services, call.prop,
                  [&call](Store& store) { return store.Set(call.key, call.value_json, call.ttl); });
}

Value StoreCalls::Ask(Services& services, const messages::StoreDelete& call) {
  return AskStore(services, call.prop, [&call](Store& store) { return store.Delete(call.key); });
}

Value StoreCalls::Ask(Services& services, const messages::StoreKeys& call) {
  return AskStore(services, call.prop, [](Store& store) { return store.Keys(); });
}

Result<void> StoreCalls::Begin(uint64_t call, UniqueFunction<Value(Services&)> ask) {
  if (lease_) return Error{ErrorCode::kIo, "a call of a store while it waits for another"};
  Result<ThreadPool::Lease> lease = threads_.Take();
  if (!lease.ok()) {
    mailbox_->Post(messages::Answer{call, std::move(lease.error())});
    return {};
  }
  has_ended_ = std::make_shared<std::atomic<bool>>(false);
  lease_.emplace(std::move(*lease));
  lease_->Start([call, ask = std::move(ask), services = services_, mailbox = mailbox_,
                 has_ended = has_ended_]() mutable {
    Value value = ask(*services);
    services.reset();
    *has_ended = true;
    mailbox->Post(messages::Answer{call, std::move(value)});
  });
  return {};
}

bool StoreCalls::End() {
  if (!lease_) return false;
  const bool goes_on = !*has_ended_;
  if (goes_on) lease_->LeaveBehind();
  lease_.reset();
  return goes_on;
}

}  // namespace sendoff::carrier
