// SPDX-License-Identifier: MIT
#include "runtime/natives/value_binding.h"

#include <array>
#include <iterator>
#include <string>
#include <vector>

#include "base/nearest.h"
#include "base/text_width.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

const char* KindOf(v8::Local<v8::Value> value) {
  if (value->IsProxy()) return "proxy";
  if (value->IsFunction()) return "function";
  if (value->IsArray()) return "array";
  if (value->IsNativeError()) return "error";
  if (value->IsDate()) return "date";
  if (value->IsRegExp()) return "regexp";
  if (value->IsMap()) return "map";
  if (value->IsSet()) return "set";
  if (value->IsPromise()) return "promise";
  if (value->IsTypedArray()) return "typedarray";
  if (value->IsArrayBuffer()) return "arraybuffer";
  if (value->IsSharedArrayBuffer()) return "sharedarraybuffer";
  if (value->IsDataView()) return "dataview";
  if (value->IsWeakMap()) return "weakmap";
  if (value->IsWeakSet()) return "weakset";
  if (value->IsMapIterator()) return "mapiterator";
  if (value->IsSetIterator()) return "setiterator";
  if (value->IsNumberObject() || value->IsStringObject() || value->IsBooleanObject() ||
      value->IsSymbolObject() || value->IsBigIntObject()) {
    return "boxed";
  }
  if (value->IsModuleNamespaceObject()) return "module";
  if (value->IsArgumentsObject()) return "arguments";
  if (value->IsGeneratorObject()) return "generator";
  return "object";
}

// kind(object): one word for what it is.
void Kind(const v8::FunctionCallbackInfo<v8::Value>& info) {
  info.GetReturnValue().Set(Name(info.GetIsolate(), KindOf(info[0])));
}

// boxedType(object): which primitive a wrapper object holds.
void BoxedType(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const v8::Local<v8::Value> value = info[0];
  const char* type = value->IsNumberObject()    ? "Number"
                     : value->IsStringObject()  ? "String"
                     : value->IsBooleanObject() ? "Boolean"
                     : value->IsSymbolObject()  ? "Symbol"
                                                : "BigInt";
  info.GetReturnValue().Set(Name(info.GetIsolate(), type));
}

// functionType(function): the class that V8 made it of.
void FunctionType(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const v8::Local<v8::Value> value = info[0];
  const bool is_generator = value->IsGeneratorFunction();
  const char* type = value->IsAsyncFunction()
                         ? (is_generator ? "AsyncGeneratorFunction" : "AsyncFunction")
                         : (is_generator ? "GeneratorFunction" : "Function");
  info.GetReturnValue().Set(Name(info.GetIsolate(), type));
}

// className(object): what V8 calls it, whatever its prototypes are now.
void ClassName(const v8::FunctionCallbackInfo<v8::Value>& info) {
  info.GetReturnValue().Set(info[0].As<v8::Object>()->GetConstructorName());
}

// namedKeys(object, all): its own keys, the enumerable ones or all, without the indices, which may
// be many.
void NamedKeys(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Local<v8::Array> keys;
  if (info[0]
          .As<v8::Object>()
          ->GetPropertyNames(info.GetIsolate()->GetCurrentContext(),
                             v8::KeyCollectionMode::kOwnOnly,
                             info[1]->IsTrue() ? v8::ALL_PROPERTIES : v8::ONLY_ENUMERABLE,
                             v8::IndexFilter::kSkipIndices)
          .ToLocal(&keys)) {
    info.GetReturnValue().Set(keys);
  }
}

// proxyTarget(proxy): null when it was revoked.
void ProxyTarget(const v8::FunctionCallbackInfo<v8::Value>& info) {
  if (info[0]->IsProxy()) info.GetReturnValue().Set(info[0].As<v8::Proxy>()->GetTarget());
}

// promise(promise): [state, result].
void PromiseState(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const auto promise = info[0].As<v8::Promise>();
  const v8::Promise::PromiseState state = promise->State();
  v8::Local<v8::Value> elements[] = {Name(isolate, state == v8::Promise::kPending     ? "pending"
                                                   : state == v8::Promise::kFulfilled ? "fulfilled"
                                                                                      : "rejected"),
                                     v8::Undefined(isolate)};
  if (state != v8::Promise::kPending) elements[1] = promise->Result();
  info.GetReturnValue().Set(v8::Array::New(isolate, elements, std::size(elements)));
}

// markHandled(promise): nobody has to catch what it is rejected with.
void MarkHandled(const v8::FunctionCallbackInfo<v8::Value>& info) {
  info[0].As<v8::Promise>()->MarkAsHandled();
}

// entries(iterator of a Map or Set): [what is still to come, whether those are pairs].
void Entries(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  bool are_pairs = false;
  v8::Local<v8::Array> entries;
  if (!info[0].As<v8::Object>()->PreviewEntries(&are_pairs).ToLocal(&entries)) return;
  v8::Local<v8::Value> elements[] = {entries, v8::Boolean::New(isolate, are_pairs)};
  info.GetReturnValue().Set(v8::Array::New(isolate, elements, std::size(elements)));
}

// width(text): how many columns it has on a terminal.
void Width(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const size_t width = ColumnsOf(ToUtf8(info.GetIsolate(), info[0]));
  info.GetReturnValue().Set(static_cast<double>(width));
}

// nearest(word, words): the one that was meant; empty where it is like none of them.
void NearestWord(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  std::vector<std::string> words;
  if (!AddTexts(isolate->GetCurrentContext(), info[1], &words)) return;
  info.GetReturnValue().Set(Literal(isolate, Nearest(ToUtf8(isolate, info[0]), words)));
}

constexpr std::array<BindingRow, 11> kRows = {{
    {"kind", Kind, 1},
    {"boxedType", BoxedType, 1},
    {"functionType", FunctionType, 1},
    {"className", ClassName, 1},
    {"namedKeys", NamedKeys, 2},
    {"proxyTarget", ProxyTarget, 1},
    {"promise", PromiseState, 1},
    {"markHandled", MarkHandled, 1},
    {"entries", Entries, 1},
    {"width", Width, 1},
    {"nearest", NearestWord, 2},
}};

}  // namespace

const Binding kValueBinding = {"values", kRows};

}  // namespace sendoff::runtime
