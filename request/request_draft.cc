// SPDX-License-Identifier: MIT
#include "request/request_draft.h"

#include <sendoff/version.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "base/base64.h"
#include "net/http/header_names.h"
#include "net/http/request_rules.h"
#include "request/option_table.h"
#include "request/refusal.h"
#include "request/request_limits.h"
#include "request/telltale.h"

namespace sendoff::request {
namespace {

using FixedField = net::FieldBlock::Fixed;

constexpr FixedField kUserAgent("User-Agent: sendoff/" SENDOFF_VERSION);
constexpr FixedField kAccept("Accept: application/json, text/plain, */*");
constexpr FixedField kFormType("Content-Type: application/x-www-form-urlencoded");
// What is decoded for the log; axios names compress too, which it cannot decode either.
constexpr FixedField kAcceptEncoding("Accept-Encoding: gzip, deflate, br");

bool IsOneOf(std::string_view method, std::initializer_list<std::string_view> methods) {
  return std::find(methods.begin(), methods.end(), method) != methods.end();
}

}  // namespace

Result<void> RequestDraft::SetMethod(std::string_view text) {
  if (text.size() > kMaxMethod || !net::IsToken(text)) {
    return InvalidValue(Quoted(text), "method", RowOf(Option::kMethod).expected);
  }
  std::string name(text);
  for (char& c : name) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  if (net::IsForbiddenMethod(name)) {
    return InvalidValue(Quoted(text), "method",
                        "it cannot be sent: it talks to proxies and servers, not to resources");
  }
  request_.method = std::move(name);
  return {};
}

Result<void> RequestDraft::SetUrl(const std::string& text) {
  Result<net::Url> parsed = urls_.Parse(text, &credentials_);
  if (!parsed.ok()) {
    // What stands before an @ may be a password.
    const bool is_open = text.find('@') == std::string::npos;
    return InvalidValue(is_open ? Quoted(text) : std::string(kNotShown), "url",
                        parsed.error().message);
  }
  WarnOfTelltale("the URL", urls_.telltale(), &warnings_);
  request_.url = std::move(*parsed);
  return {};
}

void RequestDraft::AddQuery(const std::string& query) {
  if (query.empty()) return;
  WarnOfTelltale("the query made of params", FindTelltale(query, kBeforeNullInUrl), &warnings_);
  std::string& target = request_.url.target;
  target += target.find('?') == std::string::npos ? '?' : '&';
  target += query;
}

Result<void> RequestDraft::CheckTarget() const {
  return RoomForUrl("the path and query of url", request_.url.target.size());
}

void RequestDraft::SetCredentials(std::string_view username, std::string_view password) {
  credentials_ = std::string(username).append(":").append(password);
  WarnOfTelltale("auth", FindTelltale(credentials_, ""), &warnings_);
}

Result<void> RequestDraft::RoomForUrl(const char* what, uint64_t characters) const {
  return CheckUrlSize(what, characters, limits_);
}

Result<void> RequestDraft::RoomForCredentials(uint64_t characters) const {
  if (characters <= limits_.header_bytes) return {};
  return MoreBytes("auth", limits_.header_bytes, "header_bytes");
}

Result<void> RequestDraft::RoomForType(uint64_t bytes) const {
  if (bytes <= limits_.header_bytes) return {};
  return MoreBytes("data's type", limits_.header_bytes, "header_bytes");
}

Result<void> RequestDraft::RoomForBody(uint64_t bytes) const {
  return CheckBodySize(bytes, limits_);
}

void RequestDraft::Finish(bool fills_in) {
  Authorize();
  WarnOfBody();
  if (!body_.own_type.empty()) headers_.Set("Content-Type", {body_.own_type});
  request_.headers = headers_.Write();
  if (fills_in) AddDefaults();
  request_.body = std::move(body_.bytes);
  if (!warnings_.empty()) request_.warnings = std::move(warnings_);
}

void RequestDraft::Authorize() {
  if (credentials_.empty()) return;
  headers_.Clear("Authorization");
  headers_.Append("Authorization", "Basic " + Base64(credentials_));
}

void RequestDraft::WarnOfBody() {
  if (body_.bytes == nullptr) return;
  // A string that was meant as JSON is sent as a form by axios's rules, and many receivers then see
  // nothing of it.
  if (body_.is_plain_text && !body_.bytes->empty() && !headers_.Has("Content-Type")) {
    const std::string& text = *body_.bytes;
    const bool looks_like_json =
        (text.front() == '{' && text.back() == '}') || (text.front() == '[' && text.back() == ']');
    constexpr std::string_view kHint =
        "data is a string that looks like JSON and is sent as "
        "application/x-www-form-urlencoded; pass the object itself, or set headers: "
        "{ \"Content-Type\": \"application/json\" }";
    if (looks_like_json) warnings_.emplace_back(kHint);
  }
  // RFC 9110 section 9.3.1: such a body has no meaning that servers agree on.
  if (IsOneOf(*request_.method, {"GET", "HEAD"})) {
    warnings_.push_back("data is sent as the body of a " + *request_.method +
                        " request, which many servers ignore or refuse; for a query, use params");
  }
}

// What axios fills in.
void RequestDraft::AddDefaults() {
  net::FieldBlock& block = request_.headers;
  if (!headers_.Has("Accept")) block.Append(kAccept);
  if (!headers_.Has("Content-Type")) {
    // These methods have a type even when nothing tells which, and even without a body.
    if (body_.usual_type) {
      block.Append(*body_.usual_type);
    } else if (IsOneOf(*request_.method, {"POST", "PUT", "PATCH"})) {
      block.Append(kFormType);
    }
  }
  if (!headers_.Has("User-Agent")) block.Append(kUserAgent);
  if (!headers_.Has("Accept-Encoding")) block.Append(kAcceptEncoding);
}

}  // namespace sendoff::request
