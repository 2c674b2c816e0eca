// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <v8.h>

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "net/http/outbound_request.h"
#include "request/awaited_sender.h"
#include "request/outbox.h"
#include "runtime/step/realm.h"

namespace sendoff::bindings {

// The requests of one run that its script waits for, from the native function to `onAnswer` in
// js/send/request.js. Each holds the run's event loop until its answer has been given, or it was
// cancelled. The run's thread. What is still under way when it is destroyed is given up when a
// limit has ended the run, and else goes on and ends in the log; nobody reads its response.
class AwaitedRequests {
 public:
  // All outlive it. What the requests weigh was charged to `outbox`, and is given back.
  AwaitedRequests(runtime::Realm& realm, request::AwaitedSender& sender, request::Outbox& outbox);
  ~AwaitedRequests();
  AwaitedRequests(const AwaitedRequests&) = delete;
  AwaitedRequests& operator=(const AwaitedRequests&) = delete;

  // `id` is the script's own. `as_text`: it wants the body as a string.
  void Start(uint32_t id, net::OutboundRequest request, bool as_text);

  // Those without an answer, in the order of their calls: method, URL without its query, call site.
  std::vector<std::string> Open() const;

  // Its answer will not be given. Nothing happens for an `id` that has been answered.
  void Cancel(uint32_t id);

 private:
  struct Answer {
    uint32_t id;
    Record record;
  };
  struct Pending {
    uint64_t token;
    uint64_t weight;
    bool as_text;
    Shared<std::string> method;
    net::Url url;
    Shared<std::string> call_site;
  };
  class Relay;

  void Forget(std::unordered_map<uint32_t, Pending>::iterator pending);
  void Receive(const std::vector<Answer>& answers);
  void Give(const Answer& answer, bool as_text);
  v8::MaybeLocal<v8::Object> Describe(const Record& record, bool as_text);
  bool AddHead(v8::Local<v8::Object> answer, const RecordedResponse& response);
  bool AddBody(v8::Local<v8::Object> answer, const RecordedBody& body, bool as_text);

  runtime::Realm& realm_;
  request::AwaitedSender& sender_;
  request::Outbox& outbox_;
  std::shared_ptr<Relay> relay_;
  std::unordered_map<uint32_t, Pending> pending_;
};

}  // namespace sendoff::bindings
