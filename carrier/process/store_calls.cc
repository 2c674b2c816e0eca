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

StoreCalls::StoreCalls(HostCalls& host, std::shared_ptr<RunMailbox> mailbox)
    : host_(host), mailbox_(std::move(mailbox)) {}

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
  if (open_) return Error{ErrorCode::kIo, "a call of a store while it waits for another"};
  open_ = std::make_shared<std::atomic<State>>(State::kWaits);
  Result<void> added = host_.Add(
      [call, ask = std::move(ask), mailbox = mailbox_, state = open_](Services& services) mutable {
        State before = State::kWaits;
        if (!state->compare_exchange_strong(before, State::kBegun)) return;
        Value value = ask(services);
        *state = State::kEnded;
        mailbox->Post(messages::Answer{call, std::move(value)});
      },
      0);
  if (!added.ok()) mailbox_->Post(messages::Answer{call, std::move(added.error())});
  return {};
}

bool StoreCalls::End() {
  if (!open_) return false;
  State state = State::kWaits;
  open_->compare_exchange_strong(state, State::kGivenUp);
  return state == State::kBegun;
}

}  // namespace sendoff::carrier
