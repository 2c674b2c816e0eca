// SPDX-License-Identifier: MIT
#include "bindings/send_params.h"

#include "runtime/v8_text.h"

namespace sendoff::bindings {
namespace {

using runtime::ToUtf8;

// Deeper than any query makes sense, and less than the stack bears.
constexpr int kMaxDepth = 100;

// encodeURIComponent, after which axios puts back the characters that read better in a query.
void AppendEncoded(std::string_view text, std::string* query) {
  constexpr std::string_view kAsTheyAre = "-_.!~*'():$,";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool alphanumeric =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (alphanumeric || (c != '\0' && kAsTheyAre.find(c) != std::string_view::npos)) {
      *query += c;
    } else if (c == ' ') {
      *query += '+';
    } else {
      *query += '%';
      *query += kDigits[byte >> 4];
      *query += kDigits[byte & 15];
    }
  }
}

class ParamsReader {
 public:
  ParamsReader(SendCall& call, std::string* query) : call_(call), query_(query) {}

  bool ReadMembers(const std::string& name, v8::Local<v8::Object> object, int depth) {
    v8::Local<v8::Array> keys;
    if (!object
             ->GetOwnPropertyNames(
                 call_.context,
                 static_cast<v8::PropertyFilter>(v8::ONLY_ENUMERABLE | v8::SKIP_SYMBOLS),
                 v8::KeyConversionMode::kConvertToString)
             .ToLocal(&keys)) {
      return false;
    }
    for (uint32_t i = 0; i < keys->Length(); ++i) {
      v8::Local<v8::Value> key;
      v8::Local<v8::Value> value;
      if (!keys->Get(call_.context, i).ToLocal(&key) ||
          !object->Get(call_.context, key).ToLocal(&value)) {
        return false;
      }
      const std::string text = ToUtf8(call_.isolate, key.As<v8::String>());
      if (!ReadValue(name.empty() ? text : name + "[" + text + "]", value, depth)) return false;
    }
    return true;
  }

 private:
  bool ReadValue(const std::string& name, v8::Local<v8::Value> value, int depth) {
    if (value->IsNullOrUndefined()) return true;
    if (depth > kMaxDepth) {
      return call_.Invalid(value, "options.params", "it is nested too deeply, or circular");
    }
    if (value->IsDate()) return ReadDate(name, value.As<v8::Date>());
    if (value->IsArray()) return ReadArray(name, value.As<v8::Array>(), depth);
    if (value->IsObject() && !value->IsFunction()) {
      return ReadMembers(name, value.As<v8::Object>(), depth + 1);
    }
    v8::Local<v8::String> text;
    if (value->IsSymbol() || value->IsFunction()) {
      return call_.Invalid(value, "options.params." + name,
                           "expected a string, number, boolean, date, array or object");
    }
    if (!value->ToString(call_.context).ToLocal(&text)) return false;
    Append(name, ToUtf8(call_.isolate, text));
    return true;
  }

  bool ReadArray(const std::string& name, v8::Local<v8::Array> array, int depth) {
    for (uint32_t i = 0; i < array->Length(); ++i) {
      v8::Local<v8::Value> value;
      if (!array->Get(call_.context, i).ToLocal(&value)) return false;
      const bool nested = value->IsObject() && !value->IsDate();
      const std::string element = nested ? name + "[" + std::to_string(i) + "]" : name + "[]";
      if (!ReadValue(element, value, depth + 1)) return false;
    }
    return true;
  }

  bool ReadDate(const std::string& name, v8::Local<v8::Date> date) {
    v8::Local<v8::String> json;
    if (!v8::JSON::Stringify(call_.context, date).ToLocal(&json)) return false;
    const std::string text = ToUtf8(call_.isolate, json);
    if (!text.starts_with('"')) return true;  // an invalid date is null in JSON
    Append(name, std::string_view(text).substr(1, text.size() - 2));
    return true;
  }

  void Append(std::string_view name, std::string_view value) {
    if (!query_->empty()) *query_ += '&';
    AppendEncoded(name, query_);
    *query_ += '=';
    AppendEncoded(value, query_);
  }

  SendCall& call_;
  std::string* query_;
};

}  // namespace

bool ReadParams(SendCall& call, v8::Local<v8::Value> value, std::string* query) {
  if (value->IsNullOrUndefined()) return true;
  if (!value->IsObject() || value->IsFunction() || value->IsPromise()) {
    return call.Invalid(value, "options.params", "expected an object such as { page: 2 }");
  }
  return ParamsReader(call, query).ReadMembers("", value.As<v8::Object>(), 0);
}

}  // namespace sendoff::bindings
