// SPDX-License-Identifier: MIT
// The carrier of threads as the engine sees it: by its interface alone.
#include "carrier/thread/thread_carrier.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/unit/bindings/empty_store.h"
#include "tests/unit/bindings/step_file.h"

namespace sendoff::carrier {
namespace {

using test::StepFile;

// Answers each awaited request with `answer`, on a thread of its own.
class FakeServices final : public Services {
 public:
  ~FakeServices() override {
    if (answering_.joinable()) answering_.join();
  }

  uint64_t Send(net::OutboundRequest request, UniqueFunction<void(Record)> on_end) override {
    asked = request.url.ToString();
    answering_ = std::thread([on_end = std::move(on_end)] {
      Record record;
      record.response.emplace().status = 200;
      record.response->body.kept = std::make_shared<std::string>("answer");
      on_end(std::move(record));
    });
    return 1;
  }
  void Cancel(uint64_t) override {}

  Store* FindStore(const std::string& prop) override { return prop == "db" ? &store_ : nullptr; }

  void KeepSecret(std::string text) override { secrets.push_back(std::move(text)); }

  void Print(ConsoleLine line) override { printed.push_back(line.level + ": " + line.text); }

  std::string asked;
  std::vector<std::string> secrets;
  std::vector<std::string> printed;

 private:
  EmptyStore store_;
  std::thread answering_;
};

class CarriedByThreads : public testing::Test {
 protected:
  CarriedByThreads() : carrier_(std::move(ThreadCarrier::Create({}).value())) {}

  Completion Carry(const StepFile& file, StepLimits limits = {}, std::stop_token stop = {}) {
    Assignment assignment;
    assignment.input.file = file.path();
    assignment.input.run = "run";
    assignment.limits = limits;
    assignment.destinations = {"email"};
    assignment.tells_console = tells_console_;
    return carrier_->Carry(std::move(assignment), services_, std::move(stop));
  }

  bool tells_console_ = true;
  const std::shared_ptr<FakeServices> services_ = std::make_shared<FakeServices>();
  const std::shared_ptr<Carrier> carrier_;
};

TEST_F(CarriedByThreads, AStepGivesWhatItAskedForAsValues) {
  const StepFile file(
      "$send.http({ method: 'POST', url: 'http://a.example/', data: 'a' });"
      "$.send.email({ n: 1 });"
      "$send.http({ method: 'POST', url: 'http://b.example/', data: 'b' }); return 1");
  const Completion completion = Carry(file);
  EXPECT_EQ(completion.step.return_value_json, "1");
  EXPECT_FALSE(completion.left_behind);
  ASSERT_EQ(completion.requests.size(), 2u);
  EXPECT_EQ(completion.requests[0].url.ToString(), "http://a.example/");
  EXPECT_EQ(*completion.requests[1].body, "b");
  EXPECT_EQ(completion.requests[1].seq, 1u);
  ASSERT_EQ(completion.handoffs.size(), 1u);
  EXPECT_EQ(completion.handoffs[0].destination, "email");
  EXPECT_EQ(completion.handoffs[0].payload_json, R"({"n":1})");
  EXPECT_EQ(services_.use_count(), 1) << "nobody holds the services any more";
}

TEST_F(CarriedByThreads, AStepAsksTheServicesWhileItRuns) {
  const StepFile file(
      "import axios from 'axios';"
      "export default { props: { db: '$.service.db' }, async run() {"
      " const none = await this.db.get('a');"
      " return [none === undefined, (await axios.get('http://a.example/')).data] } }");
  const Completion completion = Carry(file);
  EXPECT_EQ(completion.step.return_value_json, R"([true,"answer"])")
      << (completion.step.error ? completion.step.error->stack : "");
  EXPECT_EQ(services_->asked, "http://a.example/");
  EXPECT_TRUE(completion.requests.empty());
}

TEST_F(CarriedByThreads, TheServicesHearOfSecrets) {
  const StepFile file(
      "export default { props: { key: { type: 'string', secret: true, default: 'k-1' } },"
      " run() { return this.key } }");
  EXPECT_EQ(Carry(file).step.return_value_json, R"("k-1")");
  EXPECT_EQ(services_->secrets, std::vector<std::string>{"k-1"});
}

// Those too that the result has no room for.
TEST_F(CarriedByThreads, TheServicesHearOfEachLineThatIsPrinted) {
  const StepFile file("for (let i = 0; i < 5; ++i) console.warn(i);");
  const Completion completion = Carry(file, {.console_lines = 1});
  EXPECT_EQ(services_->printed,
            (std::vector<std::string>{"warn: 0", "warn: 1", "warn: 2", "warn: 3", "warn: 4"}));
  EXPECT_LT(completion.step.console.size(), 5u);
}

TEST_F(CarriedByThreads, TheServicesHearOfNoLineUnlessTheyAreToBeTold) {
  tells_console_ = false;
  const Completion completion = Carry(StepFile("console.log(1)"));
  EXPECT_EQ(completion.step.console.size(), 1u);
  EXPECT_TRUE(services_->printed.empty());
}

TEST_F(CarriedByThreads, AStopBeforeTheCallEndsTheStep) {
  const StepFile file("await new Promise((r) => setTimeout(r, 1e8))");
  std::stop_source source;
  source.request_stop();
  const Completion completion = Carry(file, {}, source.get_token());
  ASSERT_TRUE(completion.step.error);
  EXPECT_EQ(completion.step.error->kind, ErrorCode::kStepStopped);
}

TEST_F(CarriedByThreads, OnlyAStepThatIsLeftBehindKeepsTheServicesUntilItsThreadEnds) {
  // V8 looks for no stop in there, and is some seconds over it.
  const StepFile file(
      "$send.http({ method: 'GET', url: 'http://a.example/' }); Array(5e8).indexOf(1);");
  const Completion completion = Carry(
      file, {.wall_time = std::chrono::milliseconds(100), .grace = std::chrono::milliseconds(1)});
  EXPECT_TRUE(completion.left_behind);
  EXPECT_EQ(completion.requests.size(), 1u) << "what it asked for is here all the same";
  EXPECT_GT(services_.use_count(), 1);
  while (services_.use_count() > 1) std::this_thread::yield();
}

}  // namespace
}  // namespace sendoff::carrier
