// SPDX-License-Identifier: MIT
#include "runtime/natives/step_binding.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/base64.h"
#include "runtime/step/realm.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

// The call of a native function: what is asked of its run.
class Call {
 public:
  explicit Call(const v8::FunctionCallbackInfo<v8::Value>& info) : info_(info) {}

  Realm& realm() const { return Realm::From(info_.GetIsolate()->GetCurrentContext()); }
  // A result that is too large anyway is cut, so that no copy of it is made outside of the heap; it
  // is longer than the limit still.
  std::string Text(int index) const {
    if (!info_[index]->IsString()) return {};
    const uint64_t most = std::min<uint64_t>(realm().outcome().max_bytes(), v8::String::kMaxLength);
    v8::Isolate* isolate = info_.GetIsolate();
    return ToUtf8(isolate,
                  Start(isolate, info_[index].As<v8::String>(), static_cast<int>(most) + 1));
  }
  std::optional<std::string> MaybeText(int index) const {
    if (info_[index]->IsUndefined()) return std::nullopt;
    return Text(index);
  }

  // Throws what went wrong, if anything did.
  void Finish(const Result<void>& result) const {
    if (!result.ok()) realm().Throw(result.error().code, "", result.error().message);
  }

 private:
  const v8::FunctionCallbackInfo<v8::Value>& info_;
};

// warn(text): a warning beside the step's result.
void Warn(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const Call call(info);
  call.realm().Warn(call.Text(0));
}

// returned(json): the step's return value.
void Returned(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const Call call(info);
  call.Finish(call.realm().outcome().Return(call.Text(0)));
}

// export(key as JSON, json): undefined instead of json takes it back.
void Export(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const Call call(info);
  call.Finish(call.realm().outcome().Export(call.Text(0), call.MaybeText(1)));
}

// respond(json): the answer to the HTTP client that waits for the run. False: there is one already.
void Respond(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const Call call(info);
  StepOutcome& outcome = call.realm().outcome();
  info.GetReturnValue().Set(!outcome.has_responded());
  if (!outcome.has_responded()) call.Finish(outcome.Respond(call.Text(0)));
}

// flow(action, arguments as JSON)
void Flow(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const Call call(info);
  call.Finish(call.realm().outcome().AskFlow({call.Text(0), call.Text(1)}));
}

// send(destination, payload as JSON): any destination but http.
void Send(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const Call call(info);
  Realm& realm = call.realm();
  // Whole: the limit of a payload is the host's, and may be above that of a result.
  const std::string destination = ToUtf8(info.GetIsolate(), info[0]);
  if (realm.is_over()) {
    const std::string message = "$.send." + destination + ": the run is over";
    return call.Finish(Error{ErrorCode::kSendClosed, message});
  }
  call.Finish(realm.host().OnSend(destination, ToUtf8(info.GetIsolate(), info[1])));
}

// secret(text): the run was given it in confidence.
void KeepSecret(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const Call call(info);
  call.realm().host().OnSecret(ToUtf8(info.GetIsolate(), info[0]));
}

// base64(buffer or view): its bytes as text.
void ToBase64(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  std::string bytes;
  if (info[0]->IsArrayBufferView()) {
    const auto view = info[0].As<v8::ArrayBufferView>();
    bytes.resize(view->ByteLength());
    view->CopyContents(bytes.data(), bytes.size());
  } else if (info[0]->IsArrayBuffer()) {
    const auto store = info[0].As<v8::ArrayBuffer>()->GetBackingStore();
    bytes.assign(static_cast<const char*>(store->Data()), store->ByteLength());
  } else {
    return;
  }
  v8::Local<v8::String> text;
  if (ToV8(isolate, Base64(bytes)).ToLocal(&text)) info.GetReturnValue().Set(text);
}

constexpr std::array<BindingRow, 8> kRows = {{{"warn", Warn, 1},
                                              {"returned", Returned, 1},
                                              {"export", Export, 2},
                                              {"respond", Respond, 1},
                                              {"flow", Flow, 2},
                                              {"send", Send, 2},
                                              {"secret", KeepSecret, 1},
                                              {"base64", ToBase64, 1}}};

}  // namespace

const Binding kStepBinding = {"step", kRows};

}  // namespace sendoff::runtime
