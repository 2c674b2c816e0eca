// SPDX-License-Identifier: MIT
#include "bindings/send/form_reader.h"

#include <array>
#include <string>

#include "base/check.h"
#include "request/limit_error.h"
#include "runtime/step/realm.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using runtime::ToUtf8;

std::string BytesOf(v8::Local<v8::Value> value) {
  if (value->IsArrayBuffer()) {
    const auto buffer = value.As<v8::ArrayBuffer>();
    return {static_cast<const char*>(buffer->GetBackingStore()->Data()), buffer->ByteLength()};
  }
  const auto view = value.As<v8::ArrayBufferView>();
  std::string bytes(view->ByteLength(), '\0');
  view->CopyContents(bytes.data(), bytes.size());
  return bytes;
}

uint64_t SizeOf(v8::Isolate* isolate, v8::Local<v8::Value> value) {
  if (value->IsString()) return runtime::Utf8Length(isolate, value.As<v8::String>());
  if (value->IsArrayBuffer()) return value.As<v8::ArrayBuffer>()->ByteLength();
  return value.As<v8::ArrayBufferView>()->ByteLength();
}

}  // namespace

bool ReadFormFields(SendCall& call, v8::Local<v8::Value> object, const FormSource& source,
                    std::vector<request::FormField>* fields) {
  runtime::Realm& realm = runtime::Realm::From(call.context);
  v8::Local<v8::Value> result;
  std::array<v8::Local<v8::Value>, 1> arguments = {object};
  if (!realm.CallInternal("formFields", arguments).ToLocal(&result)) return false;
  if (result->IsString()) {
    return call.Invalid(object, source.path, ToUtf8(call.isolate, result) + "; send plain data");
  }
  SENDOFF_CHECK(result->IsArray());
  if (object->IsMap() || object->IsSet()) {
    call.warnings.push_back(std::string(source.path) +
                            " is a Map or a Set, of which a form keeps nothing; "
                            "Object.fromEntries(map) keeps its entries");
  }
  const auto pairs = result.As<v8::Array>();
  uint64_t size = 0;
  for (uint32_t i = 0; i + 1 < pairs->Length(); i += 2) {
    const v8::HandleScope handles(call.isolate);
    v8::Local<v8::Value> name;
    v8::Local<v8::Value> value;
    if (!pairs->Get(call.context, i).ToLocal(&name) ||
        !pairs->Get(call.context, i + 1).ToLocal(&value)) {
      return false;
    }
    size += SizeOf(call.isolate, name) + SizeOf(call.isolate, value);
    if (size > source.limit) {
      return call.Refuse(
          request::LimitError(std::string(source.path) + " has more bytes than the limit of",
                              source.limit, source.limit_option));
    }
    const bool is_text = value->IsString();
    fields->push_back({ToUtf8(call.isolate, name),
                       is_text ? ToUtf8(call.isolate, value) : BytesOf(value), !is_text});
  }
  return true;
}

}  // namespace sendoff::bindings
