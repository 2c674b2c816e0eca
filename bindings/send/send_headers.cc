// SPDX-License-Identifier: MIT
#include "bindings/send/send_headers.h"

#include <string>

#include "request/header_input.h"
#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using request::HeaderInput;

uint64_t LengthOf(v8::Local<v8::String> text) { return static_cast<uint64_t>(text->Length()); }

class HeaderReader {
 public:
  HeaderReader(SendCall& call, request::HeaderSource source)
      : call_(call), input_(call.draft.Headers(source)) {}

  bool ReadField(v8::Local<v8::Value> name, v8::Local<v8::Value> value) {
    if (!name->IsString()) {
      return call_.Invalid(name, HeaderInput::kNamePath, HeaderInput::kExpectedName);
    }
    if (!call_.Accept(input_.RoomForName(LengthOf(name.As<v8::String>()))) ||
        !call_.Accept(input_.Begin(runtime::ToUtf8(call_.isolate, name)))) {
      return false;
    }
    if (value->IsUndefined()) return call_.Accept(input_.Unset());
    if (value->IsNull() || value->IsFalse()) return call_.Accept(input_.Withhold());
    return input_.LeaveOut() || ReadValue(value);
  }

 private:
  bool ReadValue(v8::Local<v8::Value> value) {
    if (value->IsArray()) {
      const auto array = value.As<v8::Array>();
      for (uint32_t i = 0; i < array->Length(); ++i) {
        v8::Local<v8::Value> line;
        if (!array->Get(call_.context, i).ToLocal(&line) || !ReadLine(line)) return false;
      }
    } else if (!ReadLine(value)) {
      return false;
    }
    input_.End();
    return true;
  }

  bool ReadLine(v8::Local<v8::Value> value) {
    if (!value->IsString() && !value->IsNumber() && !value->IsBoolean()) {
      return call_.Invalid(value, input_.path(), HeaderInput::kExpectedLine);
    }
    v8::Local<v8::String> text;
    if (!value->ToString(call_.context).ToLocal(&text)) return false;
    if (!call_.Accept(input_.RoomForLine(LengthOf(text)))) return false;
    if (!text->ContainsOnlyOneByte()) return call_.Refuse(input_.BeyondOneByte());
    std::string bytes(static_cast<size_t>(text->Length()), '\0');
    runtime::WriteOneByte(call_.isolate, text, reinterpret_cast<uint8_t*>(bytes.data()));
    return call_.Accept(input_.AddLine(bytes));
  }

  SendCall& call_;
  HeaderInput input_;
};

}  // namespace

bool ReadHeaders(SendCall& call, v8::Local<v8::Value> fields, v8::Local<v8::Value> source) {
  if (!fields->IsArray()) return true;
  const auto array = fields.As<v8::Array>();
  HeaderReader reader(call, static_cast<request::HeaderSource>(source.As<v8::Int32>()->Value()));
  for (uint32_t i = 0; i + 1 < array->Length(); i += 2) {
    const v8::HandleScope handles(call.isolate);
    v8::Local<v8::Value> name;
    v8::Local<v8::Value> value;
    if (!array->Get(call.context, i).ToLocal(&name) ||
        !array->Get(call.context, i + 1).ToLocal(&value) || !reader.ReadField(name, value)) {
      return false;
    }
  }
  return true;
}

}  // namespace sendoff::bindings
