// SPDX-License-Identifier: MIT
#include "bindings/url_binding.h"

#include <ada.h>

#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/address/url.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using runtime::ToUtf8;
using runtime::ToV8;

using Info = v8::FunctionCallbackInfo<v8::Value>;

constexpr size_t kMaxText = size_t{16} * 1024 * 1024;  // bytes of UTF-8

void ThrowTooLong(v8::Isolate* isolate) {
  isolate->ThrowException(v8::Exception::RangeError(runtime::Literal(
      isolate, "URL: the text is longer than 16 MiB; send long data in a body instead")));
}

// An argument as UTF-8. False with an exception pending when it is too long.
bool ReadText(v8::Isolate* isolate, v8::Local<v8::Value> value, std::string* text) {
  // A character is at least a byte: most long texts are seen before they are measured.
  const auto string = value.As<v8::String>();
  if (static_cast<size_t>(string->Length()) > kMaxText ||
      runtime::Utf8Length(isolate, string) > kMaxText) {
    return ThrowTooLong(isolate), false;
  }
  *text = ToUtf8(isolate, string);
  return true;
}

// The parser itself, but for hosts that would keep it busy.
std::optional<ada::url_aggregator> ParseUrl(std::string_view text,
                                            const ada::url_aggregator* base = nullptr) {
  if (net::HasExcessiveHost(text)) return std::nullopt;
  auto parsed = ada::parse<ada::url_aggregator>(text, base);
  if (!parsed) return std::nullopt;
  return std::move(*parsed);
}

void ReturnText(const Info& info, std::string_view text) {
  v8::Local<v8::String> string;
  if (ToV8(info.GetIsolate(), text).ToLocal(&string)) info.GetReturnValue().Set(string);
}

// [href, protocolEnd, usernameEnd, hostStart, hostEnd, port, pathnameStart, searchStart,
// hashStart]; what is not there is -1.
void ReturnUrl(const Info& info, const ada::url_aggregator& url) {
  v8::Isolate* isolate = info.GetIsolate();
  v8::Local<v8::String> href;
  if (!ToV8(isolate, url.get_href()).ToLocal(&href)) return;
  const ada::url_components& parts = url.get_components();
  const auto place = [&](uint32_t offset) -> v8::Local<v8::Value> {
    return v8::Integer::New(
        isolate, offset == ada::url_components::omitted ? -1 : static_cast<int32_t>(offset));
  };
  v8::Local<v8::Value> elements[] = {href,
                                     place(parts.protocol_end),
                                     place(parts.username_end),
                                     place(parts.host_start),
                                     place(parts.host_end),
                                     place(parts.port),
                                     place(parts.pathname_start),
                                     place(parts.search_start),
                                     place(parts.hash_start)};
  info.GetReturnValue().Set(v8::Array::New(isolate, elements, std::size(elements)));
}

// Parses `input` against the base in `info[1]`, which may be undefined. False with an exception
// pending when a text is too long; `url` stays empty when one of the two is no URL.
bool ParseArguments(const Info& info, std::optional<ada::url_aggregator>* url) {
  v8::Isolate* isolate = info.GetIsolate();
  std::string input;
  if (!ReadText(isolate, info[0], &input)) return false;
  if (info[1]->IsUndefined()) {
    *url = ParseUrl(input);
    return true;
  }
  std::string base_text;
  if (!ReadText(isolate, info[1], &base_text)) return false;
  const std::optional<ada::url_aggregator> base = ParseUrl(base_text);
  if (base) *url = ParseUrl(input, &*base);
  return true;
}

// parse(input, base): undefined when it is no URL.
void Parse(const Info& info) {
  std::optional<ada::url_aggregator> url;
  if (ParseArguments(info, &url) && url) ReturnUrl(info, *url);
}

// canParse(input, base)
void CanParse(const Info& info) {
  std::optional<ada::url_aggregator> url;
  if (ParseArguments(info, &url)) info.GetReturnValue().Set(url.has_value());
}

bool SetHost(ada::url_aggregator& url, std::string_view part, std::string_view value) {
  if (net::HasExcessiveHost("http://" + std::string(value))) return false;
  return part == "host" ? url.set_host(value) : url.set_hostname(value);
}

bool SetPart(ada::url_aggregator& url, std::string_view part, std::string_view value) {
  if (part == "protocol") return url.set_protocol(value);
  if (part == "username") return url.set_username(value);
  if (part == "password") return url.set_password(value);
  if (part.starts_with("host")) return SetHost(url, part, value);
  if (part == "port") return url.set_port(value);
  if (part == "pathname") return url.set_pathname(value);
  if (part == "search") return url.set_search(value), true;
  return url.set_hash(value), true;
}

// update(href, part, value): the URL with another part; undefined when it cannot have that.
void Update(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  std::string value;
  if (!ReadText(isolate, info[2], &value)) return;
  auto url = ada::parse<ada::url_aggregator>(ToUtf8(isolate, info[0]));
  if (url && SetPart(*url, ToUtf8(isolate, info[1]), value)) ReturnUrl(info, *url);
}

// origin(href)
void Origin(const Info& info) {
  const auto url = ada::parse<ada::url_aggregator>(ToUtf8(info.GetIsolate(), info[0]));
  ReturnText(info, url ? url->get_origin() : "null");
}

// parseQuery(text): [name, value, name, value, ...] of an application/x-www-form-urlencoded text.
void ParseQuery(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  std::string text;
  if (!ReadText(isolate, info[0], &text)) return;
  const ada::url_search_params params(text);
  std::vector<v8::Local<v8::Value>> elements;
  elements.reserve(params.size() * 2);
  for (const auto& [name, value] : params) {
    for (const std::string_view part : {std::string_view(name), std::string_view(value)}) {
      v8::Local<v8::String> string;
      if (!ToV8(isolate, part).ToLocal(&string)) return;
      elements.emplace_back(string);
    }
  }
  info.GetReturnValue().Set(v8::Array::New(isolate, elements.data(), elements.size()));
}

// writeQuery([name, value, ...]): the reverse.
void WriteQuery(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  const auto pairs = info[0].As<v8::Array>();
  ada::url_search_params params;
  size_t total = 0;
  for (uint32_t i = 0; i + 1 < pairs->Length(); i += 2) {
    std::array<std::string, 2> texts;
    for (uint32_t j = 0; j < 2; ++j) {
      v8::Local<v8::Value> part;
      if (!pairs->Get(context, i + j).ToLocal(&part) || !ReadText(isolate, part, &texts[j])) return;
      total += texts[j].size();
    }
    if (total > kMaxText) return ThrowTooLong(isolate);
    params.append(texts[0], texts[1]);
  }
  ReturnText(info, params.to_string());
}

constexpr std::array<runtime::BindingRow, 6> kRows = {{
    {"parse", Parse, 2},
    {"canParse", CanParse, 2},
    {"update", Update, 3},
    {"origin", Origin, 1},
    {"parseQuery", ParseQuery, 1},
    {"writeQuery", WriteQuery, 1},
}};

}  // namespace

const runtime::Binding kUrlBinding = {"url", kRows};

}  // namespace sendoff::bindings
