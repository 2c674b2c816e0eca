// SPDX-License-Identifier: MIT
#include "report/json/record_json.h"

#include <sendoff/json.h>
#include <simdjson.h>

#include "base/base64.h"
#include "report/json/time_text.h"

namespace sendoff {
namespace {

// Cuts a character that the truncation split, so that text stays text.
std::string_view WithoutSplitCharacter(std::string_view text) {
  for (size_t cut = 1; cut <= 3 && cut <= text.size(); ++cut) {
    const auto byte = static_cast<unsigned char>(text[text.size() - cut]);
    if (byte >= 0xC0) return text.substr(0, text.size() - cut);
    if (byte < 0x80) break;
  }
  return text;
}

void WriteBody(JsonWriter& json, const RecordedBody& body) {
  const std::string_view kept = body.kept ? std::string_view(*body.kept) : "";
  json.BeginObject();
  json.Member("size", body.size);
  if (body.coded) {
    json.Member("base64", Base64(kept));
  } else if (simdjson::validate_utf8(kept.data(), kept.size())) {
    json.Key("text");
    json.Utf8(kept);
  } else if (const auto whole = WithoutSplitCharacter(kept);
             body.truncated && simdjson::validate_utf8(whole.data(), whole.size())) {
    json.Key("text");
    json.Utf8(whole);
  } else {
    json.Member("base64", Base64(kept));
  }
  json.Member("truncated", body.truncated);
  json.EndObject();
}

void WriteHeaders(JsonWriter& json, const HeaderList& headers) {
  json.BeginArray();
  for (const Header& header : headers) {
    json.BeginArray();
    json.Value(header.name);
    json.Value(header.value);
    json.EndArray();
  }
  json.EndArray();
}

void WriteError(JsonWriter& json, const RecordedError& error) {
  json.BeginObject();
  json.Member("code", ErrorName(error.code));
  json.Member("phase", ToString(error.phase));
  json.Member("message", error.message);
  json.EndObject();
}

void WriteRequest(JsonWriter& json, const RecordedRequest& request) {
  json.BeginObject();
  json.Member("method", request.method);
  json.Member("url", request.url);
  json.Key("headers");
  WriteHeaders(json, request.headers);
  json.Key("body");
  request.body ? WriteBody(json, *request.body) : json.Null();
  json.EndObject();
}

void WriteResponse(JsonWriter& json, const RecordedResponse& response) {
  json.BeginObject();
  json.Member("status", response.status);
  json.Member("reason", response.reason);
  json.Member("http_version", response.http_version);
  json.Key("headers");
  WriteHeaders(json, response.headers);
  json.Key("body");
  WriteBody(json, response.body);
  json.EndObject();
}

void WriteRedirects(JsonWriter& json, const std::vector<RecordedRedirect>& redirects) {
  json.BeginArray();
  for (const RecordedRedirect& redirect : redirects) {
    json.BeginObject();
    json.Member("status", redirect.status);
    json.Member("location", redirect.location);
    json.Member("remote_address", redirect.remote_address);
    json.EndObject();
  }
  json.EndArray();
}

void WriteTiming(JsonWriter& json, const Timing& timing) {
  json.BeginObject();
  json.Member("queued_ms", timing.queued);
  json.Member("dns_ms", timing.dns);
  json.Member("connect_ms", timing.connect);
  json.Member("tls_ms", timing.tls);
  json.Member("write_ms", timing.write);
  json.Member("wait_ms", timing.wait);
  json.Member("read_ms", timing.read);
  json.Member("total_ms", timing.total);
  json.EndObject();
}

}  // namespace

void WriteTexts(JsonWriter& json, const std::vector<std::string>& texts) {
  json.BeginArray();
  for (const std::string& text : texts) json.Value(text);
  json.EndArray();
}

void WriteRecord(JsonWriter& json, const Record& record) {
  json.BeginObject();
  json.Member("type", "request");
  json.Member("id", record.id);
  json.Member("run", record.run);
  json.Member("step", record.step);
  json.Member("seq", record.seq);
  json.Key("started_at");
  record.started_at ? json.Value(ToIso8601(*record.started_at)) : json.Null();
  json.Key("workflow");
  json.ValueOrNull(record.workflow);
  json.Key("replay_of");
  json.ValueOrNull(record.replay_of);
  json.Member("kind", ToString(record.kind));
  json.Key("call_site");
  json.ValueOrNull(record.call_site);
  json.Member("outcome", ToString(record.outcome));
  json.Key("error");
  record.error ? WriteError(json, *record.error) : json.Null();
  json.Member("wire", ToString(record.wire));
  json.Member("safe_to_replay", record.safe_to_replay());
  json.Key("request");
  WriteRequest(json, record.request);
  json.Key("response");
  record.response ? WriteResponse(json, *record.response) : json.Null();
  json.Key("redirects");
  WriteRedirects(json, record.redirects);
  json.Key("timing");
  WriteTiming(json, record.timing);
  json.Key("remote_address");
  json.ValueOrNull(record.remote_address);
  json.Key("local_address");
  json.ValueOrNull(record.local_address);
  json.Member("reused_connection", record.reused_connection);
  json.Key("warnings");
  WriteTexts(json, record.warnings);
  json.EndObject();
}

inline namespace v1 {

std::string ToJson(const Record& record) {
  JsonWriter json;
  WriteRecord(json, record);
  return std::string(json.text());
}

}  // namespace v1

}  // namespace sendoff
