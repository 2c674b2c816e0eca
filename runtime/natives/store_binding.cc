// SPDX-License-Identifier: MIT
#include "runtime/natives/store_binding.h"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/store_limits.h"
#include "runtime/step/realm.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

// The realm of a call.
Realm& RealmOf(const v8::FunctionCallbackInfo<v8::Value>& info) {
  return Realm::From(info.GetIsolate()->GetCurrentContext());
}

void Throw(const v8::FunctionCallbackInfo<v8::Value>& info, const Error& error) {
  RealmOf(info).Throw(error.code, "", error.message);
}

// The store of the prop that is the first argument. Null with an exception pending.
Store* StoreOf(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const std::string prop = ToUtf8(info.GetIsolate(), info[0]);
  Store* store = prop.size() > kMostStoreKey ? nullptr : RealmOf(info).host().FindStore(prop);
  if (store == nullptr) {
    Throw(info, {ErrorCode::kNotProvided,
                 "this." + prop +
                     " has no store: whoever runs the step has to register one for "
                     "this prop (RunOptions::stores of the C++ library)"});
  }
  return store;
}

// An argument that may have so many bytes. None with an exception pending.
std::optional<std::string> TextOf(const v8::FunctionCallbackInfo<v8::Value>& info, int argument,
                                  const char* what, size_t most) {
  std::string text = ToUtf8(info.GetIsolate(), info[argument]);
  if (text.size() <= most) return text;
  Throw(info, {ErrorCode::kStepResult,
               std::string(what) + " of a store has " + std::to_string(text.size()) +
                   " bytes, more than the limit of " + std::to_string(most)});
  return std::nullopt;
}

std::optional<std::string> KeyOf(const v8::FunctionCallbackInfo<v8::Value>& info) {
  return TextOf(info, 1, "a key", kMostStoreKey);
}

// get(prop, key): JSON, or undefined.
void Get(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Store* store = StoreOf(info);
  if (store == nullptr) return;
  const auto key = KeyOf(info);
  if (!key) return;
  const Result<std::optional<std::string>> value = store->Get(*key);
  if (!value.ok()) return Throw(info, value.error());
  v8::Local<v8::String> json;
  if (!value->has_value()) return;
  if (!ToV8(isolate, **value).ToLocal(&json)) {
    return Throw(info, {ErrorCode::kIo, "the value in the store is too large for a string"});
  }
  info.GetReturnValue().Set(json);
}

// set(prop, key, json, seconds): undefined instead of seconds keeps it.
void Set(const v8::FunctionCallbackInfo<v8::Value>& info) {
  Store* store = StoreOf(info);
  if (store == nullptr) return;
  const auto key = KeyOf(info);
  const auto json = key ? TextOf(info, 2, "a value", kMostStoreValue) : std::nullopt;
  if (!json) return;
  std::optional<std::chrono::seconds> ttl;
  if (info[3]->IsNumber()) {
    ttl = std::chrono::seconds(static_cast<int64_t>(info[3].As<v8::Number>()->Value()));
  }
  const Result<void> set = store->Set(*key, *json, ttl);
  if (!set.ok()) Throw(info, set.error());
}

// delete(prop, key)
void Delete(const v8::FunctionCallbackInfo<v8::Value>& info) {
  Store* store = StoreOf(info);
  if (store == nullptr) return;
  const auto key = KeyOf(info);
  if (!key) return;
  const Result<void> deleted = store->Delete(*key);
  if (!deleted.ok()) Throw(info, deleted.error());
}

// keys(prop): an array of strings.
void Keys(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Store* store = StoreOf(info);
  if (store == nullptr) return;
  const Result<std::vector<std::string>> keys = store->Keys();
  if (!keys.ok()) return Throw(info, keys.error());
  std::vector<v8::Local<v8::Value>> names;
  for (const std::string& key : *keys) {
    v8::Local<v8::String> name;
    if (!ToV8(isolate, key).ToLocal(&name)) return;
    names.push_back(name);
  }
  info.GetReturnValue().Set(v8::Array::New(isolate, names.data(), names.size()));
}

constexpr std::array<BindingRow, 4> kRows = {
    {{"get", Get, 2}, {"set", Set, 4}, {"delete", Delete, 2}, {"keys", Keys, 1}}};

}  // namespace

const Binding kStoreBinding = {"store", kRows};

}  // namespace sendoff::runtime
