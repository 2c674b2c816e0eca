// SPDX-License-Identifier: MIT
// The whole client against peers that do anything: names that answer or not, connects that succeed
// or not, bytes, cuts, ends and resets in any order, and time. The input is a program for them;
// whatever it is, each request ends in one record and is written at most once.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "delivery/deliverer.h"
#include "fuzz/byte_reader.h"
#include "tests/support/delivery_world.h"
#include "tests/support/record_sinks.h"

namespace sendoff::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Small, so that inputs reach them.
constexpr ResponseLimits kLimits = {.head_bytes = 512,
                                    .header_count = 8,
                                    .interim_responses = 3,
                                    .chunk_framing_bytes = 64,
                                    .body_kept_bytes = 16,
                                    .body_read_bytes = 64};
constexpr size_t kMostRequests = 24;

class Client {
 public:
  explicit Client(fuzz::ByteReader* program)
      : program_(*program), deliverer_(Parts(), Options(program->Byte())) {}

  void Run() {
    Submit();
    while (!program_.empty()) Step();
    if (!idle_) deliverer_.Shutdown([this] { idle_ = true; });
    // As long as it takes for all of them one after another to run into their deadlines.
    time_.Advance(seconds(6) * (kMostRequests + 1));
    CheckEnd();
  }

 private:
  ConnectorParts Parts() {
    static const auto tls = *TlsContext::Create("");
    static const auto policy = *EgressPolicy::Create({});
    return {time_.timers(), network_, resolver_, *tls, policy, {}};
  }

  static delivery::Deliverer::Options Options(uint8_t byte) {
    delivery::Deliverer::Options options;
    options.concurrency = 1 + byte % 4;
    options.concurrency_per_origin = 1 + byte / 4 % 2;
    options.response_limits = kLimits;
    return options;
  }

  void Step() {
    const uint8_t op = program_.Byte();
    switch (op % 12) {
      case 0:
        return Submit();
      case 1:
        return AnswerName(op / 12);
      case 2:
        return Accept(op / 12);
      case 3:
        return Refuse();
      case 4:
        return Say(program_.Bytes(program_.Byte()));
      case 5:
        return Say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      case 6:
        return Say("HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n");
      case 7:
        if (auto* server = Peer()) server->Close();
        break;
      case 8:
        if (auto* server = Peer()) server->Reset();
        break;
      case 9:
        return time_.Advance(milliseconds(50) * program_.Byte());
      case 10:
        return time_.Settle();
      case 11:
        // Rarely: nothing more starts after it.
        if (op / 12 == 20) deliverer_.Shutdown([this] { idle_ = true; });
        break;
    }
  }

  void Submit() {
    const uint8_t shape = program_.Byte();
    delivery::RunBatch batch;
    batch.info = {"r" + std::to_string(submitted_), "step.mjs"};
    batch.ordered = shape % 2 == 1;
    for (int i = 0; i < 1 + shape / 2 % 4 && submitted_ < kMostRequests; ++i) {
      batch.requests.push_back(NewRequest(program_.Byte()));
    }
    deliverer_.Submit(std::move(batch),
                      test::SinkOf([this](Record record) { OnRecord(std::move(record)); }));
  }

  OutboundRequest NewRequest(uint8_t shape) {
    constexpr std::string_view kMethods[] = {"GET", "POST", "HEAD"};
    constexpr std::string_view kHosts[] = {"93.184.216.34", "a.example", "b.example"};
    OutboundRequest request = test::RequestTo(
        "http://" + std::string(kHosts[shape / 3 % 3]) + "/" + std::to_string(submitted_),
        std::string(kMethods[shape % 3]), std::string(shape / 9 % 2 == 1 ? 300 : 0, 'x'));
    request.seq = submitted_++;
    ended_.push_back(false);
    wires_.push_back(Wire::kNone);
    redirected_.push_back(false);
    return request;
  }

  void AnswerName(int kind) {
    const std::string host = kind % 2 == 0 ? "a.example" : "b.example";
    if (resolver_.waiting(host) == 0) return;
    switch (kind / 2 % 4) {
      case 0:
        return resolver_.Answer(host, {"93.184.216.35"});
      case 1:
        return resolver_.Answer(host, {"2606:2800::1", "93.184.216.36"});
      case 2:
        return resolver_.Answer(host, {"127.0.0.1"});
      default:
        return resolver_.Answer(host, Resolver::Answer{Error{ErrorCode::kDns, "no such name"}, {}});
    }
  }

  // The first connect that waits for an answer, or none.
  std::optional<size_t> NextConnect() const {
    for (size_t i = 0; i < network_.calls.size(); ++i) {
      if (network_.calls[i]->callback) return i;
    }
    return std::nullopt;
  }

  void Accept(int kind) {
    const auto index = NextConnect();
    if (!index) return;
    test::MemoryPipeOptions options;
    if (kind % 2 == 1) options.capacity = 40;
    servers_.push_back(
        std::make_unique<test::Server>(network_.Accept(*index, std::nullopt, options)));
    open_.push_back(true);
  }

  void Refuse() {
    if (const auto index = NextConnect()) {
      network_.Refuse(*index, {ErrorCode::kConnectRefused, "refused"});
    }
  }

  void Say(std::string_view bytes) {
    time_.Settle();  // what was said before is under way
    const size_t index = program_.Byte();
    if (servers_.empty() || bytes.empty()) return;
    const size_t chosen = index % servers_.size();
    if (open_[chosen] && !servers_[chosen]->is_closed_by_client()) {
      servers_[chosen]->Say(std::string(bytes));
    }
  }

  // One that has not ended its connection yet; it will.
  test::Server* Peer() {
    if (servers_.empty()) return nullptr;
    const size_t index = program_.Byte() % servers_.size();
    if (!open_[index]) return nullptr;
    open_[index] = false;
    return servers_[index].get();
  }

  void OnRecord(Record record) {
    SENDOFF_CHECK(record.seq < submitted_);
    SENDOFF_CHECK(!ended_[record.seq]);
    ended_[record.seq] = true;
    wires_[record.seq] = record.wire;
    redirected_[record.seq] = !record.redirects.empty();
    SENDOFF_CHECK((record.outcome == Outcome::kDelivered) == !record.error);
    SENDOFF_CHECK(record.outcome != Outcome::kDelivered || record.response);
    SENDOFF_CHECK(record.timing.total <= seconds(5));
    if (!record.response) return;
    SENDOFF_CHECK(record.response->status >= 200 && record.response->status <= 999);
    SENDOFF_CHECK(record.response->headers.size() <= kLimits.header_count);
    SENDOFF_CHECK(record.response->body.kept->size() <= kLimits.body_kept_bytes);
    SENDOFF_CHECK(record.response->body.size <= kLimits.body_read_bytes);
  }

  void CheckEnd() {
    SENDOFF_CHECK(idle_);
    SENDOFF_CHECK(deliverer_.in_flight() == 0);
    for (size_t i = 0; i < submitted_; ++i) {
      SENDOFF_CHECK(ended_[i]);
      const size_t times = CountWritten(i);
      SENDOFF_CHECK(times <= 1);
      // After a redirect it speaks of the hop that was asked for last.
      SENDOFF_CHECK(times == 0 || redirected_[i] || wires_[i] != Wire::kNone);
    }
    for (const auto& call : network_.calls) SENDOFF_CHECK(!call->callback);
    SENDOFF_CHECK(resolver_.waiting("a.example") + resolver_.waiting("b.example") == 0);
  }

  size_t CountWritten(size_t request) const {
    const std::string line = " /" + std::to_string(request) + " HTTP/1.1\r\n";
    size_t times = 0;
    for (const auto& server : servers_) {
      for (size_t at = 0; (at = server->received().find(line, at)) != std::string::npos; ++at) {
        ++times;
      }
    }
    return times;
  }

  fuzz::ByteReader& program_;
  test::FakeTime time_;
  test::FakeNetwork network_{time_.timers()};
  test::FakeResolver resolver_;
  std::vector<std::unique_ptr<test::Server>> servers_;
  std::vector<bool> open_;  // those of `servers_` that did not end their connection
  size_t submitted_ = 0;
  std::vector<bool> ended_;
  std::vector<Wire> wires_;
  std::vector<bool> redirected_;
  bool idle_ = false;
  delivery::Deliverer deliverer_;
};

}  // namespace
}  // namespace sendoff::net

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sendoff::fuzz::ByteReader program({reinterpret_cast<const char*>(data), size});
  sendoff::net::Client(&program).Run();
  return 0;
}
