// SPDX-License-Identifier: MIT
#include "carrier/process/run_calls.h"

#include <sendoff/store.h>

#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "carrier/messages/result_check.h"
#include "sources/kept_types.h"

namespace sendoff::carrier {
namespace {

using Value = RunCalls::Value;

Value ValueOf(std::optional<std::string> json) { return messages::StoredValue{std::move(json)}; }
Value ValueOf(Unit /*nothing*/) { return std::monostate(); }
template <class T>
Value ValueOf(T value) {
  return value;
}

template <class T>
Value ValueOf(Result<T> result) {
  if (result.ok()) return ValueOf(std::move(*result));
  return std::move(result.error());
}

}  // namespace

RunCalls::RunCalls(const sources::StepSources& sources, sources::KeptSources& kept,
                   Services& services, std::function<bool()> should_stop)
    : sources_(sources), kept_(kept), services_(services), should_stop_(std::move(should_stop)) {}

Value RunCalls::Serve(const messages::Resolve& call) {
  return ValueOf(sources_.Resolve({call.specifier, call.referrer, call.kind}));
}

Value RunCalls::Serve(const messages::ReadFile& call) { return ValueOf(sources_.Read(call.path)); }

Value RunCalls::Serve(const messages::HasFile& call) { return sources_.HasFile(call.path); }

Value RunCalls::Serve(const messages::Strip& call) {
  const auto made = sources::StripTypesOnce(
      call.text, &kept_, [&] { return sources_.Strip(call.text, should_stop_); });
  if (const auto* error = std::get_if<Error>(&made)) return *error;
  const sources::KeptSources::Made& kept = *std::get<0>(made);
  if (const auto* error = std::get_if<sources::TypeScriptError>(&kept)) return *error;
  return std::get<sources::StrippedSource>(kept);
}

Value RunCalls::Serve(const messages::FindStore& call) {
  return services_.FindStore(call.prop) != nullptr;
}

Value RunCalls::Serve(const messages::StoreGet& call) {
  return AskStore(call.prop, [&call](Store& store) { return store.Get(call.key); });
}

Value RunCalls::Serve(const messages::StoreSet& call) {
  return AskStore(call.prop,
                  [&call](Store& store) { return store.Set(call.key, call.value_json, call.ttl); });
}

Value RunCalls::Serve(const messages::StoreDelete& call) {
  return AskStore(call.prop, [&call](Store& store) { return store.Delete(call.key); });
}

Value RunCalls::Serve(const messages::StoreKeys& call) {
  return AskStore(call.prop, [](Store& store) { return store.Keys(); });
}

template <class Ask>
Value RunCalls::AskStore(const std::string& prop, Ask ask) {
  Store* store = services_.FindStore(prop);
  if (store == nullptr) {
    return Error{ErrorCode::kNotProvided, "the prop " + prop + " has no store"};
  }
  Value value = ValueOf(ask(*store));
  // With these a step would seem to have been ended by a limit.
  if (auto* error = std::get_if<Error>(&value); error != nullptr) {
    if (messages::IsOfALimit(error->code)) error->code = ErrorCode::kIo;
  }
  return value;
}

}  // namespace sendoff::carrier
