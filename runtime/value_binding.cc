// SPDX-License-Identifier: MIT
#include "runtime/value_binding.h"

#include <array>
#include <iterator>

#include "runtime/v8_text.h"

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
  if (value->IsWeakMap() || value->IsWeakSet()) return "weak";
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
  const char* type = value->IsNumberObject()    ? "number"
                     : value->IsStringObject()  ? "string"
                     : value->IsBooleanObject() ? "boolean"
                     : value->IsSymbolObject()  ? "symbol"
                                                : "bigint";
  info.GetReturnValue().Set(Name(info.GetIsolate(), type));
}

// namedKeys(object): its own enumerable keys, without the indices, which may be many.
void NamedKeys(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Local<v8::Array> keys;
  if (info[0]
          .As<v8::Object>()
          ->GetPropertyNames(info.GetIsolate()->GetCurrentContext(),
                             v8::KeyCollectionMode::kOwnOnly, v8::ONLY_ENUMERABLE,
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

constexpr std::array<BindingRow, 5> kRows = {{
    {"kind", Kind, 1},
    {"boxedType", BoxedType, 1},
    {"namedKeys", NamedKeys, 1},
    {"proxyTarget", ProxyTarget, 1},
    {"promise", PromiseState, 1},
}};

}  // namespace

const Binding kValueBinding = {"values", kRows};

}  // namespace sendoff::runtime
