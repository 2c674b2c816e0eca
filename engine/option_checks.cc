// SPDX-License-Identifier: MIT
#include "engine/option_checks.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "base/trace_ids.h"

namespace sendoff::engine {
namespace {

using std::chrono::milliseconds;

constexpr std::array<std::string_view, 5> kDestinations = {"email", "s3", "sse", "emit", "sql"};

Error Refused(const std::string& option, const std::string& why) {
  return {ErrorCode::kUsage, option + ": " + why};
}

}  // namespace

Result<void> CheckOptions(const DeliveryOptions& options) {
  constexpr milliseconds kMostTime = std::chrono::hours(24);
  if (options.request_timeout < milliseconds(1) || options.request_timeout > kMostTime) {
    return Refused("DeliveryOptions::request_timeout", "it has to be between 1 ms and a day");
  }
  if (options.concurrency == 0) {
    return Refused("DeliveryOptions::concurrency", "at least 1 request has to be in flight");
  }
  if (options.concurrency_per_origin == 0) {
    return Refused("DeliveryOptions::concurrency_per_origin",
                   "at least 1 request has to be in flight");
  }
  if (options.backlog_requests == 0) {
    return Refused("DeliveryOptions::backlog_requests", "there has to be room for at least 1");
  }
  if (options.backlog_bytes == 0) {
    return Refused("DeliveryOptions::backlog_bytes", "there has to be room for at least 1");
  }
  return {};
}

Result<void> CheckOptions(const RunOptions& options) {
  const StepLimits& limits = options.limits;
  if (limits.wall_time < milliseconds(1)) {
    return Refused("StepLimits::wall_time", "a step needs at least 1 ms");
  }
  if (limits.cpu_time < milliseconds(1)) {
    return Refused("StepLimits::cpu_time", "a step needs at least 1 ms");
  }
  if (limits.heap_bytes == 0) {
    return Refused("StepLimits::heap_bytes", "a step needs some memory");
  }
  if (limits.grace < milliseconds(0)) {
    return Refused("StepLimits::grace", "it cannot be negative");
  }
  for (const std::string& name : options.redact) {
    if (name.empty()) return Refused("RunOptions::redact", "a name has at least one character");
  }
  if (!options.trace_parent.empty() && !TraceParent::Parse(options.trace_parent)) {
    return Refused("RunOptions::trace_parent",
                   "\"" + options.trace_parent +
                       "\" is no traceparent, such as "
                       "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  }
  // Registering what nobody will ever call is a mistake in writing.
  for (const auto& [name, handler] : options.send_handlers) {
    if (std::find(kDestinations.begin(), kDestinations.end(), name) == kDestinations.end()) {
      return Refused("RunOptions::send_handlers",
                     "there is no destination \"" + name +
                         "\"; a step can send to email, s3, sse, emit and sql");
    }
  }
  return {};
}

}  // namespace sendoff::engine
