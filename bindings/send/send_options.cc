// SPDX-License-Identifier: MIT
#include "bindings/send/send_options.h"

#include <string>
#include <utility>
#include <vector>

#include "bindings/send/describe.h"
#include "bindings/send/form_walker.h"
#include "bindings/send/send_body.h"
#include "bindings/send/send_headers.h"
#include "bindings/send/web_body.h"
#include "request/form_fields.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using request::Option;
using request::RowOf;
using runtime::Literal;
using runtime::ToUtf8;

uint64_t LengthOf(v8::Local<v8::Value> text) {
  return static_cast<uint64_t>(text.As<v8::String>()->Length());
}

bool ReadStrangers(SendCall& call, v8::Local<v8::Value> strangers) {
  std::vector<std::string> names;
  const bool all = runtime::AddTexts(call.context, strangers, &names);
  for (const std::string& name : names) {
    call.draft.warnings().push_back(request::AboutStranger(name));
  }
  return all;
}

bool ReadMethod(SendCall& call, v8::Local<v8::Value> value) {
  if (!value->IsString() || LengthOf(value) > request::RequestDraft::kMaxMethod) {
    return call.Invalid(value, "method", RowOf(Option::kMethod).expected);
  }
  return call.Accept(call.draft.SetMethod(ToUtf8(call.isolate, value)));
}

bool ReadUrl(SendCall& call, v8::Local<v8::Value> value) {
  if (!value->IsString()) {
    const bool is_named_url = Describe(call.isolate, value) == "[URL]";
    return call.Invalid(value, "url",
                        is_named_url ? request::kIsForeignUrl : RowOf(Option::kUrl).expected);
  }
  return call.Accept(call.draft.RoomForUrl("url", LengthOf(value))) &&
         call.Accept(call.draft.SetUrl(ToUtf8(call.isolate, value)));
}

bool ReadParams(SendCall& call, v8::Local<v8::Value> params, v8::Local<v8::Value> query) {
  if (query->IsString()) {
    if (!call.Accept(call.draft.RoomForUrl("params", LengthOf(query)))) return false;
    call.draft.AddQuery(ToUtf8(call.isolate, query));
    return true;
  }
  if (params->IsNullOrUndefined()) return true;
  if (!params->IsObject() || params->IsFunction() || params->IsPromise()) {
    return call.Invalid(params, "params", RowOf(Option::kParams).expected);
  }
  std::vector<request::FormField> fields;
  const FormSource source{"params", call.draft.limits().url_bytes, "url_bytes"};
  if (!ReadFormFields(call, params.As<v8::Object>(), source, &fields)) return false;
  call.draft.AddQuery(request::WriteQuery(fields));
  return true;
}

bool ReadAuth(SendCall& call, v8::Local<v8::Value> auth) {
  if (auth->IsNullOrUndefined()) return true;
  const std::string_view expected = RowOf(Option::kAuth).expected;
  if (!auth->IsObject() || auth->IsArray() || auth->IsFunction()) {
    return call.InvalidSecret("auth", expected);
  }
  v8::Local<v8::Value> username;
  v8::Local<v8::Value> password;
  const auto object = auth.As<v8::Object>();
  if (!object->Get(call.context, Literal(call.isolate, "username")).ToLocal(&username) ||
      !object->Get(call.context, Literal(call.isolate, "password")).ToLocal(&password)) {
    return false;
  }
  if (!username->IsString()) return call.InvalidSecret("auth.username", expected);
  if (!password->IsString()) return call.InvalidSecret("auth.password", expected);
  if (!call.Accept(call.draft.RoomForCredentials(LengthOf(username) + LengthOf(password)))) {
    return false;
  }
  call.draft.SetCredentials(ToUtf8(call.isolate, username), ToUtf8(call.isolate, password));
  return true;
}

bool ReadData(SendCall& call, v8::Local<v8::Value> data, v8::Local<v8::Value> web_data) {
  const std::string_view content_type = call.draft.content_type();
  request::RequestBody* body = &call.draft.body();
  body->is_plain_text = data->IsString();
  return web_data->IsArray() ? ReadWebBody(call, data, web_data.As<v8::Array>(), content_type, body)
                             : ReadBody(call, data, content_type, body);
}

}  // namespace

bool ReadOptions(SendCall& call, const Asked& asked) {
  return ReadStrangers(call, asked[Option::kStrangers]) &&
         ReadMethod(call, asked[Option::kMethod]) && ReadUrl(call, asked[Option::kUrl]) &&
         ReadHeaders(call, asked[Option::kHeaders], asked[Option::kHeaderSource]) &&
         ReadParams(call, asked[Option::kParams], asked[Option::kQuery]) &&
         call.Accept(call.draft.CheckTarget()) && ReadAuth(call, asked[Option::kAuth]) &&
         ReadData(call, asked[Option::kData], asked[Option::kWebData]);
}

}  // namespace sendoff::bindings
