// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/unique_function.h"
#include "bindings/awaited_requests.h"
#include "bindings/send/send_context.h"
#include "request/handoffs.h"
#include "request/outbox.h"
#include "runtime/step/step_host.h"

namespace sendoff::bindings {

// The run's side of $send.http, of awaited requests and of what the embedder registered: what
// native functions find behind their context. Lives as long as the run; the isolate's thread, where
// nothing else is said.
class SendHost final : public runtime::StepHost {
 public:
  // Where a prop's values are kept: see StepHost::FindStore.
  using StoreFinder = UniqueFunction<Store*(const std::string& prop)>;

  // Hears of what the run was given in confidence: see StepHost::OnSecret.
  using SecretKeeper = UniqueFunction<void(std::string text)>;

  // Hears of what the step prints: see StepHost::OnConsoleLine.
  using ConsoleListener = UniqueFunction<void(const ConsoleLine& line)>;

  // Makes what the run's modules come from: see StepHost::MakeSources.
  using SourcesMaker =
      UniqueFunction<std::unique_ptr<sources::ModuleSources>(const StepInput& input)>;

  // What is around a run; each may be missing.
  struct Surroundings {
    std::vector<std::string> destinations;     // of $.send, that somebody handles
    request::AwaitedSender* sender = nullptr;  // outlives the host; else nothing can be awaited
    StoreFinder find_store;                    // else no prop has a store
    SecretKeeper keep_secret;
    ConsoleListener on_console;
    SourcesMaker make_sources;  // else files of this machine
    // Where what the run asks for is held; else the host holds it.
    request::Outbox::Taker take_request;
    request::Handoffs::Taker take_handoff;
  };

  explicit SendHost(const SendLimits& limits) : SendHost(limits, Surroundings()) {}
  SendHost(const SendLimits& limits, Surroundings around)
      : outbox_(limits, std::move(around.take_request)),
        handoffs_(std::move(around.destinations), limits, std::move(around.take_handoff)),
        sender_(around.sender),
        find_store_(std::move(around.find_store)),
        keep_secret_(std::move(around.keep_secret)),
        on_console_(std::move(around.on_console)),
        make_sources_(std::move(around.make_sources)) {}

  request::Outbox& outbox() { return outbox_; }

  // What $send.http has behind it in the run's context. It is made when it is first asked for, and
  // goes with `OnEnd`.
  SendContext& send(runtime::Realm& realm);

  // Closes the outbox. When it returns, no awaited request is half sent. Any thread.
  void Close();

  request::Handoffs& handoffs() { return handoffs_; }

  // Sends a request at once; its answer goes to the script by `id`. Errors: kSendClosed after the
  // step has settled, kSendLimit, kIo where there is nothing to wait with.
  Result<void> SendAwaited(runtime::Realm& realm, uint32_t id, net::OutboundRequest request,
                           bool as_text);
  void CancelAwaited(uint32_t id);

  void OnSettled() override { outbox_.Close(); }
  void OnEnd() override {
    awaited_.reset();
    send_.reset();
  }
  bool made_calls() const override { return outbox_.has_taken(); }

  std::unique_ptr<sources::ModuleSources> MakeSources(const StepInput& input) override {
    return make_sources_ ? make_sources_(input) : StepHost::MakeSources(input);
  }

  std::vector<std::string> OpenRequests() const override {
    return awaited_ ? awaited_->Open() : std::vector<std::string>();
  }

  Result<void> OnSend(const std::string& destination, std::string payload_json) override {
    return handoffs_.Add(destination, std::move(payload_json));
  }

  void OnSecret(const std::string& text) override {
    if (keep_secret_) keep_secret_(std::string(text));
  }

  void OnConsoleLine(const ConsoleLine& line) override {
    if (on_console_) on_console_(line);
  }

  Store* FindStore(const std::string& prop) override {
    return find_store_ ? find_store_(prop) : nullptr;
  }

 private:
  request::Outbox outbox_;
  std::unique_ptr<SendContext> send_;
  request::Handoffs handoffs_;
  request::AwaitedSender* const sender_;
  const StoreFinder find_store_;
  const SecretKeeper keep_secret_;
  const ConsoleListener on_console_;
  const SourcesMaker make_sources_;
  std::unique_ptr<AwaitedRequests> awaited_;
  std::mutex sending_;  // held from when a request is charged until it is sent
};

}  // namespace sendoff::bindings
