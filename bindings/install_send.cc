// SPDX-License-Identifier: MIT
#include "bindings/install_send.h"

#include <array>
#include <cstdint>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>

#include "bindings/send/option_places.h"
#include "embedded/send_json_script.h"
#include "embedded/send_losses_script.h"
#include "embedded/send_no_web_script.h"
#include "embedded/send_primordials_script.h"
#include "embedded/send_script.h"
#include "runtime/modules/call_sites.h"
#include "runtime/natives/value_binding.h"
#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"
#include "sources/typescript_files.h"

namespace sendoff::bindings {
namespace {

using runtime::Literal;
using runtime::Name;

struct Script {
  std::string_view name;
  std::span<const std::uint8_t> text;
};

class InstalledSend final : public SendContext {
 public:
  InstalledSend(v8::Isolate* isolate, request::Outbox& outbox, InstallOptions options)
      : SendContext(outbox), options_(std::move(options)), call_sites_(isolate, typescript_) {}

  std::string CallSite() override { return call_sites_.Here(); }
  void Warn(const std::string& text) override {
    if (options_.on_warning) options_.on_warning(text);
  }

 private:
  const InstallOptions options_;
  const sources::TypeScriptFiles typescript_{nullptr};
  runtime::CallSites call_sites_;
};

// natives.send.bind(answers), as bindings/send_binding.h has it in a run.
void Bind(const v8::FunctionCallbackInfo<v8::Value>& info) {
  auto* send = static_cast<SendContext*>(info.Data().As<v8::External>()->Value());
  v8::Local<v8::Object> functions;
  if (send->Bind(info.GetIsolate()->GetCurrentContext(), info[0].As<v8::Object>())
          .ToLocal(&functions)) {
    info.GetReturnValue().Set(functions);
  }
}

class Installation {
 public:
  explicit Installation(v8::Local<v8::Context> context)
      : isolate_(context->GetIsolate()),
        context_(context),
        primordials_(runtime::NewBareObject(isolate_)),
        internals_(runtime::NewBareObject(isolate_)),
        natives_(runtime::NewBareObject(isolate_)) {}

  // Each answers false with an exception pending.
  bool Run(SendContext& send) {
    if (!MakeNatives(send)) return false;
    const std::array<Script, 5> scripts = {
        {{"sendoff:primordials.js", embedded::send_primordials_script()},
         {"sendoff:json.js", embedded::send_json_script()},
         {"sendoff:losses.js", embedded::send_losses_script()},
         {"sendoff:no_web.js", embedded::send_no_web_script()},
         {"sendoff:send.js", embedded::send_script()}}};
    for (const Script& script : scripts) {
      v8::Local<v8::Value> made;
      if (!RunScript(script).ToLocal(&made)) return false;
      // As a lazy script's, see js/send/no_web.js.
      if (!made->IsUndefined() && !Set(internals_, "losses", made)) return false;
    }
    // While `send` is there: later nobody looks.
    v8::Local<v8::Value> bind;
    return internals_->Get(context_, Name(isolate_, "bindSend")).ToLocal(&bind) &&
           !bind.As<v8::Function>()
                ->Call(context_, v8::Undefined(isolate_), 0, nullptr)
                .IsEmpty() &&
           Show();
  }

 private:
  bool MakeNatives(SendContext& send) {
    const v8::Local<v8::Object> of_send = runtime::NewBareObject(isolate_);
    const v8::Local<v8::Object> of_values = runtime::NewBareObject(isolate_);
    for (const runtime::BindingRow& row : runtime::kValueBinding.rows) {
      if (!Add(of_values, row.name, row.callback, {})) return false;
    }
    return Add(of_send, "options", OptionPlaces, {}) &&
           Add(of_send, "bind", Bind, v8::External::New(isolate_, &send)) &&
           Set(natives_, "send", of_send) && Set(natives_, runtime::kValueBinding.name, of_values);
  }

  // Makes `object[name]`.
  bool Add(v8::Local<v8::Object> object, std::string_view name, v8::FunctionCallback callback,
           v8::Local<v8::Value> data) {
    v8::Local<v8::Function> function;
    return v8::Function::New(context_, callback, data, 0, v8::ConstructorBehavior::kThrow)
               .ToLocal(&function) &&
           Set(object, name, function);
  }

  // A script of js/README.md, and what it returns.
  v8::MaybeLocal<v8::Value> RunScript(const Script& script) {
    const std::string text = "'use strict';" + std::string(script.text.begin(), script.text.end());
    v8::ScriptCompiler::Source source(
        Literal(isolate_, text),
        runtime::MakeOrigin(isolate_, Literal(isolate_, script.name), false));
    v8::Local<v8::String> parameters[] = {Literal(isolate_, "global"), Literal(isolate_, "natives"),
                                          Literal(isolate_, "primordials"),
                                          Literal(isolate_, "internals")};
    v8::Local<v8::Value> arguments[] = {context_->Global(), natives_, primordials_, internals_};
    v8::Local<v8::Function> function;
    if (!v8::ScriptCompiler::CompileFunction(context_, &source, std::size(parameters), parameters)
             .ToLocal(&function)) {
      return {};
    }
    return function->Call(context_, v8::Undefined(isolate_), std::size(arguments), arguments);
  }

  bool Show() {
    v8::Local<v8::Value> http;
    const v8::Local<v8::Object> send = v8::Object::New(isolate_);
    return internals_->Get(context_, Name(isolate_, "sendHttp")).ToLocal(&http) &&
           Set(send, "http", http) &&
           context_->Global()
               ->DefineOwnProperty(context_, Name(isolate_, "$send"), send, v8::DontEnum)
               .FromMaybe(false);
  }

  bool Set(v8::Local<v8::Object> object, std::string_view name, v8::Local<v8::Value> value) {
    return object->CreateDataProperty(context_, Name(isolate_, name), value).FromMaybe(false);
  }

  v8::Isolate* const isolate_;
  const v8::Local<v8::Context> context_;
  const v8::Local<v8::Object> primordials_;
  const v8::Local<v8::Object> internals_;
  const v8::Local<v8::Object> natives_;
};

}  // namespace

Result<std::unique_ptr<SendContext>> InstallSend(v8::Isolate* isolate,
                                                 v8::Local<v8::Context> context,
                                                 request::Outbox& outbox, InstallOptions options) {
  const v8::HandleScope handles(isolate);
  const v8::Context::Scope entered(context);
  const v8::TryCatch caught(isolate);
  std::unique_ptr<SendContext> send =
      std::make_unique<InstalledSend>(isolate, outbox, std::move(options));
  if (Installation(context).Run(*send)) return send;
  return Error{ErrorCode::kInternal, "$send.http could not be made in this context: " +
                                         (caught.Message().IsEmpty()
                                              ? std::string("V8 is being terminated")
                                              : runtime::ToUtf8(isolate, caught.Message()->Get()))};
}

}  // namespace sendoff::bindings
