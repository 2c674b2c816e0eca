// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "request/outbox.h"
#include "request/url_memo.h"

namespace sendoff::bindings {

// What the calls of $send.http in one context have behind them: where their requests go, and what
// they ask of whoever runs the script. The native functions reach it by their own Data(), and by
// nothing of the isolate or the context, so that any context of V8 can have one. The isolate's
// thread; the isolate outlives it.
class SendContext {
 public:
  // What a native function may ask of JavaScript while it reads a call; js/send/send.js has the
  // answers. None of them checks anything.
  enum class Question {
    kPrototypeOf,  // [[GetPrototypeOf]] of a proxy, which V8's API does not have
    kIsBlob,       // whether an object is a Blob
    kLostInData,   // what JSON has lost of `data`, as sentences
    kMayGoOn,      // nothing; but V8 looks for the run's limits when it is asked
  };
  static constexpr size_t kQuestions = 4;

  // `outbox` outlives it.
  explicit SendContext(request::Outbox& outbox) : outbox_(outbox) {}
  virtual ~SendContext() { Unbind(); }
  SendContext(const SendContext&) = delete;
  SendContext& operator=(const SendContext&) = delete;

  // Makes the native functions in `context`, as the properties of an object: see js/send/send.js.
  // `answers` has a function for each question; whoever calls the native functions keeps it. Once.
  // Empty when V8 could not, with an exception pending. It does not keep the context alive, and
  // takes nothing of the isolate that outlives the context.
  v8::MaybeLocal<v8::Object> Bind(v8::Local<v8::Context> context, v8::Local<v8::Object> answers);

  // From now on each call is refused as one that comes after the run.
  void Unbind();

  // What a native function that `Bind` made belongs to; null once it is unbound.
  static SendContext* Of(const v8::FunctionCallbackInfo<v8::Value>& info);

  // For a call of what is bound. Empty with the exception pending when it throws.
  v8::MaybeLocal<v8::Value> Ask(v8::Local<v8::Context> context, Question question,
                                v8::Local<v8::Value> argument);

  request::Outbox& outbox() { return outbox_; }
  request::UrlMemo& urls() { return urls_; }

  // How often JSON met a function; see js/send/send.js. Where nobody looks, never.
  void NoteFunctionInJson() { ++functions_in_json_; }
  uint64_t functions_in_json() const { return functions_in_json_; }

  // A call begins: whoever knows that it comes too late closes the outbox.
  virtual void BeforeCall() {}

  // Where the script is, "step.mjs:12:5"; empty where that is not known.
  virtual std::string CallSite() { return {}; }

  // Something that the script's author should know. It is on the request's record, too.
  virtual void Warn(const std::string&) {}

 private:
  request::Outbox& outbox_;
  request::UrlMemo urls_;
  uint64_t functions_in_json_ = 0;
  // What the functions' Data() holds: an ArrayBuffer of one pointer, to this or to nothing. Here it
  // can be cleared without V8, whatever state that is in, and no script sees it.
  std::shared_ptr<v8::BackingStore> link_;
  std::array<v8::Global<v8::Function>, kQuestions> answers_;  // weak
};

}  // namespace sendoff::bindings
