// SPDX-License-Identifier: MIT
#include "report/har/har_entry.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "net/address/url.h"
#include "net/http/header_names.h"
#include "report/har/har_timings.h"
#include "report/json/copied_member.h"
#include "report/json/time_text.h"

namespace sendoff {
namespace {

using std::chrono::system_clock;

// A request on its way from redirect to redirect.
struct Asked {
  std::string method;
  std::string url;
  bool is_recorded = true;  // its fields and its body are those of the record
};

// The first field of that name; empty where there is none.
std::string_view FieldOf(const JsonObject& message, std::string_view wanted) {
  std::string_view found;
  ForEachHeader(message, [&](std::string_view name, std::string_view value) {
    if (found.empty() && net::SameHeaderName(name, wanted)) found = value;
  });
  return found;
}

// What the log's redirect policy makes of the method (delivery/redirect_policy.cc).
std::string MethodAfter(int64_t status, const std::string& method) {
  const bool becomes_get =
      status == 303 ? method != "HEAD" : (status == 301 || status == 302) && method == "POST";
  return becomes_get ? "GET" : method;
}

Asked Redirected(const Asked& asked, const JsonObject& redirect) {
  const Result<net::Url> from = net::Url::Parse(asked.url);
  const auto to = from.ok() ? from->Resolve(TextOf(redirect, "location")) : from;
  return {MethodAfter(MemberOf<int64_t>(redirect, "status").value_or(0), asked.method),
          to.ok() ? to->ToString() : asked.url, false};
}

void WriteHeaders(JsonWriter& json, const JsonObject& message) {
  json.Key("headers");
  json.BeginArray();
  ForEachHeader(message, [&json](std::string_view name, std::string_view value) {
    json.BeginObject();
    json.Member("name", name);
    json.Member("value", value);
    json.EndObject();
  });
  json.EndArray();
}

void WriteNothing(JsonWriter& json, std::string_view key) {
  json.Key(key);
  json.BeginArray();
  json.EndArray();
}

// As it stands in the URL, which is how Chrome writes it.
void WriteQuery(JsonWriter& json, std::string_view url) {
  json.Key("queryString");
  json.BeginArray();
  const size_t question = url.find('?');
  std::string_view query =
      question == std::string_view::npos ? std::string_view() : url.substr(question + 1);
  while (!query.empty()) {
    const size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    const size_t equals = std::min(pair.find('='), pair.size());
    json.BeginObject();
    json.Member("name", pair.substr(0, equals));
    json.Member("value", pair.substr(std::min(equals + 1, pair.size())));
    json.EndObject();
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  json.EndArray();
}

uint64_t SizeOf(const JsonObject& body) { return MemberOf<uint64_t>(body, "size").value_or(0); }

// `text`, with `encoding` where it is base64, and what is to be said of a part.
void WriteText(JsonWriter& json, const JsonObject& body) {
  const auto base64 = MemberOf<std::string_view>(body, "base64");
  json.Member("text", base64 ? *base64 : TextOf(body, "text"));
  if (base64) json.Member("encoding", "base64");
  if (MemberOf<bool>(body, "truncated").value_or(false)) {
    json.Member("comment", "the first part of " + std::to_string(SizeOf(body)) + " bytes");
  }
}

void WriteRequest(JsonWriter& json, const Asked& asked, const JsonObject& request) {
  json.BeginObject();
  json.Member("method", asked.method);
  json.Member("url", asked.url);
  json.Member("httpVersion", "HTTP/1.1");
  WriteNothing(json, "cookies");
  if (!asked.is_recorded) {
    WriteNothing(json, "headers");
    json.Member("comment", "a redirect was followed: the log has the fields of the first request");
  } else {
    WriteHeaders(json, request);
  }
  WriteQuery(json, asked.url);
  const auto body = asked.is_recorded ? MemberOf<JsonObject>(request, "body") : std::nullopt;
  if (body) {
    json.Key("postData");
    json.BeginObject();
    json.Member("mimeType", FieldOf(request, "Content-Type"));
    WriteText(json, *body);
    json.EndObject();
  }
  json.Member("headersSize", -1);
  json.Member("bodySize", body ? SizeOf(*body) : uint64_t{0});
  json.EndObject();
}

// What comes before `content`.
void WriteResponseHead(JsonWriter& json, int status, std::string_view reason,
                       const std::string& version) {
  json.Member("status", status);
  json.Member("statusText", reason);
  json.Member("httpVersion", version);
  WriteNothing(json, "cookies");
}

void WriteContent(JsonWriter& json, const JsonObject* response) {
  const auto body = response != nullptr ? MemberOf<JsonObject>(*response, "body") : std::nullopt;
  const std::string_view type =
      response != nullptr ? FieldOf(*response, "Content-Type") : std::string_view();
  json.Key("content");
  json.BeginObject();
  json.Member("size", body ? SizeOf(*body) : uint64_t{0});
  json.Member("mimeType", type.empty() ? "x-unknown" : type);
  if (body) WriteText(json, *body);
  json.EndObject();
}

// What came over the wire: unknown where the log has the decoded body.
void WriteBodySize(JsonWriter& json, const JsonObject* response) {
  json.Key("bodySize");
  const auto body = response != nullptr ? MemberOf<JsonObject>(*response, "body") : std::nullopt;
  if (!body || !FieldOf(*response, "Content-Encoding").empty()) return json.Value(-1);
  json.Value(SizeOf(*body));
}

// A request that failed has status 0, as browsers have it, also where a part of a response came.
void WriteResponse(JsonWriter& json, const JsonObject* response, const JsonObject* error) {
  const bool is_answer = response != nullptr && error == nullptr;
  json.BeginObject();
  if (is_answer) {
    WriteResponseHead(json, static_cast<int>(MemberOf<int64_t>(*response, "status").value_or(0)),
                      TextOf(*response, "reason"),
                      "HTTP/" + std::string(TextOf(*response, "http_version")));
  } else {
    WriteResponseHead(json, 0, "", "");
  }
  response != nullptr ? WriteHeaders(json, *response) : WriteNothing(json, "headers");
  WriteContent(json, response);
  json.Member("redirectURL", is_answer ? FieldOf(*response, "Location") : std::string_view());
  json.Member("headersSize", -1);
  WriteBodySize(json, response);
  if (error != nullptr) {
    const std::string code(TextOf(*error, "code"));
    const std::string_view message = TextOf(*error, "message");
    json.Member("_error", message.starts_with(code + ":") ? std::string(message)
                                                          : code + ": " + std::string(message));
  }
  json.EndObject();
}

// "192.0.2.1:443" and "[2001:db8::1]:443" without the port and the brackets.
void WriteServer(JsonWriter& json, std::string_view remote_address) {
  std::string_view address = remote_address.substr(0, remote_address.rfind(':'));
  if (address.starts_with('[')) address = address.substr(1, address.size() - 2);
  if (!address.empty()) json.Member("serverIPAddress", address);
}

void BeginEntry(JsonWriter& json, const JsonObject& record, system_clock::time_point start,
                const HarTimings& timings) {
  json.BeginObject();
  json.Member("pageref", TextOf(record, "run"));
  json.Member("startedDateTime", ToIso8601(start));
  json.Member("time", std::chrono::nanoseconds(timings.sum()));
}

void EndEntry(JsonWriter& json, const HarTimings& timings) {
  json.Key("cache");
  json.BeginObject();
  json.EndObject();
  json.Key("timings");
  timings.Write(json);
  json.Member("_resourceType", "fetch");  // else Chrome takes the first for a document
  json.EndObject();
}

void WriteRedirect(JsonWriter& json, const JsonObject& record, system_clock::time_point start,
                   const Asked& asked, const JsonObject& redirect, uint64_t hop) {
  const HarTimings unknown;
  BeginEntry(json, record, start, unknown);
  json.Key("request");
  WriteRequest(json, asked, *MemberOf<JsonObject>(record, "request"));
  json.Key("response");
  json.BeginObject();
  WriteResponseHead(json, static_cast<int>(MemberOf<int64_t>(redirect, "status").value_or(0)), "",
                    "HTTP/1.1");
  WriteNothing(json, "headers");
  WriteContent(json, nullptr);
  json.Member("redirectURL", TextOf(redirect, "location"));
  json.Member("headersSize", -1);
  json.Member("bodySize", -1);
  json.EndObject();
  WriteServer(json, TextOf(redirect, "remote_address"));
  json.Key("_sendoff");
  json.BeginObject();
  json.Member("redirect_of", TextOf(record, "id"));
  json.Member("hop", hop);
  json.EndObject();
  EndEntry(json, unknown);
}

// What HAR has no place for, of `message` in the record.
void WriteRest(JsonWriter& json, const JsonObject& message) {
  json.BeginObject();
  for (const auto member : message) {
    if (member.key == "headers" || member.key == "body") continue;
    CopyMember(json, member.key, member.value);
  }
  json.Key("body");
  const auto body = MemberOf<JsonObject>(message, "body");
  if (body) {
    json.BeginObject();
    json.Member("size", SizeOf(*body));
    json.Member("truncated", MemberOf<bool>(*body, "truncated").value_or(false));
    json.EndObject();
  } else {
    json.Null();
  }
  json.EndObject();
}

// The record without what stands in the entry, so that who takes something out there has it out.
void WriteExtras(JsonWriter& json, const JsonObject& record) {
  json.BeginObject();
  for (const auto member : record) {
    JsonObject message;
    const bool is_message = member.key == "request" || member.key == "response";
    if (is_message && member.value.get(message) == simdjson::SUCCESS) {
      json.Key(member.key);
      WriteRest(json, message);
    } else {
      CopyMember(json, member.key, member.value);
    }
  }
  json.EndObject();
}

}  // namespace

system_clock::time_point HarStart(const JsonObject& record, system_clock::time_point otherwise) {
  const auto started_at = FromIso8601(TextOf(record, "started_at"));
  const auto timing = MemberOf<JsonObject>(record, "timing");
  if (!started_at || !timing) return started_at.value_or(otherwise);
  const double queued = MemberOf<double>(*timing, "queued_ms").value_or(0);
  return *started_at - std::chrono::milliseconds(std::llround(queued));
}

void WriteHarEntries(JsonWriter& json, const JsonObject& record, system_clock::time_point start) {
  const auto request = MemberOf<JsonObject>(record, "request");
  const auto response = MemberOf<JsonObject>(record, "response");
  const auto error = MemberOf<JsonObject>(record, "error");
  Asked asked{std::string(TextOf(*request, "method")), std::string(TextOf(*request, "url"))};
  uint64_t hop = 0;
  ForEachOf<JsonObject>(record, "redirects", [&](const JsonObject& redirect) {
    WriteRedirect(json, record, start, asked, redirect, hop++);
    asked = Redirected(asked, redirect);
  });
  const HarTimings timings = HarTimings::Of(record);
  BeginEntry(json, record, start, timings);
  json.Key("request");
  WriteRequest(json, asked, *request);
  json.Key("response");
  WriteResponse(json, response ? &*response : nullptr, error ? &*error : nullptr);
  WriteServer(json, TextOf(record, "remote_address"));
  if (const std::string_view local = TextOf(record, "local_address"); !local.empty()) {
    json.Member("connection", local.substr(local.rfind(':') + 1));
  }
  json.Key("_sendoff");
  WriteExtras(json, record);
  EndEntry(json, timings);
}

}  // namespace sendoff
