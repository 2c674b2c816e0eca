// SPDX-License-Identifier: MIT
#include "bindings/send/web_body.h"

#include <array>
#include <cctype>
#include <memory>
#include <utility>

#include "bindings/send/form_reader.h"
#include "request/multipart.h"
#include "runtime/step/realm.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using runtime::ToUtf8;

constexpr net::FieldBlock::Fixed kFormType(
    "Content-Type: application/x-www-form-urlencoded;charset=utf-8");

bool Get(SendCall& call, v8::Local<v8::Array> array, uint32_t index, v8::Local<v8::Value>* value) {
  return array->Get(call.context, index).ToLocal(value);
}

bool GetText(SendCall& call, v8::Local<v8::Array> array, uint32_t index, std::string* text) {
  v8::Local<v8::Value> value;
  if (!Get(call, array, index, &value)) return false;
  *text = ToUtf8(call.isolate, value);
  return true;
}

// Appends the bytes of a view, unless they are more than a body may have.
bool AppendBytes(SendCall& call, v8::Local<v8::Value> bytes, std::string* out) {
  const auto view = bytes.As<v8::ArrayBufferView>();
  const size_t before = out->size();
  const size_t size = before + view->ByteLength();
  if (!CheckBodySize(call, size)) return false;
  out->resize(size);
  view->CopyContents(out->data() + before, size - before);
  return true;
}

bool TakeBody(SendCall& call, std::string bytes, SendBody* body) {
  if (!CheckBodySize(call, bytes.size())) return false;
  body->bytes = std::make_shared<const std::string>(std::move(bytes));
  return true;
}

// An empty text is no body, as in axios.
bool ReadText(SendCall& call, v8::Local<v8::Array> parts, SendBody* body) {
  v8::Local<v8::Value> value;
  // It is plain ASCII.
  if (!Get(call, parts, 1, &value) ||
      !CheckBodySize(call, static_cast<uint64_t>(value.As<v8::String>()->Length()))) {
    return false;
  }
  std::string text = ToUtf8(call.isolate, value);
  body->usual_type = kFormType;
  return text.empty() || TakeBody(call, std::move(text), body);
}

// An empty Blob has no type, and a body of no bytes.
bool ReadBlob(SendCall& call, v8::Local<v8::Array> parts, SendBody* body) {
  std::string type;
  std::string bytes;
  v8::Local<v8::Value> view;
  if (!GetText(call, parts, 1, &type) || !Get(call, parts, 2, &view) ||
      !AppendBytes(call, view, &bytes)) {
    return false;
  }
  if (!bytes.empty()) body->own_type = type.empty() ? "application/octet-stream" : type;
  return TakeBody(call, std::move(bytes), body);
}

bool AddFile(SendCall& call, std::string_view name, v8::Local<v8::Array> file,
             request::MultipartWriter* writer) {
  std::string file_name;
  std::string type;
  v8::Local<v8::Value> bytes;
  if (!GetText(call, file, 0, &file_name) || !GetText(call, file, 1, &type) ||
      !Get(call, file, 2, &bytes)) {
    return false;
  }
  writer->BeginFile(name, file_name, type);
  if (!AppendBytes(call, bytes, &writer->body())) return false;
  writer->EndFile();
  return true;
}

// The script may choose the boundary, as in axios: 10 to 70 characters that need no quotes.
std::string BoundaryOf(std::string_view content_type) {
  constexpr std::string_view kName = "boundary=";
  std::string lower(content_type);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const size_t at = lower.find(kName);
  if (at == std::string::npos) return request::NewBoundary();
  const std::string_view rest = content_type.substr(at + kName.size());
  size_t size = 0;
  while (size < rest.size() && size < 70 &&
         (std::isalnum(static_cast<unsigned char>(rest[size])) != 0 || rest[size] == '-' ||
          rest[size] == '_')) {
    ++size;
  }
  return size < 10 ? request::NewBoundary() : std::string(rest.substr(0, size));
}

bool ReadForm(SendCall& call, v8::Local<v8::Array> parts, std::string_view content_type,
              SendBody* body) {
  const std::string boundary = BoundaryOf(content_type);
  request::MultipartWriter writer(boundary);
  for (uint32_t i = 1; i + 1 < parts->Length(); i += 2) {
    const v8::HandleScope handles(call.isolate);
    std::string name;
    v8::Local<v8::Value> value;
    if (!GetText(call, parts, i, &name) || !Get(call, parts, i + 1, &value)) return false;
    if (value->IsString()) {
      const auto length = static_cast<uint64_t>(value.As<v8::String>()->Length());
      if (!CheckBodySize(call, writer.body().size() + length)) return false;
      writer.AddText(name, ToUtf8(call.isolate, value));
    } else if (!AddFile(call, name, value.As<v8::Array>(), &writer)) {
      return false;
    }
    if (!CheckBodySize(call, writer.body().size())) return false;
  }
  body->own_type = "multipart/form-data; boundary=" + boundary;
  return TakeBody(call, writer.Finish(), body);
}

// The object of the form's fields, as JSON.
bool ReadFormAsJson(SendCall& call, v8::Local<v8::Value> form, std::string_view content_type,
                    SendBody* body) {
  v8::Local<v8::Value> tree;
  std::array<v8::Local<v8::Value>, 1> arguments = {form};
  runtime::Realm& realm = runtime::Realm::From(call.context);
  if (!realm.CallInternal("formJson", arguments).ToLocal(&tree)) return false;
  if (tree->IsString()) {
    return call.Invalid(form, "data", ToUtf8(call.isolate, tree) + "; send plain data");
  }
  return ReadBody(call, tree, content_type, body);
}

}  // namespace

bool ReadWebBody(SendCall& call, v8::Local<v8::Value> data, v8::Local<v8::Array> parts,
                 std::string_view content_type, SendBody* body) {
  std::string kind;
  if (!GetText(call, parts, 0, &kind)) return false;
  if (kind == "text") return ReadText(call, parts, body);
  if (kind == "blob") return ReadBlob(call, parts, body);
  const bool as_json = content_type.find("application/json") != std::string_view::npos;
  return as_json ? ReadFormAsJson(call, data, content_type, body)
                 : ReadForm(call, parts, content_type, body);
}

}  // namespace sendoff::bindings
