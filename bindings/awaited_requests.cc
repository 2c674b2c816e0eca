// SPDX-License-Identifier: MIT
#include "bindings/awaited_requests.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "base/mailbox.h"
#include "base/text_encoding.h"
#include "runtime/step/call_scope.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using runtime::Literal;
using runtime::Name;

// A copy of the body in the run's own memory, where its limit counts it: the log keeps the body,
// and the script may write into what it gets. Made by JavaScript, which throws where there is no
// room.
v8::MaybeLocal<v8::Value> ToBytes(runtime::Realm& realm, const std::string& body) {
  v8::Local<v8::Value> size = v8::Number::New(realm.isolate(), static_cast<double>(body.size()));
  v8::Local<v8::Value> bytes;
  if (!realm.CallInternal("newBytes", {&size, 1}).ToLocal(&bytes)) return {};
  const auto store = bytes.As<v8::Uint8Array>()->Buffer()->GetBackingStore();
  if (!body.empty()) std::memcpy(store->Data(), body.data(), body.size());
  return bytes;
}

// Where the response came from, after all redirects. Where there were none, the URL to the
// character: parsed again, a quote in it would be another.
std::string FinalUrl(const Record& record) {
  if (record.redirects.empty()) return record.request.url;
  Result<net::Url> url = net::Url::Parse(record.request.url);
  for (const RecordedRedirect& redirect : record.redirects) {
    if (url.ok()) url = url->Resolve(redirect.location);
  }
  return url.ok() ? url->ToString() : record.request.url;
}

// Sets `object[name]`. False when a limit has ended the run.
bool Set(v8::Local<v8::Context> context, v8::Local<v8::Object> object, std::string_view name,
         v8::Local<v8::Value> value) {
  return object->CreateDataProperty(context, Name(context->GetIsolate(), name), value)
      .FromMaybe(false);
}

}  // namespace

// The way back from the delivery thread. It outlives the run, whose mailbox it finds as long as
// there is one.
class AwaitedRequests::Relay {
 public:
  explicit Relay(AwaitedRequests& owner)
      : mailbox_(std::make_unique<Mailbox<Answer>>(
            owner.realm_.event_loop().loop(),
            [&owner](const std::vector<Answer>& answers) { owner.Receive(answers); })) {}

  void Post(Answer answer) {
    const std::lock_guard lock(mutex_);
    if (mailbox_) mailbox_->Post(std::move(answer));
  }

  // The run's thread.
  void Close() {
    const std::lock_guard lock(mutex_);
    mailbox_.reset();
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<Mailbox<Answer>> mailbox_;  // guarded by mutex_
};

AwaitedRequests::AwaitedRequests(runtime::Realm& realm, request::AwaitedSender& sender,
                                 request::Outbox& outbox)
    : realm_(realm), sender_(sender), outbox_(outbox), relay_(std::make_shared<Relay>(*this)) {}

AwaitedRequests::~AwaitedRequests() {
  relay_->Close();
  std::vector<uint64_t> tokens;
  for (const auto& [id, pending] : pending_) {
    tokens.push_back(pending.token);
    realm_.event_loop().Release();
  }
  if (realm_.isolate_host().ended() == runtime::Limit::kNone) return;
  // The last first: those that wait must be gone when the place of one in flight becomes free.
  std::sort(tokens.rbegin(), tokens.rend());
  for (const uint64_t token : tokens) sender_.Cancel(token);
}

void AwaitedRequests::Start(uint32_t id, net::OutboundRequest request, bool as_text) {
  realm_.event_loop().Hold();
  const uint64_t weight = request.weight();
  Pending pending = {0, weight, as_text, request.method, request.url, request.call_site};
  pending.token = sender_.Send(std::move(request), [relay = relay_, id](Record record) {
    relay->Post({id, std::move(record)});
  });
  pending_[id] = std::move(pending);
}

std::vector<std::string> AwaitedRequests::Open() const {
  std::map<uint32_t, std::string> by_id;
  for (const auto& [id, pending] : pending_) {
    const std::string& target = pending.url.target;
    by_id[id] =
        *pending.method + " " + pending.url.server->ToString() + target.substr(0, target.find('?'));
    if (!pending.call_site->empty()) by_id[id] += " at " + *pending.call_site;
  }
  std::vector<std::string> open;
  open.reserve(by_id.size());
  for (auto& [id, text] : by_id) open.push_back(std::move(text));
  return open;
}

void AwaitedRequests::Cancel(uint32_t id) {
  const auto found = pending_.find(id);
  if (found == pending_.end()) return;
  sender_.Cancel(found->second.token);
  Forget(found);
}

void AwaitedRequests::Forget(std::unordered_map<uint32_t, Pending>::iterator pending) {
  outbox_.GiveBack(pending->second.weight);
  pending_.erase(pending);
  realm_.event_loop().Release();
}

void AwaitedRequests::Receive(const std::vector<Answer>& answers) {
  // The run looks after each turn whether the step has settled.
  realm_.event_loop().EndTurn();
  for (const Answer& answer : answers) {
    const auto found = pending_.find(answer.id);
    // What comes after the end stays open, and is reported so.
    if (found == pending_.end() || realm_.is_over()) continue;
    const bool as_text = found->second.as_text;
    Forget(found);
    Give(answer, as_text);
  }
}

void AwaitedRequests::Give(const Answer& answer, bool as_text) {
  runtime::CallScope scope(realm_);
  v8::Local<v8::Object> description;
  if (Describe(answer.record, as_text).ToLocal(&description)) {
    v8::Local<v8::Value> arguments[] = {v8::Integer::NewFromUnsigned(realm_.isolate(), answer.id),
                                        description};
    scope.Call("onAnswer", arguments);
  }
  scope.Checkpoint();
}

v8::MaybeLocal<v8::Object> AwaitedRequests::Describe(const Record& record, bool as_text) {
  v8::Isolate* isolate = realm_.isolate();
  const v8::Local<v8::Context> context = realm_.context();
  // Without a prototype, which the step may have changed.
  const auto make = [&] { return runtime::NewBareObject(isolate); };
  const v8::Local<v8::Object> answer = make();
  bool described = Set(context, answer, "url", Literal(isolate, FinalUrl(record)));
  if (record.error) {
    const v8::Local<v8::Object> error = make();
    described = described && Set(context, answer, "error", error) &&
                Set(context, error, "code", Literal(isolate, ErrorName(record.error->code))) &&
                Set(context, error, "message", Literal(isolate, record.error->message)) &&
                Set(context, error, "detail", Literal(isolate, record.error->detail));
  }
  if (record.response) {
    described = described && AddHead(answer, *record.response) &&
                (record.error || AddBody(answer, record.response->body, as_text));
  }
  return described ? answer : v8::MaybeLocal<v8::Object>();
}

bool AwaitedRequests::AddHead(v8::Local<v8::Object> answer, const RecordedResponse& response) {
  v8::Isolate* isolate = realm_.isolate();
  const v8::Local<v8::Context> context = realm_.context();
  std::vector<v8::Local<v8::Value>> headers;
  for (const Header& header : response.headers) {
    headers.push_back(Literal(isolate, header.name));
    headers.push_back(runtime::FromOneByte(isolate, header.value));
  }
  return Set(context, answer, "status", v8::Integer::New(isolate, response.status)) &&
         Set(context, answer, "reason", runtime::FromOneByte(isolate, response.reason)) &&
         Set(context, answer, "headers", v8::Array::New(isolate, headers.data(), headers.size()));
}

bool AwaitedRequests::AddBody(v8::Local<v8::Object> answer, const RecordedBody& body,
                              bool as_text) {
  static const std::string kEmpty;
  const std::string& bytes = body.kept ? *body.kept : kEmpty;
  v8::Local<v8::Value> shown;
  if (as_text) {
    shown = Literal(realm_.isolate(), WithoutByteOrderMark(bytes));
  } else if (!ToBytes(realm_, bytes).ToLocal(&shown)) {
    return false;
  }
  return Set(realm_.context(), answer, "body", shown);
}

}  // namespace sendoff::bindings
