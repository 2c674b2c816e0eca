// SPDX-License-Identifier: MIT
#include "bindings/send_body.h"

#include <utility>

#include "runtime/v8_compat.h"
#include "runtime/v8_text.h"

namespace sendoff::bindings {
namespace {

using runtime::Literal;
using runtime::ToUtf8;

constexpr std::string_view kExpected =
    "expected an object or array (sent as JSON), a string, a Buffer, an ArrayBuffer or a typed "
    "array";

bool OverLimit(SendCall& call, size_t size) {
  return call.Throw({ErrorCode::kSendLimit,
                     "$send.http: options.data has " + std::to_string(size) +
                         " bytes, more than the limit of " + std::to_string(call.body_limit) +
                         " (body_bytes); send less, or raise the limit where the step is run"});
}

bool CopyText(SendCall& call, v8::Local<v8::String> text, SendBody* body) {
  const size_t size = runtime::Utf8Length(call.isolate, text);
  if (size > call.body_limit) return OverLimit(call, size);
  auto bytes = std::make_shared<std::string>(size, '\0');
  runtime::WriteUtf8(call.isolate, text, bytes->data(), size);
  body->bytes = std::move(bytes);
  return true;
}

bool CopyBytes(SendCall& call, const void* data, size_t size, SendBody* body) {
  if (size > call.body_limit) return OverLimit(call, size);
  body->bytes = std::make_shared<std::string>(static_cast<const char*>(data), size);
  body->content_type = "application/octet-stream";
  return true;
}

bool CopyView(SendCall& call, v8::Local<v8::ArrayBufferView> view, SendBody* body) {
  const size_t size = view->ByteLength();
  if (size > call.body_limit) return OverLimit(call, size);
  auto bytes = std::make_shared<std::string>(size, '\0');
  view->CopyContents(bytes->data(), size);
  body->bytes = std::move(bytes);
  body->content_type = "application/octet-stream";
  return true;
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

bool CopyJson(SendCall& call, v8::Local<v8::Value> data, SendBody* body) {
  v8::TryCatch caught(call.isolate);
  v8::Local<v8::String> json;
  if (!v8::JSON::Stringify(call.context, data).ToLocal(&json)) {
    std::string complaint;
    if (caught.HasTerminated() || !IsJsonComplaint(call, caught.Exception(), &complaint)) {
      caught.ReThrow();
      return false;
    }
    caught.Reset();
    const bool invalid = call.Invalid(data, "options.data", complaint + "; send plain data");
    caught.ReThrow();
    return invalid;
  }
  // V8 writes "undefined" for what JSON.stringify answers undefined to; as JSON it would stand in
  // quotes.
  if (json->StringEquals(Literal(call.isolate, "undefined"))) return true;
  body->content_type = "application/json";
  return CopyText(call, json, body);
}

}  // namespace

bool ReadBody(SendCall& call, v8::Local<v8::Value> data, SendBody* body) {
  if (data->IsUndefined()) return true;
  if (data->IsString()) {
    body->content_type = "application/x-www-form-urlencoded";
    return CopyText(call, data.As<v8::String>(), body);
  }
  if (data->IsArrayBufferView()) return CopyView(call, data.As<v8::ArrayBufferView>(), body);
  if (data->IsArrayBuffer()) {
    const auto buffer = data.As<v8::ArrayBuffer>();
    return CopyBytes(call, buffer->GetBackingStore()->Data(), buffer->ByteLength(), body);
  }
  if (data->IsPromise()) {
    return call.Invalid(data, "options.data", "it is a promise; await it first");
  }
  if (!data->IsObject() || data->IsFunction()) {
    return call.Invalid(data, "options.data", kExpected);
  }
  return CopyJson(call, data, body);
}

}  // namespace sendoff::bindings
