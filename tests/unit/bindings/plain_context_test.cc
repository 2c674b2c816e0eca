// SPDX-License-Identifier: MIT
// $send.http in an isolate and a context that V8 made and sendoff did not: no snapshot, no realm,
// no run.
#include <gtest/gtest.h>
#include <v8.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bindings/install_send.h"
#include "runtime/v8/platform.h"
#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using runtime::Literal;
using runtime::ToUtf8;

// An isolate as any host has it.
class PlainContext : public testing::Test {
 protected:
  PlainContext() : allocator_(v8::ArrayBuffer::Allocator::NewDefaultAllocator()) {
    runtime::Platform::Get();  // V8 has one for the process
    v8::Isolate::CreateParams params;
    params.array_buffer_allocator = allocator_.get();
    isolate_ = v8::Isolate::New(params);
    isolate_->Enter();
    const v8::HandleScope handles(isolate_);
    context_.Reset(isolate_, v8::Context::New(isolate_));
  }

  ~PlainContext() override {
    send_.reset();
    context_.Reset();
    isolate_->Exit();
    isolate_->Dispose();
    outbox_->Close();
    outbox_->Take();
  }

  void Install() {
    const v8::HandleScope handles(isolate_);
    auto installed =
        InstallSend(isolate_, context_.Get(isolate_), *outbox_,
                    {.on_warning = [this](const std::string& text) { warnings_.push_back(text); }});
    ASSERT_TRUE(installed.ok()) << installed.error().message;
    send_ = std::move(*installed);
  }

  // The text of what a script of the name step.js evaluates to, or "throws ...".
  std::string Run(const std::string& source) {
    const v8::HandleScope handles(isolate_);
    const v8::Local<v8::Context> context = context_.Get(isolate_);
    const v8::Context::Scope entered(context);
    const v8::TryCatch caught(isolate_);
    v8::ScriptCompiler::Source text(
        Literal(isolate_, source),
        runtime::MakeOrigin(isolate_, Literal(isolate_, "step.js"), false));
    v8::Local<v8::Script> script;
    v8::Local<v8::Value> value;
    v8::Local<v8::String> shown;
    if (!v8::ScriptCompiler::Compile(context, &text).ToLocal(&script) ||
        !script->Run(context).ToLocal(&value) || !value->ToString(context).ToLocal(&shown)) {
      return "throws " + ToUtf8(isolate_, caught.Message()->Get());
    }
    return ToUtf8(isolate_, shown);
  }

  // The code and message of what a call throws.
  std::string Refusal(const std::string& options) {
    return Run("try { $send.http(" + options +
               "); 'sent'; } catch (e) { e.code + ' ' + e.message; }");
  }

  std::deque<net::OutboundRequest> Take() {
    outbox_->Close();
    auto requests = outbox_->Take();
    outbox_.emplace(limits_);
    return requests;
  }

  // The request of one call.
  net::OutboundRequest Send(const std::string& options) {
    outbox_.emplace(limits_);
    Install();
    EXPECT_EQ(Run("$send.http(" + options + ")"), "undefined");
    send_.reset();
    auto requests = Take();
    EXPECT_EQ(requests.size(), 1u);
    return requests.empty() ? net::OutboundRequest() : std::move(requests[0]);
  }

  std::unique_ptr<v8::ArrayBuffer::Allocator> allocator_;
  v8::Isolate* isolate_ = nullptr;
  v8::Global<v8::Context> context_;
  SendLimits limits_;
  std::optional<request::Outbox> outbox_{std::in_place, limits_};
  std::unique_ptr<SendContext> send_;
  std::vector<std::string> warnings_;
};

std::string Field(const net::OutboundRequest& request, std::string_view name) {
  return std::string(request.headers.Find(name).value_or("(none)"));
}

TEST_F(PlainContext, GetsItsRequestsIntoTheOutbox) {
  Install();
  ASSERT_EQ(
      Run("\n  $send.http({ method: 'post', url: 'http://u:p@a.example/x?y', data: { n: [1] }, "
          "headers: { 'X-A': 1, accept: null }, params: { q: 'a b', l: [1, 2] } });"),
      "undefined");
  const auto requests = Take();
  ASSERT_EQ(requests.size(), 1u);
  const net::OutboundRequest& request = requests[0];
  EXPECT_EQ(*request.method, "POST");
  EXPECT_EQ(request.url.ToString(), "http://a.example/x?y&q=a+b&l%5B%5D=1&l%5B%5D=2");
  EXPECT_EQ(*request.body, R"({"n":[1]})");
  EXPECT_EQ(Field(request, "X-A"), "1");
  EXPECT_EQ(Field(request, "Accept"), "(none)");
  EXPECT_EQ(Field(request, "Authorization"), "Basic dTpw");
  EXPECT_EQ(Field(request, "Content-Type"), "application/json");
  EXPECT_EQ(*request.call_site, "step.js:2:9");
}

TEST_F(PlainContext, SendsTextsBytesAndForms) {
  const std::string post = "{ method: 'POST', url: 'http://a.example', data: ";
  EXPECT_EQ(*Send(post + "'a=\xc3\xbc' }").body, "a=\xc3\xbc");
  EXPECT_EQ(*Send(post + "new Uint8Array([9, 1, 0, 9]).subarray(1, 3) }").body,
            std::string("\x01\x00", 2));
  EXPECT_EQ(*Send(post + "new Uint8Array([1, 2]).buffer }").body, "\x01\x02");
  EXPECT_EQ(
      *Send(post + "{ a: { b: [1, { c: new Date(0) }] }, 'j{}': { d: 1 } }, headers: new Map([["
                   "'Content-Type', 'application/x-www-form-urlencoded']]) }")
           .body,
      "a%5Bb%5D%5B0%5D=1&a%5Bb%5D%5B1%5D%5Bc%5D=1970-01-01T00%3A00%3A00.000Z&j%7B%7D=%7B%22d%"
      "22%3A1%7D");
  const auto parts = Send(post +
                          "{ a: 1, b: new Uint8Array([65]) }, headers: [['content-type', "
                          "'multipart/form-data']] }");
  EXPECT_NE(parts.body->find("name=\"b\"\r\nContent-Type: application/octet-stream\r\n\r\nA\r\n"),
            std::string::npos)
      << *parts.body;
}

TEST_F(PlainContext, TakesItsOwnUrlSearchParamsForAnObject) {
  Install();
  EXPECT_EQ(Run("class URLSearchParams { a = 1; toString() { return 'b=2'; } }\n"
                "$send.http({ method: 'GET', url: 'http://a.example', params: "
                "{ ...new URLSearchParams() } });"),
            "undefined");
  EXPECT_EQ(Take()[0].url.target, "/?a=1");
}

TEST_F(PlainContext, RefusesAsARunDoes) {
  Install();
  const std::string invalid = "ERR_SEND_INVALID_ARG $send.http: invalid value ";
  EXPECT_EQ(Refusal("1"), invalid +
                              "1 for options: expected an object such as { method: \"POST\", url: "
                              "\"https://...\", data: {...} }");
  EXPECT_EQ(Refusal("{ method: 'G T' }"),
            invalid + "\"G T\" for method: expected an HTTP method, for example method: \"POST\"");
  EXPECT_EQ(Refusal("{ method: 'GET', url: 'ftp://u:p@a' }"),
            invalid + "[not shown] for url: the scheme ftp: is not http: or https:");
  EXPECT_EQ(
      Refusal("{ method: 'GET', url: new (class URL {}) }"),
      invalid +
          "[URL] for url: it is of another class than the URL that is built in; pass its href");
  EXPECT_EQ(Refusal("{ method: 'GET', url: 'http://a', body: 1 }"),
            invalid +
                "1 for body: there is no such option; it is called `data` here, and without it the "
                "request would arrive without its content");
  EXPECT_EQ(Refusal("{ method: 'GET', url: 'http://a', headers: [['a']] }"),
            invalid + "[not shown] for headers[0]: expected a pair [name, value]");
  EXPECT_EQ(Refusal("{ method: 'GET', url: 'http://a', headers: { a: 'x\\n' } }"),
            invalid +
                "[not shown] for headers[\"a\"]: the character at index 1 cannot stand in a header "
                "(CR, LF, NUL and other control characters); take it out");
  EXPECT_EQ(Refusal("{ method: 'GET', url: 'http://a', params: { a: Symbol() } }"),
            invalid + "[object] for params: a is a symbol; send plain data");
  EXPECT_EQ(Refusal("{ method: 'POST', url: 'http://a', data: { n: 1n } }"),
            invalid + "[object] for data: Do not know how to serialize a BigInt; send plain data");
  EXPECT_FALSE(outbox_->has_taken());
}

TEST_F(PlainContext, NamesTheLimitThatWasPassed) {
  limits_ = {.body_bytes = 3};
  outbox_.emplace(limits_);
  Install();
  EXPECT_EQ(Refusal("{ method: 'POST', url: 'http://a', data: 'abcd' }"),
            "ERR_SEND_LIMIT $send.http: data has 4 bytes, more than the limit of 3 (body_bytes); "
            "send less, or raise the limit where the step is run");
}

TEST_F(PlainContext, TellsItsHostOfWarnings) {
  const auto request = Send(
      "{ method: 'POST', url: 'http://a.example/undefined', timeout: 1, data: { m: new Map() } }");
  EXPECT_EQ(warnings_, *request.warnings);
  ASSERT_EQ(warnings_.size(), 3u);
  EXPECT_NE(warnings_[0].find("timeout is not an option"), std::string::npos) << warnings_[0];
  EXPECT_NE(warnings_[1].find("the URL holds `undefined`"), std::string::npos) << warnings_[1];
  EXPECT_NE(warnings_[2].find("data.m is a Map"), std::string::npos) << warnings_[2];
}

TEST_F(PlainContext, KeepsWhatElseItHas) {
  const std::string names =
      "Object.getOwnPropertyNames(globalThis).filter((n) => n !== '$send').join() + "
      "Object.getOwnPropertyNames(Function.prototype).join()";
  const std::string before = Run(names);
  Install();
  EXPECT_EQ(Run(names), before);
}

TEST_F(PlainContext, RefusesCallsWhenNobodyIsBehindThemAnyMore) {
  Install();
  EXPECT_EQ(Run("globalThis.kept = $send.http; 1"), "1");
  send_.reset();
  EXPECT_EQ(Run("try { kept({ method: 'GET', url: 'http://a' }) } catch (e) { e.code }"),
            "ERR_SEND_CLOSED");
}

TEST_F(PlainContext, IsOneOfManyOfAnIsolate) {
  Install();
  const std::unique_ptr<SendContext> first = std::move(send_);
  v8::Global<v8::Context> first_context = std::move(context_);
  request::Outbox second({});
  {
    const v8::HandleScope handles(isolate_);
    context_.Reset(isolate_, v8::Context::New(isolate_));
    auto installed = InstallSend(isolate_, context_.Get(isolate_), second);
    ASSERT_TRUE(installed.ok());
    send_ = std::move(*installed);
  }
  EXPECT_EQ(Run("$send.http({ method: 'GET', url: 'http://second.example' })"), "undefined");
  std::swap(context_, first_context);
  EXPECT_EQ(Run("$send.http({ method: 'GET', url: 'http://first.example' })"), "undefined");
  second.Close();
  EXPECT_EQ(second.Take()[0].url.server->host, "second.example");
  EXPECT_EQ(Take()[0].url.server->host, "first.example");
  send_.reset();
}

TEST_F(PlainContext, TakesNoPlaceOfItsIsolateForGood) {
  v8::HeapStatistics early;
  v8::HeapStatistics late;
  for (int round = 0; round < 400; ++round) {
    Install();
    send_.reset();
    if (round != 1 && round != 399) continue;
    isolate_->LowMemoryNotification();
    isolate_->GetHeapStatistics(round == 1 ? &early : &late);
  }
  EXPECT_LT(late.used_heap_size(), early.used_heap_size() + 64 * 1024);
}

TEST_F(PlainContext, LeavesNothingWhenTheContextIsGone) {
  for (const bool is_first : {true, false}) {
    Install();
    EXPECT_EQ(Run("$send.http({ method: 'POST', url: 'http://a', data: {} })"), "undefined");
    if (is_first) send_.reset();
    context_.SetWeak();
    isolate_->LowMemoryNotification();
    EXPECT_TRUE(context_.IsEmpty());
    send_.reset();
    const v8::HandleScope handles(isolate_);
    context_.Reset(isolate_, v8::Context::New(isolate_));
  }
}

TEST_F(PlainContext, TakesALengthThatIsABigIntByThen) {
  EXPECT_EQ(
      Send("{ method: 'GET', url: 'http://a.example', params: (() => { let reads = 0; return { "
           "'a[]': { get length() { return reads++ ? 2n : 2; }, 0: 'x', 1: 'y' } }; })() }")
          .url.target,
      "/?a%5B%5D=x&a%5B%5D=y");
}

class PlainContextForms : public PlainContext, public testing::WithParamInterface<const char*> {};

// Nothing of these forms but the one getter is JavaScript.
TEST_P(PlainContextForms, EndWithTheRunWhenTheyGoOnForever) {
  Install();
  const v8::HandleScope handles(isolate_);
  const v8::Local<v8::Context> context = context_.Get(isolate_);
  const v8::Context::Scope entered(context);
  const auto stop = v8::Function::New(context, [](const v8::FunctionCallbackInfo<v8::Value>& info) {
                      info.GetIsolate()->TerminateExecution();
                    }).ToLocalChecked();
  context->Global()->Set(context, Literal(isolate_, "stop"), stop).Check();
  const v8::TryCatch caught(isolate_);
  const v8::Local<v8::String> source =
      Literal(isolate_, std::string(GetParam()) +
                            "\n$send.http({ method: 'GET', url: 'http://a', params });");
  const v8::Local<v8::Script> script = v8::Script::Compile(context, source).ToLocalChecked();
  EXPECT_TRUE(script->Run(context).IsEmpty());
  EXPECT_TRUE(caught.HasTerminated());
  isolate_->CancelTerminateExecution();
}

INSTANTIATE_TEST_SUITE_P(
    Table, PlainContextForms,
    testing::Values(
        "const params = { 'a[]': { length: 1e15, get 5() { stop(); } } };",
        "const a = []; a.length = 2 ** 32 - 1; Object.defineProperty(a, 5, { get() { stop(); } }); "
        "const params = { a };",
        "let params = { get a() { stop(); } }; for (let i = 0; i < 64; i++) params = { a: params, "
        "b: params };"));

}  // namespace
}  // namespace sendoff::bindings
