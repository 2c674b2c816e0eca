// SPDX-License-Identifier: MIT
#include <sendoff/json.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <utility>

#include "base/base64.h"
#include "report/json/json_members.h"
#include "report/json/time_text.h"

namespace sendoff {
inline namespace v1 {
namespace {

Error Wrong(const std::string& what) { return {ErrorCode::kIo, what}; }

// Sets `*value` to the one of `values` that is called `name`.
template <class T, size_t size>
bool ReadWord(std::string_view name, const std::array<T, size>& values, T* value) {
  for (const T candidate : values) {
    if (ToString(candidate) != name) continue;
    *value = candidate;
    return true;
  }
  return false;
}

constexpr std::array kKinds = {Kind::kDeferred, Kind::kAwaited};
constexpr std::array kOutcomes = {Outcome::kDelivered, Outcome::kFailed, Outcome::kDiscarded};
constexpr std::array kWires = {Wire::kNone, Wire::kPartial, Wire::kFull};
constexpr std::array kPhases = {Phase::kQueue, Phase::kDns,  Phase::kConnect, Phase::kTls,
                                Phase::kWrite, Phase::kWait, Phase::kRead};

std::optional<ErrorCode> CodeOf(std::string_view name) {
#define SENDOFF_X(enumerator, number, text) \
  if (name == (text)) return ErrorCode::enumerator;
  SENDOFF_ERROR_CODES(SENDOFF_X)
#undef SENDOFF_X
  return std::nullopt;
}

bool LooksLikeText(const std::string& bytes) {
  return simdjson::validate_utf8(bytes.data(), bytes.size());
}

Result<RecordedBody> ReadBody(const JsonObject& body) {
  RecordedBody read;
  std::string bytes(TextOf(body, "text"));
  if (const auto base64 = MemberOf<std::string_view>(body, "base64")) {
    auto decoded = FromBase64(*base64);
    if (!decoded) return Wrong("a `base64` that is none");
    bytes = std::move(*decoded);
    read.coded = LooksLikeText(bytes);
  }
  read.size = MemberOf<uint64_t>(body, "size").value_or(bytes.size());
  read.truncated = MemberOf<bool>(body, "truncated").value_or(false);
  read.kept = std::make_shared<const std::string>(std::move(bytes));
  return read;
}

HeaderList ReadHeaders(const JsonObject& message) {
  HeaderList headers;
  ForEachHeader(message, [&headers](std::string_view name, std::string_view value) {
    headers.push_back({std::string(name), std::string(value)});
  });
  return headers;
}

Result<RecordedRequest> ReadRequest(const JsonObject& request) {
  RecordedRequest read;
  read.method = TextOf(request, "method");
  read.url = TextOf(request, "url");
  if (read.method.empty()) return Wrong("no `request.method`");
  if (read.url.empty()) return Wrong("no `request.url`");
  read.headers = ReadHeaders(request);
  if (const auto body = MemberOf<JsonObject>(request, "body")) {
    auto bytes = ReadBody(*body);
    if (!bytes.ok()) return Wrong(bytes.error().message + " in `request.body`");
    read.body = std::move(*bytes);
  }
  return read;
}

Result<RecordedResponse> ReadResponse(const JsonObject& response) {
  RecordedResponse read;
  const int64_t status = MemberOf<int64_t>(response, "status").value_or(0);
  if (status < 100 || status > 999) return Wrong("no `response.status` from 100 to 999");
  read.status = static_cast<int>(status);
  read.reason = TextOf(response, "reason");
  read.http_version = TextOf(response, "http_version");
  read.headers = ReadHeaders(response);
  if (const auto body = MemberOf<JsonObject>(response, "body")) {
    auto bytes = ReadBody(*body);
    if (!bytes.ok()) return Wrong(bytes.error().message + " in `response.body`");
    read.body = std::move(*bytes);
  }
  return read;
}

Result<RecordedError> ReadError(const JsonObject& error) {
  const auto code = CodeOf(TextOf(error, "code"));
  if (!code) return Wrong("an `error.code` that is none");
  RecordedError read{*code, Phase::kQueue, std::string(TextOf(error, "message"))};
  if (!ReadWord(TextOf(error, "phase"), kPhases, &read.phase)) {
    return Wrong("an `error.phase` that is none");
  }
  return read;
}

Timing ReadTiming(const JsonObject& timing) {
  const auto time = [&timing](std::string_view key) {
    constexpr double kMost = 1e9;
    const double ms = MemberOf<double>(timing, key).value_or(0);
    return std::chrono::nanoseconds(std::llround(std::clamp(ms, 0.0, kMost) * 1e6));
  };
  return {time("queued_ms"), time("dns_ms"),  time("connect_ms"), time("tls_ms"),
          time("write_ms"),  time("wait_ms"), time("read_ms"),    time("total_ms")};
}

// The members that every record has, but for its messages and its error.
Result<void> ReadFacts(const JsonObject& object, Record* record) {
  record->id = TextOf(object, "id");
  record->run = TextOf(object, "run");
  record->step = TextOf(object, "step");
  record->seq = MemberOf<uint64_t>(object, "seq").value_or(0);
  record->workflow = TextOf(object, "workflow");
  record->replay_of = TextOf(object, "replay_of");
  record->started_at = FromIso8601(TextOf(object, "started_at"));
  record->call_site = TextOf(object, "call_site");
  record->remote_address = TextOf(object, "remote_address");
  record->local_address = TextOf(object, "local_address");
  record->reused_connection = MemberOf<bool>(object, "reused_connection").value_or(false);
  if (!ReadWord(TextOf(object, "kind"), kKinds, &record->kind)) return Wrong("no `kind` it knows");
  if (!ReadWord(TextOf(object, "outcome"), kOutcomes, &record->outcome)) {
    return Wrong("no `outcome` it knows");
  }
  if (!ReadWord(TextOf(object, "wire"), kWires, &record->wire)) return Wrong("no `wire` it knows");
  if (const auto timing = MemberOf<JsonObject>(object, "timing")) {
    record->timing = ReadTiming(*timing);
  }
  ForEachOf<JsonObject>(object, "redirects", [record](const JsonObject& redirect) {
    record->redirects.push_back(
        {static_cast<int>(MemberOf<int64_t>(redirect, "status").value_or(0)),
         std::string(TextOf(redirect, "location")),
         std::string(TextOf(redirect, "remote_address"))});
  });
  ForEachOf<std::string_view>(object, "warnings", [record](std::string_view warning) {
    record->warnings.emplace_back(warning);
  });
  return {};
}

Result<Record> ReadRecord(const JsonObject& object) {
  Record record;
  Result<void> good = ReadFacts(object, &record);
  if (!good.ok()) return std::move(good.error());
  const auto request = MemberOf<JsonObject>(object, "request");
  if (!request) return Wrong("no `request`");
  auto read = ReadRequest(*request);
  if (!read.ok()) return std::move(read.error());
  record.request = std::move(*read);
  if (const auto response = MemberOf<JsonObject>(object, "response")) {
    auto answer = ReadResponse(*response);
    if (!answer.ok()) return std::move(answer.error());
    record.response = std::move(*answer);
  }
  if (const auto error = MemberOf<JsonObject>(object, "error")) {
    auto why = ReadError(*error);
    if (!why.ok()) return std::move(why.error());
    record.error = std::move(*why);
  }
  return record;
}

}  // namespace

Result<std::optional<Record>> RecordFromJson(std::string_view line) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  const auto status = parser.parse(line.data(), line.size()).get(root);
  if (status != simdjson::SUCCESS) {
    return Wrong("it is no JSON: " + std::string(simdjson::error_message(status)));
  }
  JsonObject object;
  if (root.get(object) != simdjson::SUCCESS) return Wrong("it is no JSON object");
  const auto type = MemberOf<std::string_view>(object, "type");
  if (type && *type != "request") return std::optional<Record>();
  Result<Record> record = ReadRecord(object);
  if (!record.ok()) return Wrong("it has " + record.error().message);
  return std::optional<Record>(std::move(*record));
}

}  // namespace v1
}  // namespace sendoff
