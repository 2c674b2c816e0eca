// SPDX-License-Identifier: MIT
#include "bindings/send/send_options.h"

#include <sendoff/version.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "base/base64.h"
#include "base/nearest.h"
#include "bindings/send/describe.h"
#include "bindings/send/form_reader.h"
#include "bindings/send/send_body.h"
#include "bindings/send/send_headers.h"
#include "bindings/send/web_body.h"
#include "net/http/header_names.h"
#include "request/limit_error.h"
#include "request/telltale.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using FixedField = net::FieldBlock::Fixed;
using runtime::Literal;
using runtime::ToUtf8;

constexpr FixedField kUserAgent("User-Agent: sendoff/" SENDOFF_VERSION);
constexpr FixedField kAccept("Accept: application/json, text/plain, */*");
constexpr FixedField kFormType("Content-Type: application/x-www-form-urlencoded");
// What is decoded for the log; axios names compress too, which it cannot decode either.
constexpr FixedField kAcceptEncoding("Accept-Encoding: gzip, deflate, br");

constexpr int kMaxMethodLength = 64;  // characters; the longest registered one has 17

bool IsOneOf(std::string_view method, std::initializer_list<std::string_view> methods) {
  return std::find(methods.begin(), methods.end(), method) != methods.end();
}

std::string AboutStranger(const std::string& name) {
  const std::string text = name + " is not an option of $send.http and was ignored";
  if (name == "timeout") {
    return text + "; DeliveryOptions::request_timeout is how long each request may take";
  }
  return text + DidYouMean(name, {"method", "url", "data", "headers", "params", "auth"});
}

bool TellOfStrangers(SendCall& call, v8::Local<v8::Value> strangers) {
  std::vector<std::string> names;
  const bool all = runtime::AddTexts(call.context, strangers, &names);
  for (const std::string& name : names) call.warnings.push_back(AboutStranger(name));
  return all;
}

bool ReadMethod(SendCall& call, v8::Local<v8::Value> value, Shared<std::string>* method) {
  constexpr std::string_view kExpected = "expected an HTTP method, for example method: \"POST\"";
  if (!value->IsString() || value.As<v8::String>()->Length() > kMaxMethodLength) {
    return call.Invalid(value, "method", kExpected);
  }
  std::string name = ToUtf8(call.isolate, value.As<v8::String>());
  if (!net::IsToken(name)) return call.Invalid(value, "method", kExpected);
  for (char& c : name) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  if (IsOneOf(name, {"CONNECT", "TRACE", "TRACK"})) {
    return call.Invalid(value, "method",
                        "it cannot be sent: it talks to proxies and servers, not to resources");
  }
  *method = std::move(name);
  return true;
}

bool UrlTooLong(SendCall& call, const char* what, size_t size) {
  return call.Refuse(request::LimitError(
      std::string(what) + " has " + std::to_string(size) + " bytes, more than the limit of",
      call.limits.url_bytes, "url_bytes"));
}

bool ReadUrl(SendCall& call, v8::Local<v8::Value> value, request::UrlMemo& urls, net::Url* url,
             std::string* userinfo) {
  if (!value->IsString()) {
    const bool is_named_url = Describe(call.isolate, value) == "[URL]";
    return call.Invalid(
        value, "url",
        is_named_url ? "it is of another class than the URL that is built in; pass its href"
                     : "expected a string or URL, for example url: \"https://example.com/hook\"");
  }
  const auto length = static_cast<size_t>(value.As<v8::String>()->Length());
  if (length > call.limits.url_bytes) return UrlTooLong(call, "url", length);
  const std::string written = ToUtf8(call.isolate, value);
  Result<net::Url> parsed = urls.Parse(written, userinfo);
  if (!parsed.ok()) {
    // What stands before an @ may be a password.
    return written.find('@') == std::string::npos
               ? call.Invalid(value, "url", parsed.error().message)
               : call.InvalidSecret("url", parsed.error().message);
  }
  request::WarnOfTelltale("the URL", urls.telltale(), &call.warnings);
  *url = std::move(*parsed);
  return true;
}

// What encoding and params have made of it.
bool CheckTarget(SendCall& call, const net::Url& url) {
  if (url.target.size() <= call.limits.url_bytes) return true;
  return UrlTooLong(call, "the path and query of url", url.target.size());
}

// "user:password" of `auth`.
bool ReadCredentials(SendCall& call, v8::Local<v8::Value> auth, std::string* credentials) {
  constexpr std::string_view kExpected =
      "expected { username: \"...\", password: \"...\" }, both strings; for a token, use headers: "
      "{ Authorization: \"Bearer ...\" }";
  if (!auth->IsObject() || auth->IsArray() || auth->IsFunction()) {
    return call.InvalidSecret("auth", kExpected);
  }
  v8::Local<v8::Value> username;
  v8::Local<v8::Value> password;
  const auto object = auth.As<v8::Object>();
  if (!object->Get(call.context, Literal(call.isolate, "username")).ToLocal(&username) ||
      !object->Get(call.context, Literal(call.isolate, "password")).ToLocal(&password)) {
    return false;
  }
  if (!username->IsString()) return call.InvalidSecret("auth.username", kExpected);
  if (!password->IsString()) return call.InvalidSecret("auth.password", kExpected);
  const auto characters = static_cast<uint64_t>(username.As<v8::String>()->Length()) +
                          static_cast<uint64_t>(password.As<v8::String>()->Length());
  if (characters > call.limits.header_bytes) {
    return call.Refuse(request::LimitError("auth has more bytes than the limit of",
                                           call.limits.header_bytes, "header_bytes"));
  }
  *credentials = ToUtf8(call.isolate, username) + ":" + ToUtf8(call.isolate, password);
  request::WarnOfTelltale("auth", request::FindTelltale(*credentials, ""), &call.warnings);
  return true;
}

// `credentials` are those of the URL, for where `auth` gives none.
bool ReadAuth(SendCall& call, v8::Local<v8::Value> auth, std::string credentials,
              request::HeaderSet* headers) {
  if (!auth->IsNullOrUndefined() && !ReadCredentials(call, auth, &credentials)) return false;
  if (credentials.empty()) return true;
  headers->Clear("Authorization");
  headers->Append("Authorization", "Basic " + Base64(credentials));
  return true;
}

void AddQuery(SendCall& call, const std::string& query, net::Url* url) {
  request::WarnOfTelltale("the query made of params",
                          request::FindTelltale(query, request::kBeforeNullInUrl), &call.warnings);
  url->target += url->target.find('?') == std::string::npos ? '?' : '&';
  url->target += query;
}

// The text of a URLSearchParams.
bool ReadQuery(SendCall& call, v8::Local<v8::String> query, net::Url* url) {
  const auto length = static_cast<size_t>(query->Length());
  if (length > call.limits.url_bytes) return UrlTooLong(call, "params", length);
  if (length > 0) AddQuery(call, ToUtf8(call.isolate, query), url);
  return true;
}

bool ReadParams(SendCall& call, const SendOptions& options, net::Url* url) {
  if (options.query->IsString()) return ReadQuery(call, options.query.As<v8::String>(), url);
  const v8::Local<v8::Value> value = options.params;
  if (value->IsNullOrUndefined()) return true;
  if (!value->IsObject() || value->IsFunction() || value->IsPromise()) {
    return call.Invalid(value, "params",
                        "expected an object such as { page: 2 } or URLSearchParams");
  }
  std::vector<request::FormField> fields;
  if (!ReadFormFields(call, value, {"params", call.limits.url_bytes, "url_bytes"}, &fields)) {
    return false;
  }
  if (!fields.empty()) AddQuery(call, request::WriteQuery(fields), url);
  return true;
}

// A string that was meant as JSON is sent as a form by axios's rules, and many receivers then see
// nothing of it.
void HintAtJsonText(SendCall& call, const request::HeaderSet& headers, v8::Local<v8::Value> data,
                    const SendBody& body) {
  if (!data->IsString() || body.bytes == nullptr || headers.Has("Content-Type")) return;
  const std::string& text = *body.bytes;
  const bool looks_like_json =
      (text.front() == '{' && text.back() == '}') || (text.front() == '[' && text.back() == ']');
  if (!looks_like_json) return;
  constexpr std::string_view kHint =
      "data is a string that looks like JSON and is sent as "
      "application/x-www-form-urlencoded; pass the object itself, or set headers: "
      "{ \"Content-Type\": \"application/json\" }";
  call.warnings.emplace_back(kHint);
}

// RFC 9110 section 9.3.1: such a body has no meaning that servers agree on.
void HintAtUnusualBody(SendCall& call, const std::string& method, const SendBody& body) {
  if (body.bytes == nullptr || !IsOneOf(method, {"GET", "HEAD"})) return;
  call.warnings.push_back("data is sent as the body of a " + method +
                          " request, which many servers ignore or refuse; for a query, use "
                          "params");
}

// What axios fills in.
void AddDefaults(const std::string& method, const SendBody& body, const request::HeaderSet& headers,
                 net::FieldBlock* block) {
  if (!headers.Has("Accept")) block->Append(kAccept);
  if (!headers.Has("Content-Type")) {
    // These methods have a type even when nothing tells which, and even without a body.
    if (body.usual_type) {
      block->Append(*body.usual_type);
    } else if (IsOneOf(method, {"POST", "PUT", "PATCH"})) {
      block->Append(kFormType);
    }
  }
  if (!headers.Has("User-Agent")) block->Append(kUserAgent);
  if (!headers.Has("Accept-Encoding")) block->Append(kAcceptEncoding);
}

bool ReadData(SendCall& call, const SendOptions& options, std::string_view content_type,
              SendBody* body) {
  if (!options.web_data->IsArray()) return ReadBody(call, options.data, content_type, body);
  return ReadWebBody(call, options.data, options.web_data.As<v8::Array>(), content_type, body);
}

}  // namespace

bool ReadSendOptions(SendCall& call, const SendOptions& options, request::UrlMemo& urls,
                     net::OutboundRequest* request) {
  std::string userinfo;
  request::HeaderSet headers;
  SendBody body;
  if (!TellOfStrangers(call, options.strangers) ||
      !ReadMethod(call, options.method, &request->method) ||
      !ReadUrl(call, options.url, urls, &request->url, &userinfo) ||
      !ReadHeaders(call, options.headers, options.header_source, &headers) ||
      !ReadParams(call, options, &request->url) || !CheckTarget(call, request->url) ||
      !ReadAuth(call, options.auth, std::move(userinfo), &headers) ||
      !ReadData(call, options, headers.Get("Content-Type"), &body)) {
    return false;
  }
  HintAtJsonText(call, headers, options.data, body);
  HintAtUnusualBody(call, *request->method, body);
  if (!body.own_type.empty()) headers.Set("Content-Type", {body.own_type});
  request->headers = headers.Write();
  if (options.fills_in) AddDefaults(*request->method, body, headers, &request->headers);
  request->body = std::move(body.bytes);
  if (!call.warnings.empty()) request->warnings = std::move(call.warnings);
  return true;
}

}  // namespace sendoff::bindings
