// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/store.h>

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "carrier/carrier.h"

namespace sendoff::test {

// A store in memory.
class MapStore final : public Store {
 public:
  Result<std::optional<std::string>> Get(const std::string& key) override {
    if (key == "slow") gate.get_future().wait();
    if (key == "limit") return Error{ErrorCode::kStepTimeout, "too slow"};
    const auto found = values.find(key);
    return found == values.end() ? std::optional<std::string>() : found->second;
  }
  Result<void> Set(const std::string& key, const std::string& value_json,
                   std::optional<std::chrono::seconds> /*ttl*/) override {
    values[key] = value_json;
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
  std::promise<void> gate;  // for the key "slow"
};

// What a run asks its host for, written down. The prop `db` has a store.
class RecordingServices final : public carrier::Services {
 public:
  Store* FindStore(const std::string& prop) override {
    ++finds;
    if (on_find) on_find();
    return prop == "db" ? &store : nullptr;
  }

  void KeepSecret(std::string text) override { secrets.push_back(std::move(text)); }

  void Print(ConsoleLine line) override {
    printed.push_back(line.text);
    if (on_print) on_print(line.text);
  }

  Record NewRecord() const {
    Record record;
    record.response.emplace().status = 204;
    record.response->body.kept = response_body;
    return record;
  }

  uint64_t Send(net::OutboundRequest request, UniqueFunction<void(Record)> on_end) override {
    sent.push_back(request.url.target);
    if (ends_at_once) {
      on_end(NewRecord());
    } else {
      ends.push_back(std::move(on_end));
    }
    return sent.size();
  }

  void Cancel(uint64_t token) override { cancelled.push_back(token); }

  MapStore store;
  int finds = 0;
  std::function<void()> on_find;
  bool ends_at_once = true;
  std::shared_ptr<const std::string> response_body;
  std::function<void(const std::string& text)> on_print;
  std::vector<std::string> secrets;
  std::vector<std::string> printed;
  std::vector<std::string> sent;
  std::vector<uint64_t> cancelled;
  std::vector<UniqueFunction<void(Record)>> ends;  // of requests that have not ended
};

}  // namespace sendoff::test
