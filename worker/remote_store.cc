// SPDX-License-Identifier: MIT
#include "worker/remote_store.h"

#include "carrier/messages/calls.h"
#include "worker/answers.h"

namespace sendoff::worker {

Result<std::optional<std::string>> RemoteStore::Get(const std::string& key) {
  auto value = Take<messages::StoredValue>(link_.Ask(messages::StoreGet{0, prop_, key}));
  if (!value.ok()) return std::move(value.error());
  return std::move(value->json);
}

Result<void> RemoteStore::Set(const std::string& key, const std::string& value_json,
                              std::optional<std::chrono::seconds> ttl) {
  return TakeNothing(link_.Ask(messages::StoreSet{0, prop_, key, value_json, ttl}));
}

Result<void> RemoteStore::Delete(const std::string& key) {
  return TakeNothing(link_.Ask(messages::StoreDelete{0, prop_, key}));
}

Result<std::vector<std::string>> RemoteStore::Keys() {
  return Take<std::vector<std::string>>(link_.Ask(messages::StoreKeys{0, prop_}));
}

}  // namespace sendoff::worker
