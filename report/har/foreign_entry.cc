// SPDX-License-Identifier: MIT
#include "report/har/foreign_entry.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <utility>

#include "base/base64.h"
#include "net/address/url.h"
#include "report/json/json_writer.h"
#include "report/json/time_text.h"

namespace sendoff {
namespace {

// Milliseconds as long as a request may take, and sizes that a double can count.
constexpr double kMostMilliseconds = 1e9;
constexpr double kMostBytes = 1e15;

// HAR has -1 for what it does not know.
double NumberOf(const JsonObject& object, std::string_view key, double most) {
  return std::clamp(MemberOf<double>(object, key).value_or(0), 0.0, most);
}

// What browsers call it, by a part of the name; what is none of these was given up.
std::string_view CodeOf(std::string_view error) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kCodes = {{
      {"NAME_NOT_RESOLVED", "dns"},
      {"TIMED_OUT", "timeout"},
      {"CONNECTION_REFUSED", "connect_refused"},
      {"UNREACHABLE", "unreachable"},
      {"CERT_", "tls"},
      {"SSL_", "tls"},
      {"CONNECTION_RESET", "reset"},
      {"EMPTY_RESPONSE", "bad_response"},
      {"TOO_MANY_REDIRECTS", "redirect"},
  }};
  const auto* const found = std::find_if(kCodes.begin(), kCodes.end(), [error](const auto& code) {
    return error.find(code.first) != std::string_view::npos;
  });
  return found != kCodes.end() ? found->second : "terminated";
}

// "HTTP/2.0" and "h2" as "2".
std::string VersionOf(std::string_view name) {
  std::string version(name);
  std::transform(version.begin(), version.end(), version.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (version.starts_with("http/")) version.erase(0, 5);
  if (version.starts_with('h')) version.erase(0, 1);
  if (version.ends_with(".0") && version != "1.0") version.resize(version.size() - 2);
  return version;
}

// "[2001:db8::1]:443"; empty where the tool does not say.
std::string RemoteOf(const JsonObject& entry, std::string_view url) {
  std::string address(TextOf(entry, "serverIPAddress"));
  if (address.empty()) return address;
  if (address.find(':') != std::string::npos && !address.starts_with('[')) {
    address = "[" + address + "]";
  }
  const Result<net::Url> parsed = net::Url::Parse(url);
  return address + ":" + std::to_string(parsed.ok() ? parsed->server->port : 0);
}

void WriteTextOrNull(JsonWriter& json, std::string_view key, std::string_view text) {
  json.Key(key);
  json.ValueOrNull(text);
}

// HTTP/2's own, such as ":authority", are no fields.
void WriteHeaders(JsonWriter& json, const JsonObject& message) {
  json.Key("headers");
  json.BeginArray();
  ForEachOf<JsonObject>(message, "headers", [&json](const JsonObject& header) {
    const std::string_view name = TextOf(header, "name");
    if (name.empty() || name.starts_with(':')) return;
    json.BeginArray();
    json.Value(name);
    json.Value(TextOf(header, "value"));
    json.EndArray();
  });
  json.EndArray();
}

// `holder` has the text, which may be a part of the body or missing.
void WriteBody(JsonWriter& json, const JsonObject& holder, double size) {
  const std::string_view text = TextOf(holder, "text");
  const auto bytes = TextOf(holder, "encoding") == "base64" ? FromBase64(text) : std::nullopt;
  const size_t length = bytes ? bytes->size() : text.size();
  json.BeginObject();
  json.Member("size", std::max(static_cast<uint64_t>(size), uint64_t{length}));
  json.Member(bytes ? "base64" : "text", text);
  json.Member("truncated", static_cast<double>(length) < size);
  json.EndObject();
}

// The fields of a form, where a tool has not kept its text.
std::string FormText(const JsonObject& post) {
  std::string text;
  ForEachOf<JsonObject>(post, "params", [&text](const JsonObject& field) {
    if (!text.empty()) text += '&';
    text.append(TextOf(field, "name")).append("=").append(TextOf(field, "value"));
  });
  return text;
}

void WriteRequest(JsonWriter& json, const JsonObject& request) {
  json.BeginObject();
  json.Member("method", TextOf(request, "method"));
  json.Member("url", TextOf(request, "url"));
  WriteHeaders(json, request);
  json.Key("body");
  const auto post = MemberOf<JsonObject>(request, "postData");
  if (!post) {
    json.Null();
  } else if (const std::string form = FormText(*post);
             TextOf(*post, "text").empty() && !form.empty()) {
    json.BeginObject();
    json.Member("size", uint64_t{form.size()});
    json.Member("text", form);
    json.Member("truncated", false);
    json.EndObject();
  } else {
    WriteBody(json, *post, NumberOf(request, "bodySize", kMostBytes));
  }
  json.EndObject();
}

void WriteResponse(JsonWriter& json, const JsonObject& response) {
  json.BeginObject();
  json.Member("status", static_cast<int>(NumberOf(response, "status", 999)));
  json.Member("reason", TextOf(response, "statusText"));
  json.Member("http_version", VersionOf(TextOf(response, "httpVersion")));
  WriteHeaders(json, response);
  json.Key("body");
  const auto content = MemberOf<JsonObject>(response, "content");
  WriteBody(json, content.value_or(response),
            content ? NumberOf(*content, "size", kMostBytes) : 0.0);
  json.EndObject();
}

void WriteError(JsonWriter& json, const JsonObject& response) {
  std::string_view error = TextOf(response, "_error");
  if (error.empty()) error = "there is no response in the HAR";
  json.BeginObject();
  json.Member("code", CodeOf(error));
  json.Member("phase", "wait");
  json.Member("message", error);
  json.EndObject();
}

void WriteTiming(JsonWriter& json, const JsonObject& timings) {
  using Milliseconds = std::chrono::duration<double, std::milli>;
  const auto write = [&json](std::string_view key, double time) {
    json.Member(key, std::chrono::nanoseconds(
                         std::chrono::round<std::chrono::microseconds>(Milliseconds(time))));
  };
  const auto time = [&timings](std::string_view key) {
    return NumberOf(timings, key, kMostMilliseconds);
  };
  const double tls = time("ssl");
  const double connect = std::max(time("connect") - tls, 0.0);  // HAR has TLS within it
  json.BeginObject();
  write("queued_ms", time("blocked"));
  write("dns_ms", time("dns"));
  write("connect_ms", connect);
  write("tls_ms", tls);
  write("write_ms", time("send"));
  write("wait_ms", time("wait"));
  write("read_ms", time("receive"));
  write("total_ms", time("dns") + connect + tls + time("send") + time("wait") + time("receive"));
  json.EndObject();
}

// After its wait for a connection, as the log has it.
void WriteStart(JsonWriter& json, const JsonObject& entry, const JsonObject& timings) {
  const auto start = FromIso8601(TextOf(entry, "startedDateTime"));
  const auto blocked = std::chrono::milliseconds(
      static_cast<int64_t>(NumberOf(timings, "blocked", kMostMilliseconds)));
  json.Key("started_at");
  start ? json.Value(ToIso8601(*start + blocked)) : json.Null();
}

void WritePlace(JsonWriter& json, const HarPlace& place) {
  json.Member("type", "request");
  json.Member("id", place.run + "." + std::to_string(place.seq));
  json.Member("run", place.run);
  json.Member("step", place.step);
  json.Member("seq", place.seq);
  WriteTextOrNull(json, "workflow", "");
  WriteTextOrNull(json, "replay_of", "");
}

}  // namespace

Result<std::string> LineOfForeignEntry(const JsonObject& entry, const HarPlace& place) {
  const auto request = MemberOf<JsonObject>(entry, "request");
  if (!request) return Error{ErrorCode::kIo, "it has no `request`"};
  const std::string_view method = TextOf(*request, "method");
  const std::string_view url = TextOf(*request, "url");
  if (method.empty()) return Error{ErrorCode::kIo, "it has no `request.method`"};
  if (url.empty()) return Error{ErrorCode::kIo, "it has no `request.url`"};
  const JsonObject response = MemberOf<JsonObject>(entry, "response").value_or(*request);
  const JsonObject timings = MemberOf<JsonObject>(entry, "timings").value_or(entry);
  const bool is_answered = NumberOf(response, "status", 999) > 0;
  JsonWriter json;
  json.BeginObject();
  WritePlace(json, place);
  WriteStart(json, entry, timings);
  json.Member("kind", "awaited");
  WriteTextOrNull(json, "call_site", "");
  json.Member("outcome", is_answered ? "delivered" : "failed");
  json.Key("error");
  is_answered ? json.Null() : WriteError(json, response);
  json.Member("wire", is_answered ? "full" : "partial");
  json.Member("safe_to_replay", method == "GET" || method == "HEAD" || method == "OPTIONS");
  json.Key("request");
  WriteRequest(json, *request);
  json.Key("response");
  is_answered ? WriteResponse(json, response) : json.Null();
  json.Key("redirects");
  json.BeginArray();
  json.EndArray();
  json.Key("timing");
  WriteTiming(json, timings);
  WriteTextOrNull(json, "remote_address", RemoteOf(entry, url));
  WriteTextOrNull(json, "local_address", "");
  json.Member("reused_connection", false);
  json.Key("warnings");
  json.BeginArray();
  json.EndArray();
  json.EndObject();
  return std::string(json.text());
}

}  // namespace sendoff
