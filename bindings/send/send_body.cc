// SPDX-License-Identifier: MIT
#include "bindings/send/send_body.h"

#include <utility>
#include <vector>

#include "bindings/send/form_walker.h"
#include "request/form_fields.h"
#include "request/option_table.h"
#include "request/telltale.h"
#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using request::RequestBody;
using runtime::Literal;
using runtime::ToUtf8;

constexpr net::FieldBlock::Fixed kJsonType("Content-Type: application/json");
constexpr net::FieldBlock::Fixed kBytesType("Content-Type: application/octet-stream");

void TakeText(std::string text, RequestBody* body) {
  body->bytes = std::make_shared<const std::string>(std::move(text));
}

// An empty text is no body, as in axios.
bool CopyText(SendCall& call, v8::Local<v8::String> text, RequestBody* body) {
  if (text->Length() == 0) return true;
  // Characters are never more than their bytes; the outbox looks at those.
  if (!call.Accept(call.draft.RoomForBody(static_cast<uint64_t>(text->Length())))) return false;
  TakeText(ToUtf8(call.isolate, text), body);
  return true;
}

bool CopyBytes(SendCall& call, const void* data, size_t size, RequestBody* body) {
  if (!call.Accept(call.draft.RoomForBody(size))) return false;
  body->bytes = std::make_shared<std::string>(static_cast<const char*>(data), size);
  body->usual_type = kBytesType;
  return true;
}

bool CopyView(SendCall& call, v8::Local<v8::ArrayBufferView> view, RequestBody* body) {
  const size_t size = view->ByteLength();
  if (!call.Accept(call.draft.RoomForBody(size))) return false;
  auto bytes = std::make_shared<std::string>(size, '\0');
  view->CopyContents(bytes->data(), size);
  body->bytes = std::move(bytes);
  body->usual_type = kBytesType;
  return true;
}

// Without the white space that JSON allows around a value.
std::string TrimJson(const std::string& json) {
  constexpr const char* kSpace = " \t\n\r";
  const size_t first = json.find_first_not_of(kSpace);
  return json.substr(first, json.find_last_not_of(kSpace) - first + 1);
}

// V8's own complaint about what JSON cannot hold, which is the caller's mistake in `data`. What the
// script's code throws meanwhile is passed on as it is.
bool IsJsonComplaint(SendCall& call, v8::Local<v8::Value> thrown, std::string* complaint) {
  if (!thrown->IsNativeError()) return false;
  *complaint = ToUtf8(call.isolate, v8::Exception::CreateMessage(call.isolate, thrown)->Get());
  const size_t what = complaint->find("TypeError: ");
  if (what == std::string::npos) return false;
  complaint->erase(0, what + std::string_view("TypeError: ").size());
  complaint->erase(std::min(complaint->find('\n'), complaint->size()));
  return complaint->starts_with("Converting circular structure to JSON") ||
         complaint->starts_with("Do not know how to serialize a BigInt");
}

// JSON.stringify. Its own scope, because what is thrown while a TryCatch stands stays in it.
bool Stringify(SendCall& call, v8::Local<v8::Value> data, v8::Local<v8::String>* json) {
  v8::TryCatch caught(call.isolate);
  if (v8::JSON::Stringify(call.context, data).ToLocal(json)) return true;
  std::string complaint;
  if (caught.CanContinue() && IsJsonComplaint(call, caught.Exception(), &complaint)) {
    caught.Reset();
    return call.Invalid(data, "data", complaint + "; send plain data");
  }
  runtime::PassOn(caught);
  return false;
}

// What JSON has lost of `data`, as warnings. Where there is no room to look, as on a full stack, or
// a limit ends the run, there are none.
void WarnOfLosses(SendCall& call, v8::Local<v8::Value> data) {
  const v8::TryCatch no_room(call.isolate);
  v8::Local<v8::Value> told;
  if (call.send.Ask(call.context, SendContext::Question::kLostInData, data).ToLocal(&told)) {
    runtime::AddTexts(call.context, told, &call.draft.warnings());
  }
}

bool CopyJson(SendCall& call, v8::Local<v8::Value> data, RequestBody* body) {
  v8::Local<v8::String> json;
  const uint64_t functions = call.send.functions_in_json();
  if (!Stringify(call, data, &json)) return false;
  body->usual_type = kJsonType;
  // V8 writes "undefined" for what JSON.stringify answers undefined to; as JSON it would stand in
  // quotes.
  constexpr std::string_view kUndefined = "undefined";
  if (json->Length() == int{kUndefined.size()} &&
      json->StringEquals(Literal(call.isolate, kUndefined))) {
    return true;
  }
  if (!CopyText(call, json, body)) return false;
  // To look costs more than the rest of the call. But a function is noted, whatever else JSON keeps
  // nothing of is `{}` in it, and a text that an object was put into has that word.
  const auto holds = [body](std::string_view text) {
    return body->bytes->find(text) != std::string::npos;
  };
  const bool lossy = call.send.functions_in_json() != functions || holds("{}") || holds("[object ");
  if (lossy && data->IsObject()) WarnOfLosses(call, data);
  return true;
}

bool IsJson(SendCall& call, v8::Local<v8::String> text) {
  const v8::TryCatch not_json(call.isolate);
  return !v8::JSON::Parse(call.context, text).IsEmpty();
}

// A string under a JSON type: JSON stays, anything else becomes a JSON string, as in axios.
bool CopyTextAsJson(SendCall& call, v8::Local<v8::String> text, RequestBody* body) {
  if (!IsJson(call, text)) return CopyJson(call, text, body);
  std::string json = ToUtf8(call.isolate, text);
  if (!call.Accept(call.draft.RoomForBody(json.size()))) return false;
  TakeText(TrimJson(json), body);
  return true;
}

// A form has texts only: what is none shows itself as `[object Promise]`.
void WarnOfObjects(SendCall& call, const std::vector<request::FormField>& fields) {
  for (const request::FormField& field : fields) {
    if (!field.value.starts_with("[object ") || field.is_bytes) continue;
    request::WarnOfTelltale("the field " + field.name, request::FindTelltale(field.value, ""),
                            &call.draft.warnings());
  }
}

bool ReadDataFields(SendCall& call, v8::Local<v8::Object> data,
                    std::vector<request::FormField>* fields) {
  if (!ReadFormFields(call, data, {"data", call.draft.limits().body_bytes, "body_bytes"}, fields)) {
    return false;
  }
  WarnOfObjects(call, *fields);
  return true;
}

bool CopyForm(SendCall& call, v8::Local<v8::Object> data, RequestBody* body) {
  std::vector<request::FormField> fields;
  if (!ReadDataFields(call, data, &fields)) return false;
  // A form without fields is no body at all, as in axios.
  if (!fields.empty()) TakeText(request::WriteUrlEncoded(fields), body);
  return true;
}

bool CopyMultipart(SendCall& call, v8::Local<v8::Object> data, RequestBody* body) {
  std::vector<request::FormField> fields;
  if (!ReadDataFields(call, data, &fields)) return false;
  const std::string boundary = request::NewBoundary();
  body->own_type = "multipart/form-data; boundary=" + boundary;
  // axios sends a form without fields as a body of no bytes.
  TakeText(fields.empty() ? "" : request::WriteMultipart(fields, boundary), body);
  return true;
}

bool CopyObject(SendCall& call, v8::Local<v8::Object> data, std::string_view content_type,
                RequestBody* body) {
  const auto asks_for = [&](std::string_view type) {
    return content_type.find(type) != std::string_view::npos;
  };
  if (asks_for("application/x-www-form-urlencoded")) return CopyForm(call, data, body);
  if (asks_for("multipart/form-data")) return CopyMultipart(call, data, body);
  return CopyJson(call, data, body);
}

}  // namespace

bool ReadBody(SendCall& call, v8::Local<v8::Value> data, std::string_view content_type,
              RequestBody* body) {
  if (data->IsUndefined()) return true;
  if (data->IsString()) {
    const bool as_json = content_type.find("application/json") != std::string_view::npos;
    const auto text = data.As<v8::String>();
    return as_json ? CopyTextAsJson(call, text, body) : CopyText(call, text, body);
  }
  if (data->IsArrayBufferView()) return CopyView(call, data.As<v8::ArrayBufferView>(), body);
  if (data->IsArrayBuffer()) {
    const auto buffer = data.As<v8::ArrayBuffer>();
    return CopyBytes(call, buffer->GetBackingStore()->Data(), buffer->ByteLength(), body);
  }
  if (data->IsPromise()) {
    return call.Invalid(data, "data", request::kIsPromise);
  }
  if (!data->IsObject() || data->IsFunction()) {
    return call.Invalid(data, "data", request::RowOf(request::Option::kData).expected);
  }
  return CopyObject(call, data.As<v8::Object>(), content_type, body);
}

}  // namespace sendoff::bindings
