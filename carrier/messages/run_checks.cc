// SPDX-License-Identifier: MIT
#include "carrier/messages/run_checks.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>
#include <utility>

#include "base/saturating.h"
#include "base/store_limits.h"
#include "base/text_encoding.h"
#include "carrier/messages/json_text.h"
#include "request/request_limits.h"
#include "sources/module_resolver.h"

namespace sendoff::messages {
namespace {

// Of one request. A call whose headers are all of the connection's has more, which nobody reads.
constexpr size_t kMostRequestWarnings = 100;

// Texts in confidence are strings of accounts and values of props; a component's own defaults are
// among them, too. Looking for each costs something, however short it is.
constexpr uint64_t kSecretBytes = 1 << 20;
constexpr uint64_t kSecretCost = 256;

constexpr int64_t kMostSeconds = 10'000'000'000;  // js/step/stores.js

constexpr uint64_t kMiB = 1 << 20;

uint64_t RoomForSecrets(const StepInput& input) {
  uint64_t given = input.props_json.size();
  for (const auto& [name, account] : input.auths) given += account.size();
  // An account may be kept under several names.
  return SaturatingSum({kSecretBytes, SaturatingProduct(4, given)});
}

// `why` as the fault of that message; nothing where there is none.
template <class Message>
Result<void> Of(const Message& /*message*/, Result<void> why) {
  if (why.ok()) return why;
  return Error{ErrorCode::kIo,
               "message " + std::string(NameOf(Message::kType)) + ": " + why.error().message};
}

template <class Message>
Result<void> Fault(const Message& message, std::string why) {
  return Of(message, Error{ErrorCode::kIo, std::move(why)});
}

Result<void> CheckRequest(const SendLimits& limits, net::OutboundRequest* request) {
  Result<void> good = request::CheckWhole(*request, limits);
  if (!good.ok()) return good;
  if (request->warnings->size() > kMostRequestWarnings) {
    request->warnings.Own().resize(kMostRequestWarnings);
  }
  const auto is_utf8 = [](const std::string& text) { return IsUtf8(text); };
  if (!IsUtf8(*request->call_site) ||
      !std::all_of(request->warnings->begin(), request->warnings->end(), is_utf8)) {
    return Error{ErrorCode::kIo, "a text is no UTF-8"};
  }
  return {};
}

template <class Message>
Result<void> CheckSize(const Message& message, const char* what, const std::string& text,
                       size_t most) {
  if (text.size() <= most) return {};
  return Fault(message, std::string(what) + " has " + std::to_string(text.size()) +
                            " bytes, more than the limit of " + std::to_string(most));
}

template <class Call>
Result<void> CheckPath(const Call& call, const std::string& path) {
  return CheckSize(call, "the path", path, sources::kMostPathBytes);
}

template <class Call>
Result<void> CheckProp(const Call& call) {
  return CheckSize(call, "the prop", call.prop, kMostStoreKey);
}

template <class Call>
Result<void> CheckKey(const Call& call) {
  if (call.key.empty()) return Fault(call, "the key is empty");
  Result<void> good = CheckSize(call, "the key", call.key, kMostStoreKey);
  return good.ok() ? CheckProp(call) : good;
}

}  // namespace

RunChecks::RunChecks(const carrier::Assignment& assignment, const Clock& clock,
                     const WallClock& wall_clock)
    : limits_(assignment.limits),
      send_limits_(assignment.send_limits),
      most_terms_(request::MostAwaitedTerms(limits_.wall_time, send_limits_)),
      clock_(clock),
      wall_clock_(wall_clock),
      began_(clock.Now()),
      assigned_at_(wall_clock.Now()),
      room_for_secrets_(RoomForSecrets(assignment.input)) {}

Result<void> RunChecks::Rise(MessageType type, uint64_t number, uint64_t* last) {
  if (number > *last) {
    *last = number;
    return {};
  }
  return Error{ErrorCode::kIo, "message " + std::string(NameOf(type)) + ": the number " +
                                   std::to_string(number) + " comes after " +
                                   std::to_string(*last)};
}

RunTime RunChecks::Time() const { return {assigned_at_, wall_clock_.Now(), clock_.Now() - began_}; }

Result<void> RunChecks::Check(const Secret& secret) {
  const uint64_t cost = secret.text.size() + kSecretCost;
  if (cost > room_for_secrets_) {
    return Fault(secret, "more was given in confidence than the run was given");
  }
  room_for_secrets_ -= cost;
  return {};
}

Result<void> RunChecks::Check(Print* print) const {
  return Of(*print, CheckLine(limits_, Time(), &print->line));
}

Result<void> RunChecks::Check(Request* request) const {
  return Of(*request, CheckRequest(send_limits_, &request->request));
}

Result<void> RunChecks::Check(Awaited* awaited) const {
  return Of(*awaited, CheckRequest(send_limits_, &awaited->request));
}

Result<void> RunChecks::Check(const HandOff& handoff) const {
  if (!IsJson(handoff.handoff.payload_json)) return Fault(handoff, "the payload is no JSON");
  return {};
}

Result<void> RunChecks::Check(const Resolve& call) const {
  Result<void> good = CheckSize(call, "the specifier", call.specifier, sources::kMostPathBytes);
  return good.ok() ? CheckPath(call, call.referrer) : good;
}

Result<void> RunChecks::Check(const ReadFile& call) const { return CheckPath(call, call.path); }

Result<void> RunChecks::Check(const HasFile& call) const { return CheckPath(call, call.path); }

Result<void> RunChecks::Check(const Strip& call) const { return CheckPath(call, call.path); }

Result<void> RunChecks::Check(const FindStore& call) const { return CheckProp(call); }

Result<void> RunChecks::Check(const StoreKeys& call) const { return CheckProp(call); }

Result<void> RunChecks::Check(const StoreGet& call) const { return CheckKey(call); }

Result<void> RunChecks::Check(const StoreSet& call) const {
  Result<void> good = CheckSize(call, "the value", call.value_json, kMostStoreValue);
  if (!good.ok()) return good;
  if (!IsJson(call.value_json)) return Fault(call, "the value is no JSON");
  if (call.ttl && (call.ttl->count() < 1 || call.ttl->count() > kMostSeconds)) {
    return Fault(call, "the ttl is " + std::to_string(call.ttl->count()) + " seconds");
  }
  return CheckKey(call);
}

Result<void> RunChecks::Check(const StoreDelete& call) const { return CheckKey(call); }

Result<void> RunChecks::Check(Done* done) const {
  return Of(*done, CheckResult(limits_, Time(), &done->step));
}

uint32_t LargestMessage(const StepLimits& limits, const SendLimits& send_limits) {
  constexpr uint64_t kErrorsAndWarnings = 24 * kMiB;
  constexpr uint64_t kLine = 32;  // what a console line has beside its text
  const uint64_t done =
      SaturatingSum({limits.result_bytes, limits.console_bytes,
                     SaturatingProduct(kLine, limits.console_lines), kErrorsAndWarnings});
  // A field with several lines has its name in each.
  const uint64_t request = SaturatingSum(
      {send_limits.body_bytes, send_limits.url_bytes,
       SaturatingProduct(send_limits.header_bytes, SaturatingSum({send_limits.header_count, 8})),
       16 * kMiB});
  constexpr uint64_t kText = 65 * kMiB;
  return static_cast<uint32_t>(
      std::min<uint64_t>(std::max({done, request, kText}), std::numeric_limits<uint32_t>::max()));
}

}  // namespace sendoff::messages
