// SPDX-License-Identifier: MIT
#include "runtime/leavings/step_outcome.h"

namespace sendoff::runtime {
namespace {

constexpr uint64_t kEntryCost = 64;  // bytes that each entry takes beside its texts

}  // namespace

Result<void> StepOutcome::Take(const std::string& what, uint64_t bytes) {
  if (bytes > max_bytes_ - bytes_) {
    return Error{ErrorCode::kStepResult,
                 what + " is too much: the results of a run may have " +
                     std::to_string(max_bytes_) +
                     " bytes in all, as JSON. Store what is large elsewhere, and return where"};
  }
  bytes_ += bytes;
  return {};
}

Result<void> StepOutcome::Return(std::string json) {
  const std::lock_guard lock(mutex_);
  Result<void> taken = Take("return_value", json.size());
  if (taken.ok()) return_value_ = std::move(json);
  return taken;
}

Result<void> StepOutcome::Export(const std::string& key, std::optional<std::string> json) {
  const std::lock_guard lock(mutex_);
  const auto known = export_index_.find(key);
  if (known == export_index_.end()) {
    if (!json) return {};
    Result<void> taken = Take("exports[" + key + "]", kEntryCost + 2 * key.size() + json->size());
    if (!taken.ok()) return taken;
    export_index_.emplace(key, exports_.size());
    exports_.push_back({key, std::move(json)});
    return {};
  }
  Entry& entry = exports_[known->second];
  const uint64_t before = entry.json ? entry.json->size() : 0;
  bytes_ -= before;
  Result<void> taken = Take("exports[" + key + "]", json ? json->size() : 0);
  if (taken.ok()) {
    entry.json = std::move(json);
  } else {
    bytes_ += before;
  }
  return taken;
}

Result<void> StepOutcome::Respond(std::string json) {
  const std::lock_guard lock(mutex_);
  Result<void> taken = Take("the response", json.size());
  if (taken.ok()) response_ = std::move(json);
  return taken;
}

Result<void> StepOutcome::AskFlow(FlowIntent intent) {
  const std::lock_guard lock(mutex_);
  Result<void> taken = Take("$.flow." + intent.action, kEntryCost + intent.arguments_json.size());
  if (taken.ok()) flow_.push_back(std::move(intent));
  return taken;
}

bool StepOutcome::has_responded() const {
  const std::lock_guard lock(mutex_);
  return response_.has_value();
}

void StepOutcome::MoveInto(StepResult* result) {
  const std::lock_guard lock(mutex_);
  if (result->status == StepStatus::kOk) result->return_value_json = std::move(return_value_);
  std::string json = "{";
  for (const Entry& entry : exports_) {
    if (!entry.json) continue;
    if (json.size() > 1) json += ',';
    json += entry.key + ':' + *entry.json;
  }
  result->exports_json = std::move(json) + '}';
  result->respond_json = std::move(response_);
  result->flow = std::move(flow_);
}

}  // namespace sendoff::runtime
