// SPDX-License-Identifier: MIT
// Each scenario is run once to count its operations, and then again for each of them, with that one
// going wrong in every way there is. Whatever goes wrong, each request has one record, the record
// says no less about the wire than the server saw, and nothing is left over.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "delivery/deliverer.h"
#include "tests/support/delivery_world.h"
#include "tests/support/record_sinks.h"
#include "tests/support/turn_limit.h"
#include "tests/unit/delivery/played_gate.h"
#include "tests/unit/delivery/played_network.h"

namespace sendoff::delivery {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::Fault;
using test::FaultPlan;
using test::PlayedNetwork;
using test::PlayedServer;
using test::Reply;

// What is done to a scenario when its k-th operation comes.
enum class Mishap {
  kFail,
  kFailHalf,
  kStall,
  kClockJump,  // at the k-th turn of the timers, not operation: all that is due is late
  kCancel,     // of the run
  kShutdown,
  kDestroy,  // of the deliverer
};

struct Scenario {
  std::string name;
  std::vector<std::string> requests;  // "POST http://name/"
  std::vector<std::string> ends;      // each one's, when nothing goes wrong: "delivered", "timeout"
  PlayedNetwork::Options network = {};
  std::vector<std::string> addresses = {"93.184.216.34"};
  bool ordered = false;
  size_t concurrency = 64;
  Redirects redirects = Redirects::kSafe;
  size_t body_bytes = 100;
  bool gate = false;

  bool has_narrow_pipe() const { return network.capacity < 1'000; }
  bool is_https() const { return requests[0].find("https:") != std::string::npos; }
};

void PrintTo(const Scenario& scenario, std::ostream* out) { *out << scenario.name; }

constexpr seconds kTimeout{5};
constexpr uint64_t kToken = 7;

// One run of a scenario.
class Torture {
 public:
  Torture(const Scenario& scenario, std::optional<size_t> at, Mishap mishap)
      : scenario_(scenario), mishap_(mishap), context_(MakeContext()) {
    if (mishap == Mishap::kClockJump) {
      jump_at_ = at;
    } else if (at) {
      plan_ = FaultPlan(*at, FaultOf(mishap), [this] { Interrupt(); });
    }
    PlayedNetwork::Options options = scenario.network;
    if (scenario.is_https()) options.identity = &ServerIdentity();
    network_.emplace(time_.timers(), plan_, options);
    resolver_.emplace(time_.timers(), plan_, scenario.addresses);
    if (scenario.gate) gate_.emplace(time_.timers(), plan_);
    deliverer_.emplace(
        net::ConnectorParts{
            time_.timers(), *network_, *resolver_, *context_, *net::EgressPolicy::Create({}), {}},
        Deliverer::Options{.concurrency = scenario.concurrency,
                           .timeout = kTimeout,
                           .redirects = scenario.redirects,
                           .gate = gate_ ? &*gate_ : nullptr});
  }

  void Run() {
    RunBatch batch;
    batch.info = {"r", "step.mjs"};
    batch.ordered = scenario_.ordered;
    for (const std::string& text : scenario_.requests) batch.requests.push_back(Parse(text));
    deliverer_->Submit(std::move(batch), test::SinkInto(records_), kToken);
    RunClock();
  }

  void CheckRecords() {
    EXPECT_EQ(records_.size(), scenario_.requests.size());
    if (deliverer_) {
      EXPECT_EQ(deliverer_->in_flight(), 0u);
    }
    std::map<uint64_t, const Record*> by_seq;
    for (const Record& record : records_) {
      EXPECT_TRUE(by_seq.emplace(record.seq, &record).second) << "two records for " << record.seq;
      CheckRecord(record);
    }
    for (uint64_t seq = 0; seq < scenario_.requests.size(); ++seq) {
      EXPECT_LE(ConnectionsThatSaw(TargetOf(seq)), 1u) << "request " << seq << " was sent twice";
    }
    EXPECT_LE(ConnectionsThatSaw("/moved"), 1u) << "a redirect was followed twice";
    if (gate_) CheckClaims();
    test::ExpectShortTurns(longest_turn_);
  }

  // The mishap took place.
  bool was_reached() const { return jump_at_ ? turns_ > *jump_at_ : plan_.was_reached(); }

  // How each request ended: "delivered", or the error's name.
  std::vector<std::string> Ends() const {
    std::vector<std::string> ends(records_.size());
    for (const Record& record : records_) {
      ends.at(record.seq) = record.error ? ErrorName(record.error->code) : ToString(record.outcome);
      if (record.error) ends[record.seq] += " in " + std::string(ToString(record.error->phase));
    }
    return ends;
  }

 private:
  static const test::Identity& ServerIdentity() {
    static const test::Identity identity = Ca().Issue({.names = {"DNS:a.test", "DNS:b.test"}});
    return identity;
  }

  static const test::TestCa& Ca() {
    static const test::TestCa ca;
    return ca;
  }

  static std::unique_ptr<net::TlsContext> MakeContext() {
    static const test::TemporaryFile roots(Ca().identity().Pem());
    // The machine's own roots take long to read and have no part in this.
    setenv("SSL_CERT_FILE", roots.path().c_str(), 1);
    return std::move(*net::TlsContext::Create(roots.path()));
  }

  static Fault FaultOf(Mishap mishap) {
    switch (mishap) {
      case Mishap::kFail:
        return Fault::kFail;
      case Mishap::kFailHalf:
        return Fault::kFailHalf;
      case Mishap::kStall:
        return Fault::kStall;
      default:
        return Fault::kNone;
    }
  }

  net::OutboundRequest Parse(const std::string& text) {
    const size_t space = text.find(' ');
    const bool has_body = text.starts_with("POST");
    net::OutboundRequest request =
        test::RequestTo(text.substr(space + 1) + std::to_string(next_seq_), text.substr(0, space),
                        has_body ? std::string(scenario_.body_bytes, 'x') : "");
    request.seq = next_seq_++;
    return request;
  }

  // Inside an operation, and it must not be done there.
  void Interrupt() {
    if (FaultOf(mishap_) == Fault::kNone) interrupt_.StartAfter(Duration::zero());
  }

  // Until nothing is left to do. Every delivery ends with its deadline, so that is bounded.
  void RunClock() {
    const Instant limit = time_.Now() + Bound();
    while (const auto next = time_.timers().NextDeadline()) {
      ASSERT_LE(*next, limit) << "it goes on and on";
      time_.clock().MoveTo(std::max(*next, time_.Now()));
      // The machine slept, or the loop was held up: all that was due meanwhile is due at once.
      if (turns_++ == jump_at_) time_.clock().MoveTo(time_.Now() + seconds(30));
      const Duration before = test::ThreadCpuTime();
      time_.timers().RunDue();
      longest_turn_ = std::max(longest_turn_, test::ThreadCpuTime() - before);
    }
  }

  void CheckClaims() const {
    for (uint64_t seq = 0; seq < scenario_.requests.size(); ++seq) {
      EXPECT_LE(gate_->claims(seq), 1u) << "request " << seq << " was claimed twice";
      if (!gate_->has_let_through(seq)) {
        EXPECT_EQ(ConnectionsThatSaw(TargetOf(seq)), 0u) << "request " << seq << " passed the gate";
      }
    }
    EXPECT_EQ(gate_->pending(), 0u);
  }

  Duration Bound() const {
    return (kTimeout + seconds(5)) * static_cast<int>(scenario_.requests.size()) + seconds(60);
  }

  void CheckRecord(const Record& record) {
    SCOPED_TRACE("request " + std::to_string(record.seq) +
                 (record.error ? ": " + record.error->message : " delivered"));
    EXPECT_EQ(record.error.has_value(), record.outcome != Outcome::kDelivered);
    if (record.outcome == Outcome::kDelivered) {
      EXPECT_EQ(record.response->status, 200);
    }
    const Timing& timing = record.timing;
    EXPECT_EQ(timing.dns + timing.connect + timing.tls + timing.write + timing.wait + timing.read,
              timing.total);
    if (mishap_ != Mishap::kClockJump) {
      EXPECT_LE(timing.total, kTimeout);
    }

    // After redirects a record is about the last of its requests.
    const bool moved = !record.redirects.empty();
    const Wire seen = Seen(moved ? "/moved" : TargetOf(record.seq));
    EXPECT_GE(static_cast<int>(record.wire), static_cast<int>(seen)) << "the server saw more";
    // Nobody sees a part of a TLS record, or of a request line, or what is not read.
    if (!scenario_.is_https() && !scenario_.network.deaf && !scenario_.has_narrow_pipe()) {
      EXPECT_EQ(record.wire, seen) << "the server saw less";
    }
    const bool is_get = record.request.method == "GET";
    EXPECT_EQ(record.safe_to_replay(), is_get || (record.wire == Wire::kNone && !moved));
  }

  static std::string TargetOf(uint64_t seq) { return '/' + std::to_string(seq); }

  // How much of a request its server saw.
  Wire Seen(const std::string& target) const {
    for (const PlayedServer& server : network_->servers()) {
      const std::string_view text = server.received();
      const size_t start = StartOf(text, target);
      if (start == std::string_view::npos) continue;
      return test::RequestLength(text.substr(start)) > 0 ? Wire::kFull : Wire::kPartial;
    }
    return Wire::kNone;
  }

  size_t ConnectionsThatSaw(const std::string& target) const {
    return static_cast<size_t>(std::count_if(
        network_->servers().begin(), network_->servers().end(), [&](const PlayedServer& server) {
          return StartOf(server.received(), target) != std::string_view::npos;
        }));
  }

  // Where its request line is, from the target on.
  static size_t StartOf(std::string_view text, const std::string& target) {
    return text.find(" " + target + " HTTP/1.1\r\n");
  }

  const Scenario& scenario_;
  const Mishap mishap_;
  test::FakeTime time_;
  FaultPlan plan_;
  std::unique_ptr<net::TlsContext> context_;
  std::optional<PlayedNetwork> network_;
  std::optional<test::PlayedResolver> resolver_;
  std::optional<test::PlayedGate> gate_;
  std::vector<Record> records_;
  uint64_t next_seq_ = 0;
  size_t turns_ = 0;
  Duration longest_turn_{};
  std::optional<size_t> jump_at_;
  std::optional<Deliverer> deliverer_;
  Timer interrupt_{time_.timers(), [this] {
                     if (mishap_ == Mishap::kDestroy) return deliverer_.reset();
                     if (mishap_ == Mishap::kShutdown) return deliverer_->Shutdown(nullptr);
                     deliverer_->Cancel(kToken, {ErrorCode::kTerminated, "the test has enough"});
                   }};
};

const std::vector<Scenario>& Scenarios() {
  static const std::vector<Scenario> scenarios = {
      {.name = "OnePost", .requests = {"POST http://a.test/"}, .ends = {"delivered"}},
      {.name = "ConnectionsUsedAgain",
       .requests = {"POST http://a.test/", "GET http://a.test/", "POST http://a.test/"},
       .ends = {"delivered", "delivered", "delivered"},
       .concurrency = 1},
      {.name = "ServerThatClosesAfterAnswering",
       .requests = {"POST http://a.test/", "POST http://a.test/"},
       .ends = {"delivered", "delivered"},
       .network = {.replies = {Reply::kAnswerAndClose}},
       .concurrency = 1},
      {.name = "ServerThatResetsAConnectionUsedAgain",
       .requests = {"POST http://a.test/", "POST http://a.test/", "POST http://a.test/"},
       .ends = {"delivered", "reset_on_reuse in wait", "delivered"},
       .network = {.replies = {Reply::kAnswer, Reply::kReset}},
       .concurrency = 1},
      {.name = "OrderedRun",
       .requests = {"POST http://a.test/", "POST http://b.test/", "GET http://a.test/"},
       .ends = {"delivered", "delivered", "delivered"},
       .ordered = true},
      {.name = "ManyAtOnce",
       .requests = {"POST http://a.test/", "POST http://b.test/", "GET http://a.test/",
                    "POST http://93.184.216.35/"},
       .ends = {"delivered", "delivered", "delivered", "delivered"}},
      {.name = "BodyLargerThanTheNetworkTakesAtOnce",
       .requests = {"POST http://a.test/"},
       .ends = {"delivered"},
       .network = {.capacity = 100},
       .body_bytes = 300},
      {.name = "Tls", .requests = {"POST https://a.test/"}, .ends = {"delivered"}},
      {.name = "TlsConnectionsUsedAgain",
       .requests = {"POST https://a.test/", "GET https://a.test/", "POST https://b.test/"},
       .ends = {"delivered", "delivered", "delivered"},
       .concurrency = 1},
      {.name = "TlsThroughANarrowPipe",
       .requests = {"POST https://a.test/"},
       .ends = {"delivered"},
       .network = {.replies = {Reply::kAnswerAndClose}, .capacity = 900},
       .body_bytes = 3000},
      {.name = "RaceOfAddressesWithBlackHoles",
       .requests = {"POST http://a.test/"},
       .ends = {"delivered"},
       .network = {.black_holes = 2},
       .addresses = {"2606:2800::1", "93.184.216.34", "93.184.216.35"}},
      {.name = "Redirect",
       .requests = {"GET http://a.test/"},
       .ends = {"delivered"},
       .network = {.replies = {Reply::kRedirect}}},
      {.name = "RedirectOfAPost",
       .requests = {"POST https://a.test/"},
       .ends = {"delivered"},
       .network = {.replies = {Reply::kRedirect}},
       .redirects = Redirects::kAll},
      {.name = "Gate",
       .requests = {"POST http://a.test/", "GET http://a.test/", "POST http://b.test/"},
       .ends = {"delivered", "delivered", "delivered"},
       .gate = true},
      {.name = "GateBeforeConnectionsUsedAgain",
       .requests = {"POST http://a.test/", "GET http://a.test/", "POST http://a.test/"},
       .ends = {"delivered", "delivered", "delivered"},
       .concurrency = 1,
       .gate = true},
      {.name = "GateBeforeARedirect",
       .requests = {"GET https://a.test/"},
       .ends = {"delivered"},
       .network = {.replies = {Reply::kRedirect}},
       .gate = true},
      {.name = "TimeoutInDns",
       .requests = {"POST http://a.test/"},
       .ends = {"timeout in dns"},
       .addresses = {}},
      {.name = "TimeoutInConnect",
       .requests = {"POST http://a.test/"},
       .ends = {"timeout in connect"},
       .network = {.black_holes = 9}},
      {.name = "TimeoutInTls",
       .requests = {"POST https://a.test/"},
       .ends = {"timeout in tls"},
       .network = {.deaf = true}},
      {.name = "TimeoutInWrite",
       .requests = {"POST http://a.test/"},
       .ends = {"timeout in write"},
       .network = {.deaf = true, .capacity = 10}},
      {.name = "TimeoutInWait",
       .requests = {"POST http://a.test/", "GET http://a.test/"},
       .ends = {"timeout in wait", "timeout in wait"},
       .network = {.replies = {Reply::kNothing}}},
      {.name = "TimeoutInRead",
       .requests = {"POST http://a.test/", "GET http://a.test/"},
       .ends = {"timeout in read", "timeout in read"},
       .network = {.replies = {Reply::kHalf}}},
  };
  return scenarios;
}

class TortureTest : public testing::TestWithParam<Scenario> {
 protected:
  static void FailEachOperation(Mishap mishap) {
    for (size_t at = 0;; ++at) {
      SCOPED_TRACE("operation " + std::to_string(at));
      Torture torture(GetParam(), at, mishap);
      torture.Run();
      torture.CheckRecords();
      if (HasFailure() || !torture.was_reached()) return;
    }
  }
};

TEST_P(TortureTest, RunsWithoutAnyMishap) {
  Torture torture(GetParam(), std::nullopt, Mishap::kFail);
  torture.Run();
  torture.CheckRecords();
  EXPECT_EQ(torture.Ends(), GetParam().ends);
}

TEST_P(TortureTest, SurvivesTheFailureOfEachOperation) { FailEachOperation(Mishap::kFail); }

TEST_P(TortureTest, SurvivesAFailureHalfwayThroughEachWrite) {
  FailEachOperation(Mishap::kFailHalf);
}

TEST_P(TortureTest, SurvivesSilenceInPlaceOfEachOperation) { FailEachOperation(Mishap::kStall); }

TEST_P(TortureTest, SurvivesALoopHeldUpAtEachOperation) { FailEachOperation(Mishap::kClockJump); }

TEST_P(TortureTest, CanBeCancelledAfterEachOperation) { FailEachOperation(Mishap::kCancel); }

TEST_P(TortureTest, CanBeDestroyedAfterEachOperation) { FailEachOperation(Mishap::kDestroy); }

TEST_P(TortureTest, CanBeShutDownAfterEachOperation) { FailEachOperation(Mishap::kShutdown); }

INSTANTIATE_TEST_SUITE_P(Scenarios, TortureTest, testing::ValuesIn(Scenarios()),
                         [](const auto& scenario) { return scenario.param.name; });

}  // namespace
}  // namespace sendoff::delivery
