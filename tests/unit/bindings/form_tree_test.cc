// SPDX-License-Identifier: MIT
#include "bindings/send/form_tree.h"

#include <gtest/gtest.h>
#include <v8.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "bindings/send/send_call.h"
#include "bindings/send/send_context.h"
#include "request/outbox.h"
#include "runtime/v8/platform.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using runtime::Literal;

// A call in an isolate whose run ends when it is asked whether it may go on for the `lasts_`-th
// time.
class FormTreeOfARun : public testing::Test {
 protected:
  FormTreeOfARun() : allocator_(v8::ArrayBuffer::Allocator::NewDefaultAllocator()) {
    runtime::Platform::Get();  // V8 has one for the process
    v8::Isolate::CreateParams params;
    params.array_buffer_allocator = allocator_.get();
    isolate_ = v8::Isolate::New(params);
    isolate_->Enter();
  }

  ~FormTreeOfARun() override {
    send_.reset();
    isolate_->Exit();
    isolate_->Dispose();
    outbox_.Close();
    outbox_.Take();
  }

  static void IsOver(const v8::FunctionCallbackInfo<v8::Value>& info) {
    auto* self = static_cast<FormTreeOfARun*>(info.Data().As<v8::External>()->Value());
    const bool is_over = --self->lasts_ == 0;
    if (is_over) info.GetIsolate()->TerminateExecution();
    info.GetReturnValue().Set(is_over);
  }

  void Bind(v8::Local<v8::Context> context) {
    const v8::Local<v8::Function> is_over =
        v8::Function::New(context, IsOver, v8::External::New(isolate_, this)).ToLocalChecked();
    context->Global()->Set(context, Literal(isolate_, "isOver"), is_over).Check();
    const v8::Local<v8::String> source =
        Literal(isolate_,
                "({ prototypeOf() {}, isBlob() {}, lostInData() {}, mayGoOn() { if (isOver()) for "
                "(;;); } })");
    const v8::Local<v8::Value> answers =
        v8::Script::Compile(context, source).ToLocalChecked()->Run(context).ToLocalChecked();
    context->Global()->Set(context, Literal(isolate_, "answers"), answers).Check();
    ASSERT_FALSE(send_->Bind(context, answers.As<v8::Object>()).IsEmpty());
  }

  std::unique_ptr<v8::ArrayBuffer::Allocator> allocator_;
  v8::Isolate* isolate_ = nullptr;
  int lasts_ = 0;
  request::Outbox outbox_{{}};
  std::optional<SendContext> send_{std::in_place, outbox_};
};

constexpr int kFields = 5'000;

TEST_F(FormTreeOfARun, GrowsNoMoreWhenTheRunIsOver) {
  const v8::HandleScope handles(isolate_);
  const v8::Local<v8::Context> context = v8::Context::New(isolate_);
  const v8::Context::Scope entered(context);
  const v8::TryCatch caught(isolate_);
  Bind(context);
  SendCall call(context, *send_);
  FormTree tree(call, v8::Undefined(isolate_));
  lasts_ = 2;
  int added = 0;
  while (added < kFields && tree.Add(std::to_string(added), v8::True(isolate_))) ++added;
  EXPECT_LT(added, 3'000);
  EXPECT_TRUE(caught.HasTerminated());
  EXPECT_FALSE(call.refusal);
  isolate_->CancelTerminateExecution();
}

TEST_F(FormTreeOfARun, BecomesNoObjectWhenTheRunIsOver) {
  const v8::HandleScope handles(isolate_);
  const v8::Local<v8::Context> context = v8::Context::New(isolate_);
  const v8::Context::Scope entered(context);
  const v8::TryCatch caught(isolate_);
  Bind(context);
  SendCall call(context, *send_);
  FormTree tree(call, v8::Undefined(isolate_));
  for (int i = 0; i < kFields; ++i) {
    ASSERT_TRUE(tree.Add(std::to_string(i), v8::True(isolate_)));
  }
  lasts_ = 1;
  EXPECT_TRUE(tree.ToValue().IsEmpty());
  EXPECT_TRUE(caught.HasTerminated());
  isolate_->CancelTerminateExecution();
}

}  // namespace
}  // namespace sendoff::bindings
