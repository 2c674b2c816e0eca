// SPDX-License-Identifier: MIT
#include "bindings/form_fields.h"

#include <array>

#include "base/check.h"
#include "base/random.h"
#include "bindings/limit_error.h"
#include "runtime/realm.h"
#include "runtime/v8_text.h"

namespace sendoff::bindings {
namespace {

using runtime::ToUtf8;

// What encodeURIComponent leaves, and what axios puts back after it.
constexpr std::string_view kPlainInQuery = "-_.!~*'():$,";
constexpr std::string_view kPlainInForm = "*-._";

void AppendEncoded(std::string_view text, std::string_view plain, std::string* out) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool alphanumeric =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (alphanumeric || (c != '\0' && plain.find(c) != std::string_view::npos)) {
      *out += c;
    } else if (c == ' ') {
      *out += '+';
    } else {
      *out += '%';
      *out += kDigits[byte >> 4];
      *out += kDigits[byte & 15];
    }
  }
}

std::string WritePairs(const std::vector<FormField>& fields, std::string_view plain) {
  std::string text;
  for (const FormField& field : fields) {
    if (!text.empty()) text += '&';
    AppendEncoded(field.name, plain, &text);
    text += '=';
    AppendEncoded(field.value, plain, &text);
  }
  return text;
}

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
                    std::vector<FormField>* fields) {
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
      return call.Refuse(LimitError(std::string(source.path) + " has more bytes than the limit of",
                                    source.limit, source.limit_option));
    }
    const bool is_text = value->IsString();
    fields->push_back({ToUtf8(call.isolate, name),
                       is_text ? ToUtf8(call.isolate, value) : BytesOf(value), !is_text});
  }
  return true;
}

std::string WriteQuery(const std::vector<FormField>& fields) {
  return WritePairs(fields, kPlainInQuery);
}

std::string WriteUrlEncoded(const std::vector<FormField>& fields) {
  return WritePairs(fields, kPlainInForm);
}

std::string WriteMultipart(const std::vector<FormField>& fields, std::string_view boundary) {
  std::string body;
  for (const FormField& field : fields) {
    body.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"");
    body.append(QuotedName(field.name)).append("\"\r\n");
    if (field.is_bytes) body += "Content-Type: application/octet-stream\r\n";
    body.append("\r\n").append(field.value).append("\r\n");
  }
  return body.append("--").append(boundary).append("--\r\n");
}

std::string QuotedName(std::string_view name) {
  std::string quoted;
  for (const char c : name) {
    if (c == '"') {
      quoted += "%22";
    } else if (c == '\r') {
      quoted += "%0D";
    } else if (c == '\n') {
      quoted += "%0A";
    } else {
      quoted += c;
    }
  }
  return quoted;
}

std::string NewBoundary() {
  std::string boundary = "--------------------------";
  std::array<unsigned char, 24> random;
  RandomBytes(random.data(), random.size());
  for (const unsigned char byte : random) boundary += static_cast<char>('0' + byte % 10);
  return boundary;
}

}  // namespace sendoff::bindings
