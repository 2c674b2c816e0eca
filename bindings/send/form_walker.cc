// SPDX-License-Identifier: MIT
#include "bindings/send/form_walker.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "bindings/send/iso_date.h"
#include "request/form_names.h"
#include "request/refusal.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using request::WithoutBrackets;
using runtime::Literal;
using runtime::ToUtf8;

// A small form may have so many fields; of a larger one each stands for so many bytes of the limit,
// since fields of less would take many times the room that their text takes.
constexpr uint64_t kFreeFields = 65'536;
constexpr uint64_t kBytesPerField = 10;

constexpr auto kEnumerableNames =
    static_cast<v8::PropertyFilter>(v8::ONLY_ENUMERABLE | v8::SKIP_SYMBOLS);

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

size_t ByteLengthOf(v8::Local<v8::Value> value) {
  return value->IsArrayBuffer() ? value.As<v8::ArrayBuffer>()->ByteLength()
                                : value.As<v8::ArrayBufferView>()->ByteLength();
}

// What `typeof` calls an object, but for null.
bool IsObject(v8::Local<v8::Value> value) { return value->IsObject() && !value->IsFunction(); }

// Array.isArray, but that a revoked proxy is none.
bool IsArray(v8::Local<v8::Value> value) {
  while (value->IsProxy()) value = value.As<v8::Proxy>()->GetTarget();
  return value->IsArray();
}

// Each function answers false when the call was refused or an exception is pending.
class FormWalker {
 public:
  FormWalker(SendCall& call, v8::Local<v8::Object> root, const FormSource& source,
             std::vector<request::FormField>* fields)
      : call_(call), context_(call.context), root_(root), source_(source), fields_(fields) {}

  // `keys_` leads to `object`.
  bool Visit(v8::Local<v8::Object> object) {
    if (keys_.size() > request::kMaxFormDepth) return Refuse("it is nested too deeply");
    if (std::find(open_.begin(), open_.end(), object) != open_.end()) {
      return Refuse("it is circular");
    }
    open_.push_back(object);
    const bool visited = IsArray(object) ? VisitItems(object) : VisitMembers(object);
    open_.pop_back();
    return visited;
  }

 private:
  bool VisitItems(v8::Local<v8::Object> array) {
    return ForItems(array, [this](v8::Local<v8::Value> item, uint32_t index) {
      return Member(item, std::to_string(index));
    });
  }

  bool VisitMembers(v8::Local<v8::Object> object) {
    v8::Local<v8::Array> names;
    if (!object
             ->GetOwnPropertyNames(context_, kEnumerableNames,
                                   v8::KeyConversionMode::kConvertToString)
             .ToLocal(&names)) {
      return false;
    }
    for (uint32_t i = 0; i < names->Length(); ++i) {
      const v8::HandleScope handles(call_.isolate);
      v8::Local<v8::Value> name;
      v8::Local<v8::Value> value;
      if (!names->Get(context_, i).ToLocal(&name) || !object->Get(context_, name).ToLocal(&value)) {
        return false;
      }
      const auto length = static_cast<size_t>(name.As<v8::String>()->Length());
      if (!call_.Rest(1, length)) return false;
      if (value->IsNullOrUndefined()) continue;
      if (key_bytes_ + length > source_.limit) return RefuseSize();
      if (!Member(value, ToUtf8(call_.isolate, name))) return false;
    }
    return true;
  }

  // Calls `take(item, index)` for each, with the length that the array has by then.
  template <class Take>
  bool ForItems(v8::Local<v8::Object> array, Take take) {
    for (uint32_t i = 0;; ++i) {
      const v8::HandleScope handles(call_.isolate);
      v8::Local<v8::Value> item;
      double length = 0;
      if (!call_.Rest() || !LengthOf(array, &length)) return false;
      if (!(i < length)) return true;
      if (!array->Get(context_, i).ToLocal(&item) || !take(item, i)) return false;
    }
  }

  bool LengthOf(v8::Local<v8::Object> array, double* length) {
    if (array->IsArray()) {
      *length = array.As<v8::Array>()->Length();
      return true;
    }
    v8::Local<v8::Value> value;
    if (!array->Get(context_, Literal(call_.isolate, "length")).ToLocal(&value)) return false;
    if (!value->IsBigInt()) return value->NumberValue(context_).To(length);
    // Number(length) would throw, but axios compares.
    bool is_exact = false;
    const int64_t exact = value.As<v8::BigInt>()->Int64Value(&is_exact);
    *length = is_exact ? static_cast<double>(exact) : HUGE_VAL;
    return true;
  }

  bool Member(v8::Local<v8::Value> value, std::string key) {
    if (value->IsNullOrUndefined()) return true;
    const std::string_view trimmed = request::TrimmedAsScriptsDo(key);
    if (keys_.empty() && IsObject(value)) {
      if (trimmed.ends_with("{}")) return AddJson(trimmed, value);
      bool is_list = false;
      if (!IsList(value.As<v8::Object>(), trimmed, &is_list)) return false;
      if (is_list) return AddList(WithoutBrackets(trimmed), value.As<v8::Object>());
    }
    bool is_visitable = false;
    if (!IsVisitable(value, &is_visitable)) return false;
    if (!is_visitable) return Add(request::FieldName(keys_, trimmed), value);
    const size_t size = key.size();
    key_bytes_ += size;
    keys_.push_back(std::move(key));
    const bool visited = Visit(value.As<v8::Object>());
    keys_.pop_back();
    key_bytes_ -= size;
    return visited;
  }

  // Whether what lies directly in the form has a field for each of its items, name[]: an array of
  // plain values, or what `name[]` says is a list.
  bool IsList(v8::Local<v8::Object> value, std::string_view trimmed, bool* is_list) {
    const bool is_array = IsArray(value);
    if (is_array) {
      if (!IsFlat(value, is_list)) return false;
      if (*is_list) return true;
    }
    if (!trimmed.ends_with("[]")) return true;
    v8::Local<v8::Value> length;
    if (!is_array && !value->Get(context_, Literal(call_.isolate, "length")).ToLocal(&length)) {
      return false;
    }
    *is_list = is_array || length->IsNumber();
    return true;
  }

  bool IsFlat(v8::Local<v8::Object> array, bool* is_flat) {
    bool found = false;
    const bool seen = ForItems(array, [&](v8::Local<v8::Value> item, uint32_t) {
      return IsVisitable(item, &found) && !found;
    });
    *is_flat = seen;
    return seen || found;
  }

  bool AddList(std::string_view list_name, v8::Local<v8::Object> list) {
    const std::string name = std::string(list_name) + "[]";
    return ForItems(list, [&](v8::Local<v8::Value> item, uint32_t) {
      return item->IsNullOrUndefined() || Add(name, item);
    });
  }

  bool AddJson(std::string_view name, v8::Local<v8::Value> value) {
    v8::Local<v8::String> json;
    return v8::JSON::Stringify(context_, value).ToLocal(&json) && AddText(std::string(name), json);
  }

  bool Add(const std::string& name, v8::Local<v8::Value> value) {
    if (value->IsSymbol()) return Refuse(name + " is a symbol");
    if (value->IsDate()) return AddDate(name, value.As<v8::Date>()->ValueOf());
    if (value->IsTypedArray() || value->IsArrayBuffer()) {
      if (!Charge(name.size() + ByteLengthOf(value))) return false;
      fields_->push_back({name, BytesOf(value), true});
      return true;
    }
    if (IsObject(value)) {
      v8::Local<v8::Value> is_blob;
      if (!call_.send.Ask(context_, SendContext::Question::kIsBlob, value).ToLocal(&is_blob)) {
        return false;
      }
      if (is_blob->IsTrue()) {
        return Refuse(name + " is a Blob, which only FormData can carry in a form");
      }
    }
    v8::Local<v8::String> text;
    return value->ToString(context_).ToLocal(&text) && AddText(name, text);
  }

  bool AddDate(const std::string& name, double time) {
    if (std::isnan(time)) {
      call_.isolate->ThrowException(
          v8::Exception::RangeError(Literal(call_.isolate, "Invalid time value")));
      return false;
    }
    std::string text = IsoDate(time);
    if (!Charge(name.size() + text.size())) return false;
    fields_->push_back({name, std::move(text), false});
    return true;
  }

  bool AddText(const std::string& name, v8::Local<v8::String> text) {
    if (!Charge(name.size() + runtime::Utf8Length(call_.isolate, text))) return false;
    fields_->push_back({name, ToUtf8(call_.isolate, text), false});
    return true;
  }

  // Before a field is added.
  bool Charge(size_t bytes) {
    size_ += bytes;
    const uint64_t most = std::max(source_.limit / kBytesPerField, kFreeFields);
    return (size_ <= source_.limit && fields_->size() < most) || RefuseSize();
  }

  bool RefuseSize() {
    return call_.Refuse(request::MoreBytes(source_.path, source_.limit, source_.limit_option));
  }

  bool IsVisitable(v8::Local<v8::Value> value, bool* is_visitable) {
    *is_visitable = false;
    if (!IsObject(value)) return true;
    if (!IsPlain(value.As<v8::Object>(), is_visitable)) return false;
    *is_visitable = *is_visitable || IsArray(value);
    return true;
  }

  // Whether it is an object as {} makes it, of whatever context, or one without a prototype.
  bool IsPlain(v8::Local<v8::Object> object, bool* is_plain) {
    v8::Local<v8::Value> prototype;
    if (!PrototypeOf(object, &prototype)) return false;
    if (prototype->IsObject()) {
      v8::Local<v8::Value> above;
      if (!PrototypeOf(prototype.As<v8::Object>(), &above)) return false;
      if (above->IsObject()) return true;
    }
    for (const v8::Local<v8::Symbol> name :
         {v8::Symbol::GetToStringTag(call_.isolate), v8::Symbol::GetIterator(call_.isolate)}) {
      bool has = false;
      if (!object->HasOwnProperty(context_, name).To(&has)) return false;
      if (has) return true;
    }
    *is_plain = true;
    return true;
  }

  bool PrototypeOf(v8::Local<v8::Object> object, v8::Local<v8::Value>* prototype) {
    if (object->IsProxy()) {
      return call_.send.Ask(context_, SendContext::Question::kPrototypeOf, object)
          .ToLocal(prototype);
    }
    *prototype = runtime::PrototypeOf(object);
    return true;
  }

  bool Refuse(const std::string& problem) {
    return call_.Invalid(root_, source_.path, problem + "; send plain data");
  }

  SendCall& call_;
  const v8::Local<v8::Context> context_;
  const v8::Local<v8::Object> root_;
  const FormSource& source_;
  std::vector<request::FormField>* const fields_;
  std::vector<v8::Local<v8::Object>> open_;  // what is being visited, outermost first
  std::vector<std::string> keys_;            // that lead to the last of them
  uint64_t key_bytes_ = 0;                   // of `keys_`
  uint64_t size_ = 0;                        // of `fields_`
};

}  // namespace

bool ReadFormFields(SendCall& call, v8::Local<v8::Object> object, const FormSource& source,
                    std::vector<request::FormField>* fields) {
  if (!FormWalker(call, object, source, fields).Visit(object)) return false;
  if (object->IsMap() || object->IsSet()) {
    call.draft.warnings().push_back(std::string(source.path) +
                                    " is a Map or a Set, of which a form keeps nothing; "
                                    "Object.fromEntries(map) keeps its entries");
  }
  return true;
}

}  // namespace sendoff::bindings
