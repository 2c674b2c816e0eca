// SPDX-License-Identifier: MIT
#include "bindings/send_options.h"

#include <sendoff/version.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/base64.h"
#include "bindings/form_fields.h"
#include "bindings/send_body.h"
#include "bindings/send_headers.h"
#include "net/header_names.h"
#include "runtime/v8_text.h"

namespace sendoff::bindings {
namespace {

using runtime::Literal;
using runtime::ToUtf8;

constexpr std::string_view kUserAgent = "sendoff/" SENDOFF_VERSION;

struct RawOptions {
  v8::Local<v8::Value> method;
  v8::Local<v8::Value> url;
  v8::Local<v8::Value> data;
  v8::Local<v8::Value> headers;
  v8::Local<v8::Value> params;
  v8::Local<v8::Value> auth;
};

struct KnownProperty {
  std::string_view name;
  v8::Local<v8::Value> RawOptions::*member;
};

constexpr std::array<KnownProperty, 6> kKnown = {{{"method", &RawOptions::method},
                                                  {"url", &RawOptions::url},
                                                  {"data", &RawOptions::data},
                                                  {"headers", &RawOptions::headers},
                                                  {"params", &RawOptions::params},
                                                  {"auth", &RawOptions::auth}}};

// What other HTTP clients call the things that `data` and `params` hold here. A request without its
// payload would arrive and be wrong, so these are errors and no warnings.
struct Misnomer {
  std::string_view name;
  std::string_view use;
};

constexpr std::array<Misnomer, 7> kMisnomers = {{{"body", "data"},
                                                 {"json", "data"},
                                                 {"form", "data"},
                                                 {"payload", "data"},
                                                 {"query", "params"},
                                                 {"qs", "params"},
                                                 {"searchParams", "params"}}};

bool ReadUnknown(SendCall& call, const std::string& name, v8::Local<v8::Value> value) {
  for (const Misnomer& misnomer : kMisnomers) {
    if (name != misnomer.name || value->IsUndefined()) continue;
    return call.Invalid(value, "options." + name,
                        "there is no such option; it is called `" + std::string(misnomer.use) +
                            "` here, and without it the request would arrive without its content");
  }
  call.warnings.push_back("options." + name + " is not an option of $send.http and was ignored");
  return true;
}

bool ReadRaw(SendCall& call, v8::Local<v8::Value> options, RawOptions* raw) {
  if (!options->IsObject() || options->IsArray() || options->IsFunction()) {
    return call.Invalid(options, "options",
                        "expected an object such as { method: \"POST\", url: \"https://...\", "
                        "data: {...} }");
  }
  const auto object = options.As<v8::Object>();
  for (const KnownProperty& known : kKnown) raw->*known.member = v8::Undefined(call.isolate);
  v8::Local<v8::Array> names;
  if (!object
           ->GetOwnPropertyNames(
               call.context,
               static_cast<v8::PropertyFilter>(v8::ONLY_ENUMERABLE | v8::SKIP_SYMBOLS),
               v8::KeyConversionMode::kConvertToString)
           .ToLocal(&names)) {
    return false;
  }
  for (uint32_t i = 0; i < names->Length(); ++i) {
    v8::Local<v8::Value> key;
    v8::Local<v8::Value> value;
    if (!names->Get(call.context, i).ToLocal(&key) ||
        !object->Get(call.context, key).ToLocal(&value)) {
      return false;
    }
    const std::string name = ToUtf8(call.isolate, key.As<v8::String>());
    const auto known = std::find_if(kKnown.begin(), kKnown.end(),
                                    [&](const KnownProperty& row) { return row.name == name; });
    if (known != kKnown.end()) {
      raw->*known->member = value;
    } else if (!ReadUnknown(call, name, value)) {
      return false;
    }
  }
  return true;
}

bool ReadMethod(SendCall& call, v8::Local<v8::Value> value, std::string* method) {
  constexpr std::string_view kExpected = "expected an HTTP method, for example method: \"POST\"";
  if (!value->IsString()) return call.Invalid(value, "options.method", kExpected);
  *method = ToUtf8(call.isolate, value.As<v8::String>());
  if (!net::IsToken(*method)) return call.Invalid(value, "options.method", kExpected);
  for (char& c : *method) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  if (*method == "CONNECT" || *method == "TRACE" || *method == "TRACK") {
    return call.Invalid(value, "options.method",
                        "it cannot be sent: it talks to proxies and servers, not to resources");
  }
  return true;
}

bool ReadUrl(SendCall& call, v8::Local<v8::Value> value, net::Url* url) {
  v8::Local<v8::Value> text = value;
  if (value->IsObject() && !value->IsProxy() &&
      value.As<v8::Object>()->GetConstructorName()->StringEquals(Literal(call.isolate, "URL")) &&
      !value.As<v8::Object>()->Get(call.context, Literal(call.isolate, "href")).ToLocal(&text)) {
    return false;
  }
  if (!text->IsString()) {
    return call.Invalid(value, "options.url",
                        "expected a string or URL, for example url: \"https://example.com/hook\"");
  }
  const std::string written = ToUtf8(call.isolate, text.As<v8::String>());
  Result<net::Url> parsed = net::Url::Parse(written);
  if (!parsed.ok()) {
    // What stands before an @ may be a password.
    return written.find('@') == std::string::npos
               ? call.Invalid(text, "options.url", parsed.error().message)
               : call.InvalidSecret("options.url", parsed.error().message);
  }
  *url = std::move(*parsed);
  return true;
}

bool ReadAuth(SendCall& call, v8::Local<v8::Value> value, const net::Url& url, HeaderSet* headers) {
  constexpr std::string_view kExpected =
      "expected { username: \"...\", password: \"...\" }, both strings; for a token, use headers: "
      "{ Authorization: \"Bearer ...\" }";
  std::string credentials;
  if (value->IsNullOrUndefined()) {
    if (!url.has_credentials) return true;
    credentials = url.username + ":" + url.password;
  } else {
    if (!value->IsObject() || value->IsArray() || value->IsFunction()) {
      return call.InvalidSecret("options.auth", kExpected);
    }
    v8::Local<v8::Value> username;
    v8::Local<v8::Value> password;
    const auto object = value.As<v8::Object>();
    if (!object->Get(call.context, Literal(call.isolate, "username")).ToLocal(&username) ||
        !object->Get(call.context, Literal(call.isolate, "password")).ToLocal(&password)) {
      return false;
    }
    if (!username->IsString()) return call.InvalidSecret("options.auth.username", kExpected);
    if (!password->IsString()) return call.InvalidSecret("options.auth.password", kExpected);
    credentials = ToUtf8(call.isolate, username.As<v8::String>()) + ":" +
                  ToUtf8(call.isolate, password.As<v8::String>());
  }
  headers->Clear("Authorization");
  headers->SetDefault("Authorization", "Basic " + Base64(credentials));
  return true;
}

void AddQuery(const std::string& query, net::Url* url) {
  url->target += url->target.find('?') == std::string::npos ? '?' : '&';
  url->target += query;
}

bool ReadParams(SendCall& call, v8::Local<v8::Value> value, net::Url* url) {
  if (value->IsNullOrUndefined()) return true;
  if (!value->IsObject() || value->IsFunction() || value->IsPromise()) {
    return call.Invalid(value, "options.params", "expected an object such as { page: 2 }");
  }
  std::vector<FormField> fields;
  if (!ReadFormFields(call, value, "options.params", &fields)) return false;
  if (!fields.empty()) AddQuery(WriteQuery(fields), url);
  return true;
}

// A string that was meant as JSON is sent as a form by axios's rules, and many receivers then see
// nothing of it.
void HintAtJsonText(SendCall& call, const HeaderSet& headers, v8::Local<v8::Value> data,
                    const SendBody& body) {
  if (!data->IsString() || body.bytes == nullptr || headers.Has("Content-Type")) return;
  const std::string& text = *body.bytes;
  const bool looks_like_json =
      (text.front() == '{' && text.back() == '}') || (text.front() == '[' && text.back() == ']');
  if (!looks_like_json) return;
  call.warnings.push_back(
      "options.data is a string that looks like JSON and is sent as "
      "application/x-www-form-urlencoded; pass the object itself, or set headers: "
      "{ \"Content-Type\": \"application/json\" }");
}

// Fills in what axios fills in.
void SetDefaults(const std::string& method, const SendBody& body, HeaderSet* headers) {
  headers->SetDefault("Accept", "application/json, text/plain, */*");
  if (body.owns_content_type) headers->Clear("Content-Type");
  if (!body.content_type.empty()) headers->SetDefault("Content-Type", body.content_type);
  // These methods have a type even when nothing tells which, and even without a body.
  if (method == "POST" || method == "PUT" || method == "PATCH") {
    headers->SetDefault("Content-Type", "application/x-www-form-urlencoded");
  }
  headers->SetDefault("User-Agent", kUserAgent);
}

}  // namespace

bool ReadSendOptions(SendCall& call, v8::Local<v8::Value> options, net::OutboundRequest* request) {
  RawOptions raw;
  HeaderSet headers;
  SendBody body;
  if (!ReadRaw(call, options, &raw) || !ReadMethod(call, raw.method, &request->method) ||
      !ReadUrl(call, raw.url, &request->url) || !ReadHeaders(call, raw.headers, &headers) ||
      !ReadParams(call, raw.params, &request->url) ||
      !ReadAuth(call, raw.auth, request->url, &headers) ||
      !ReadBody(call, raw.data, headers.Get("Content-Type"), &body)) {
    return false;
  }
  HintAtJsonText(call, headers, raw.data, body);
  SetDefaults(request->method, body, &headers);
  request->headers = headers.Write();
  request->body = std::move(body.bytes);
  request->warnings = std::move(call.warnings);
  return true;
}

}  // namespace sendoff::bindings
