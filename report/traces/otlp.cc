// SPDX-License-Identifier: MIT
// OTLP 1.x as JSON: opentelemetry-proto, trace/v1. Names are those of the semantic conventions 1.30
// for HTTP client spans, exceptions and code.
#include <sendoff/traces.h>
#include <sendoff/version.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/trace_ids.h"
#include "net/address/url.h"
#include "report/json/json_writer.h"

namespace sendoff {
namespace {

constexpr int kInternal = 1;  // SpanKind
constexpr int kClient = 3;
constexpr int kError = 2;  // StatusCode

std::string Nanoseconds(WallTime time) {
  return std::to_string(std::chrono::nanoseconds(time.time_since_epoch()).count());
}

class Attributes {
 public:
  explicit Attributes(JsonWriter& json) : json_(json) {
    json_.Key("attributes");
    json_.BeginArray();
  }
  ~Attributes() { json_.EndArray(); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;

  // Nothing for an empty text.
  void Text(std::string_view key, std::string_view value) {
    if (value.empty()) return;
    Begin(key);
    json_.Member("stringValue", value);
    End();
  }
  // 64 bits are a string in protobuf's JSON.
  void Number(std::string_view key, uint64_t value) {
    Begin(key);
    json_.Member("intValue", std::string_view(std::to_string(value)));
    End();
  }
  void Flag(std::string_view key, bool value) {
    Begin(key);
    json_.Member("boolValue", value);
    End();
  }

 private:
  void Begin(std::string_view key) {
    json_.BeginObject();
    json_.Member("key", key);
    json_.Key("value");
    json_.BeginObject();
  }
  void End() {
    json_.EndObject();
    json_.EndObject();
  }

  JsonWriter& json_;
};

void WriteStatus(JsonWriter& json, std::string_view message) {
  json.Key("status");
  json.BeginObject();
  json.Member("code", kError);
  if (!message.empty()) json.Member("message", message);
  json.EndObject();
}

void BeginSpan(JsonWriter& json, const TraceParent& place, std::string_view parent) {
  json.BeginObject();
  json.Member("traceId", std::string_view(place.trace_id));
  json.Member("spanId", std::string_view(place.span_id));
  if (!parent.empty()) json.Member("parentSpanId", parent);
}

void WriteTimes(JsonWriter& json, WallTime begin, WallTime end) {
  json.Member("startTimeUnixNano", std::string_view(Nanoseconds(begin)));
  json.Member("endTimeUnixNano", std::string_view(Nanoseconds(end)));
}

void WriteException(JsonWriter& json, const StepError& error, WallTime time) {
  json.Key("events");
  json.BeginArray();
  json.BeginObject();
  json.Member("timeUnixNano", std::string_view(Nanoseconds(time)));
  json.Member("name", "exception");
  {
    Attributes attributes(json);
    attributes.Text("exception.type", error.name);
    attributes.Text("exception.message", error.message);
    attributes.Text("exception.stacktrace", error.stack);
  }
  json.EndObject();
  json.EndArray();
}

void WriteRun(JsonWriter& json, const TraceParent& place, std::string_view parent,
              const std::string& file, const StepResult& step) {
  const WallTime end = After(step.started_at, step.duration);
  BeginSpan(json, place, parent);
  json.Member("name", std::string_view(file));
  json.Member("kind", kInternal);
  WriteTimes(json, step.started_at, end);
  {
    Attributes attributes(json);
    attributes.Text("code.file.path", file);
    attributes.Text("sendoff.run", step.run);
    attributes.Text("sendoff.workflow", step.workflow);
    if (step.error) attributes.Text("error.type", ErrorName(step.error->kind));
  }
  if (step.error) {
    WriteException(json, *step.error, end);
    WriteStatus(json, step.error->message);
  }
  json.EndObject();
}

// "192.0.2.1:443" in two.
void WritePeer(Attributes& attributes, const std::string& address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos) return;
  std::string_view host = std::string_view(address).substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  attributes.Text("network.peer.address", host);
  uint16_t port = 0;
  std::from_chars(address.data() + colon + 1, address.data() + address.size(), port);
  attributes.Number("network.peer.port", port);
}

std::string ErrorTypeOf(const Record& record) {
  if (record.error) return std::string(ErrorName(record.error->code));
  const bool is_refused = record.response && record.response->status >= 400;
  return is_refused ? std::to_string(record.response->status) : "";
}

// Those that the conventions know; a name that a step made up is none for a span.
bool IsKnownMethod(std::string_view method) {
  constexpr std::array<std::string_view, 9> kKnown = {"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS",
                                                      "PATCH",   "POST",   "PUT", "TRACE"};
  return std::find(kKnown.begin(), kKnown.end(), method) != kKnown.end();
}

void WriteAttributes(JsonWriter& json, const Record& record) {
  Attributes attributes(json);
  const bool is_known = IsKnownMethod(record.request.method);
  attributes.Text("http.request.method",
                  is_known ? std::string_view(record.request.method) : "_OTHER");
  if (!is_known) attributes.Text("http.request.method_original", record.request.method);
  attributes.Text("url.full", record.request.url);
  if (const auto url = net::Url::Parse(record.request.url); url.ok()) {
    attributes.Text("server.address", url->server->host);
    attributes.Number("server.port", url->server->port);
  }
  if (record.request.body) attributes.Number("http.request.body.size", record.request.body->size);
  attributes.Text("error.type", ErrorTypeOf(record));
  if (record.response) {
    attributes.Number("http.response.status_code", static_cast<uint64_t>(record.response->status));
    attributes.Number("http.response.body.size", record.response->body.size);
    attributes.Text("network.protocol.name", "http");
    attributes.Text("network.protocol.version", record.response->http_version);
  }
  WritePeer(attributes, record.remote_address);
  attributes.Text("sendoff.request", record.id);
  attributes.Text("sendoff.kind", ToString(record.kind));
  attributes.Text("sendoff.outcome", ToString(record.outcome));
  attributes.Text("sendoff.wire", ToString(record.wire));
  attributes.Text("sendoff.call_site", record.call_site);
  attributes.Text("sendoff.replay_of", record.replay_of);
  attributes.Flag("sendoff.reused_connection", record.reused_connection);
  attributes.Number("sendoff.redirects", record.redirects.size());
}

void WriteRequest(JsonWriter& json, const TraceParent& run, const Record& record,
                  WallTime run_end) {
  // One that was never begun has no time; it was given up when the run was over.
  const WallTime begin = record.started_at.value_or(run_end);
  BeginSpan(json, {run.trace_id, SpanIdOf(record.id), run.flags}, run.span_id);
  const bool is_known = IsKnownMethod(record.request.method);
  json.Member("name", is_known ? std::string_view(record.request.method) : "HTTP");
  json.Member("kind", kClient);
  WriteTimes(json, begin, After(begin, record.timing.total));
  WriteAttributes(json, record);
  if (!ErrorTypeOf(record).empty()) {
    WriteStatus(json, record.error ? std::string_view(record.error->message) : "");
  }
  json.EndObject();
}

// Up to the first span.
void BeginDocument(JsonWriter& json) {
  json.BeginObject();
  json.Key("resourceSpans");
  json.BeginArray();
  json.BeginObject();
  json.Key("resource");
  json.BeginObject();
  {
    Attributes attributes(json);
    attributes.Text("service.name", "sendoff");
    attributes.Text("service.version", SENDOFF_VERSION);
  }
  json.EndObject();
  json.Key("scopeSpans");
  json.BeginArray();
  json.BeginObject();
  json.Key("scope");
  json.BeginObject();
  json.Member("name", "sendoff");
  json.Member("version", SENDOFF_VERSION);
  json.EndObject();
  json.Key("spans");
  json.BeginArray();
}

std::string EndDocument(JsonWriter& json) {
  for (int level = 0; level < 3; ++level) {
    json.EndArray();
    json.EndObject();
  }
  std::string text(json.text());
  json.Clear();
  return text;
}

}  // namespace

inline namespace v1 {

std::vector<std::string> OtlpTraces(const std::string& file, const StepResult& step,
                                    const std::vector<Record>& records, const std::string& parent) {
  constexpr size_t kMostBytes = 4'000'000;
  const auto above = TraceParent::Parse(parent);
  const TraceParent run = TraceParent::OfRun(step.run, step.workflow, above);
  const WallTime end = After(step.started_at, step.duration);
  std::vector<std::string> bodies;
  JsonWriter json;
  BeginDocument(json);
  WriteRun(json, run, above ? above->span_id : "", file, step);
  for (const Record& record : records) {
    if (json.text().size() > kMostBytes) {
      bodies.push_back(EndDocument(json));
      BeginDocument(json);
    }
    WriteRequest(json, run, record, end);
  }
  bodies.push_back(EndDocument(json));
  return bodies;
}

}  // namespace v1
}  // namespace sendoff
