// SPDX-License-Identifier: MIT
#include "bindings/send/web_body.h"

#include <memory>
#include <string>
#include <utility>

#include "bindings/send/form_tree.h"
#include "bindings/send/send_body.h"
#include "request/multipart.h"
#include "request/refusal.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using runtime::ToUtf8;

constexpr net::FieldBlock::Fixed kFormType(
    "Content-Type: application/x-www-form-urlencoded;charset=utf-8");

// Where js/web/web_values.js leaves what of a file.
constexpr uint32_t kFileName = 0;
constexpr uint32_t kType = 1;
constexpr uint32_t kBytes = 2;
constexpr uint32_t kFile = 3;

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
  if (!call.Accept(call.draft.RoomForBody(size))) return false;
  out->resize(size);
  view->CopyContents(out->data() + before, size - before);
  return true;
}

bool TakeBody(SendCall& call, std::string bytes, request::RequestBody* body) {
  if (!call.Accept(call.draft.RoomForBody(bytes.size()))) return false;
  body->bytes = std::make_shared<const std::string>(std::move(bytes));
  return true;
}

// An empty text is no body, as in axios.
bool ReadText(SendCall& call, v8::Local<v8::Array> parts, request::RequestBody* body) {
  v8::Local<v8::Value> value;
  // It is plain ASCII.
  if (!Get(call, parts, 1, &value) || !call.Accept(call.draft.RoomForBody(static_cast<uint64_t>(
                                          value.As<v8::String>()->Length())))) {
    return false;
  }
  std::string text = ToUtf8(call.isolate, value);
  body->usual_type = kFormType;
  return text.empty() || TakeBody(call, std::move(text), body);
}

// An empty Blob has no type, and a body of no bytes.
bool ReadBlob(SendCall& call, v8::Local<v8::Array> parts, request::RequestBody* body) {
  std::string type;
  std::string bytes;
  v8::Local<v8::Value> view;
  if (!GetText(call, parts, 1, &type) || !Get(call, parts, 2, &view) ||
      !call.Accept(call.draft.RoomForType(type.size())) || !AppendBytes(call, view, &bytes)) {
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
  if (!GetText(call, file, kFileName, &file_name) || !GetText(call, file, kType, &type) ||
      !Get(call, file, kBytes, &bytes)) {
    return false;
  }
  writer->BeginFile(name, file_name, type);
  if (!AppendBytes(call, bytes, &writer->body())) return false;
  writer->EndFile();
  return true;
}

bool ReadForm(SendCall& call, v8::Local<v8::Array> parts, std::string_view content_type,
              request::RequestBody* body) {
  const std::string boundary = request::BoundaryOf(content_type);
  request::MultipartWriter writer(boundary);
  for (uint32_t i = 1; i + 1 < parts->Length(); i += 2) {
    const v8::HandleScope handles(call.isolate);
    std::string name;
    v8::Local<v8::Value> value;
    if (!GetText(call, parts, i, &name) || !Get(call, parts, i + 1, &value)) return false;
    if (value->IsString()) {
      const auto length = static_cast<uint64_t>(value.As<v8::String>()->Length());
      if (!call.Accept(call.draft.RoomForBody(writer.body().size() + length))) return false;
      writer.AddText(name, ToUtf8(call.isolate, value));
    } else if (!AddFile(call, name, value.As<v8::Array>(), &writer)) {
      return false;
    }
    if (!call.Accept(call.draft.RoomForBody(writer.body().size()))) return false;
  }
  body->own_type = "multipart/form-data; boundary=" + boundary;
  return TakeBody(call, writer.Finish(), body);
}

// The object of the form's fields, as JSON.
bool ReadFormAsJson(SendCall& call, v8::Local<v8::Value> form, v8::Local<v8::Array> parts,
                    std::string_view content_type, request::RequestBody* body) {
  const SendLimits& limits = call.draft.limits();
  FormTree tree(call, form);
  for (uint32_t i = 1; i + 1 < parts->Length(); i += 2) {
    v8::Local<v8::Value> value;
    // The tree keeps its handle.
    if (!Get(call, parts, i + 1, &value)) return false;
    if (!value->IsString() && !Get(call, value.As<v8::Array>(), kFile, &value)) return false;
    const v8::HandleScope handles(call.isolate);
    v8::Local<v8::Value> name;
    if (!Get(call, parts, i, &name)) return false;
    if (static_cast<uint64_t>(name.As<v8::String>()->Length()) > limits.body_bytes) {
      return call.Refuse(request::MoreBytes("data", limits.body_bytes, "body_bytes"));
    }
    if (!tree.Add(ToUtf8(call.isolate, name), value)) return false;
  }
  v8::Local<v8::Value> object;
  return tree.ToValue().ToLocal(&object) && ReadBody(call, object, content_type, body);
}

}  // namespace

bool ReadWebBody(SendCall& call, v8::Local<v8::Value> data, v8::Local<v8::Array> parts,
                 std::string_view content_type, request::RequestBody* body) {
  std::string kind;
  if (!GetText(call, parts, 0, &kind)) return false;
  if (kind == "text") return ReadText(call, parts, body);
  if (kind == "blob") return ReadBlob(call, parts, body);
  const bool as_json = content_type.find("application/json") != std::string_view::npos;
  return as_json ? ReadFormAsJson(call, data, parts, content_type, body)
                 : ReadForm(call, parts, content_type, body);
}

}  // namespace sendoff::bindings
