// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "runtime/snapshot/binding_table.h"
#include "runtime/step/step_host.h"
#include "sources/step_sources.h"

namespace sendoff::runtime {

// A store without times, which notes the last one that was asked for. The key "broken" fails.
class MemoryStore final : public Store {
 public:
  Result<std::optional<std::string>> Get(const std::string& key) override {
    if (key == "broken") return Error{ErrorCode::kIo, "the disk is gone"};
    const auto found = values.find(key);
    if (found == values.end()) return std::optional<std::string>();
    return std::optional<std::string>(found->second);
  }
  Result<void> Set(const std::string& key, const std::string& value_json,
                   std::optional<std::chrono::seconds> ttl) override {
    values[key] = value_json;
    last_ttl = ttl;
    return {};
  }
  Result<void> Delete(const std::string& key) override {
    values.erase(key);
    return {};
  }
  Result<std::vector<std::string>> Keys() override {
    std::vector<std::string> keys;
    for (const auto& [key, value] : values) keys.push_back(key);
    return keys;
  }

  std::map<std::string, std::string> values;
  std::optional<std::chrono::seconds> last_ttl;
};

// A host that notes what happened.
class TestHost final : public StepHost {
 public:
  void OnSettled() override { ++settled; }

  // Nothing is built in: what is would need the network's natives.
  std::unique_ptr<sources::ModuleSources> MakeSources(const StepInput& input) override {
    return std::make_unique<sources::StepSources>(input.root, input.file,
                                                  std::span<const sources::BuiltInModuleSource>());
  }
  bool made_calls() const override { return !calls.empty(); }

  Result<void> OnSend(const std::string& destination, std::string payload_json) override {
    if (destination != "email") return Error{ErrorCode::kNotProvided, "no handler"};
    emails.push_back(std::move(payload_json));
    return {};
  }

  // One store, of the prop "data".
  Store* FindStore(const std::string& prop) override { return prop == "data" ? &store : nullptr; }

  void OnSecret(const std::string& text) override { secrets.push_back(text); }

  std::vector<std::string> secrets;
  std::vector<std::string> calls;   // the call site of each $send.http
  std::vector<std::string> emails;  // the payload of each $.send.email
  MemoryStore store;
  int settled = 0;
  std::function<void()> on_call;  // runs inside each $send.http, if set
};

// The runtime's own bindings and a `send` whose http() notes its call with the TestHost.
std::span<const Binding> TestRegistry();

}  // namespace sendoff::runtime
