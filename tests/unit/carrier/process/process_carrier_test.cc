// SPDX-License-Identifier: MIT
#include "carrier/process/process_carrier.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/carrier/process/carried.h"
#include "tests/unit/carrier/process/some_requests.h"

// What a run asks of its broker, and what comes of that.
namespace sendoff::carrier {
namespace {

using Texts = std::vector<std::string>;

class ProcessCarrierTest : public test::Carried {
 protected:
  // What the last call of a step was answered with.
  std::string Answer(const std::string& script) {
    const Completion completion = Run(script + "\ndone ok");
    EXPECT_EQ(completion.step.status, StepStatus::kOk);
    const std::string json = completion.step.return_value_json.value_or("");
    return json.size() < 2 ? json : json.substr(1, json.size() - 2);
  }
};

TEST_F(ProcessCarrierTest, AStepGetsItsInputAndItsResultComesBack) {
  assignment_.input.event_json = "{\"a\":[1,2]}";
  const Completion completion = Run("done echo");
  EXPECT_EQ(completion.step.status, StepStatus::kOk);
  EXPECT_EQ(completion.step.return_value_json, "{\"a\":[1,2]}");
  EXPECT_FALSE(completion.step.error);
  EXPECT_FALSE(completion.left_behind);
  EXPECT_NE(completion.step.started_at, WallTime());
}

TEST_F(ProcessCarrierTest, WhatAStepAsksForIsThereInItsOrder) {
  assignment_.destinations = {"email"};
  const Completion completion =
      Run("request http://a.example/1\nhandoff {\"to\":1}\nrequest http://a.example/2\n"
          "handoff {\"to\":2}\ndone ok");
  EXPECT_EQ(Targets(completion), (Texts{"/1", "/2"}));
  EXPECT_EQ(completion.requests[1].seq, 1u);
  ASSERT_EQ(completion.handoffs.size(), 2u);
  EXPECT_EQ(completion.handoffs[0].destination, "email");
  EXPECT_EQ(completion.handoffs[1].payload_json, "{\"to\":2}");
}

TEST_F(ProcessCarrierTest, AStepThatFailsIsNotTheEndOfItsRequests) {
  const Completion completion = Run("request http://a.example/1\ndone error");
  EXPECT_EQ(completion.step.status, StepStatus::kError);
  EXPECT_EQ(Targets(completion), (Texts{"/1"}));
}

TEST_F(ProcessCarrierTest, SecretsAndLinesAreToldInTheirOrder) {
  assignment_.tells_console = true;
  services_->on_print = [this](const std::string&) { EXPECT_EQ(services_->secrets.size(), 1u); };
  Run("secret hush\nprint one\nprint two\ndone ok");
  EXPECT_EQ(services_->secrets, (Texts{"hush"}));
  EXPECT_EQ(services_->printed, (Texts{"one", "two"}));
}

TEST_F(ProcessCarrierTest, LinesWithoutEndWaitForWhoHearsThem) {
  assignment_.tells_console = true;
  assignment_.limits.console_lines = 10;
  std::string script;
  for (int i = 0; i < 5000; ++i) script += "print " + std::to_string(i) + "\n";
  EXPECT_EQ(Run(script + "done ok").step.status, StepStatus::kOk);
  ASSERT_EQ(services_->printed.size(), 5000u);
  for (size_t i = 0; i < 5000; ++i) EXPECT_EQ(services_->printed[i], std::to_string(i));
}

TEST_F(ProcessCarrierTest, ALineIsToldBeforeWhatTheStepDoesLater) {
  assignment_.tells_console = true;
  services_->on_print = [this](const std::string& text) {
    EXPECT_EQ(services_->sent.size(), text == "one" ? 0u : 1u);
    EXPECT_EQ(services_->store.values.size(), 0u);
  };
  EXPECT_EQ(Answer("print one\nawait 1\nwait-awaited 1\nprint two\nset db k"), "nothing");
  EXPECT_EQ(services_->printed, (Texts{"one", "two"}));
  EXPECT_EQ(services_->store.values.size(), 1u);
}

TEST_F(ProcessCarrierTest, LinesThatNobodyWantsAreNotTold) {
  Run("print one\ndone ok");
  EXPECT_EQ(services_->printed, Texts());
}

TEST_F(ProcessCarrierTest, FilesAreThoseOfTheStepsRoot) {
  std::ofstream(folder_ + "/helper.mjs") << "export default 1;";
  EXPECT_EQ(Answer("resolve ./helper.mjs"), folder_ + "/helper.mjs");
  EXPECT_EQ(Answer("read " + folder_ + "/helper.mjs"), "export default 1;");
  EXPECT_EQ(Answer("has " + folder_ + "/helper.mjs"), "yes");
  EXPECT_EQ(Answer("has " + folder_ + "/other.mjs"), "no");
  EXPECT_EQ(Answer("read /etc/passwd").substr(0, 17), "ERR_OUTSIDE_ROOT:");
  EXPECT_EQ(Answer("strip /etc/passwd").substr(0, 17), "ERR_OUTSIDE_ROOT:");
  EXPECT_EQ(Answer("resolve ./other.mjs").substr(0, 21), "ERR_MODULE_NOT_FOUND:");
}

TEST_F(ProcessCarrierTest, AStepThatCannotBeReadIsTheWorkersToSay) {
  Assignment assignment = Step("");
  std::filesystem::remove(assignment.input.file);
  const Completion completion = carrier().Carry(std::move(assignment), services_, {});
  EXPECT_EQ(completion.step.status, StepStatus::kError);
}

TEST_F(ProcessCarrierTest, TypesAreTakenOffByTheBroker) {
  const std::string file = folder_ + "/a.ts";
  std::ofstream(file) << "let a: number = 1";
  EXPECT_EQ(Answer("strip " + file), "let a = 1; ");
  EXPECT_EQ(Answer("strip " + file), "let a = 1; ");  // as it was kept
  std::ofstream(file) << "let b: number = 1";
  EXPECT_EQ(Answer("strip " + file), "let b = 1; ");
  std::ofstream(file) << "let a: = 1";
  EXPECT_NE(Answer("strip " + file).find("Unexpected"), std::string::npos);
}

TEST_F(ProcessCarrierTest, StoresAreTheHosts) {
  EXPECT_EQ(Answer("find db"), "yes");
  EXPECT_EQ(Answer("find other"), "no");
  EXPECT_EQ(Answer("get db k"), "none");
  EXPECT_EQ(Answer("set db k"), "nothing");
  EXPECT_EQ(Answer("get db k"), "\\\"v\\\"");
  EXPECT_EQ(Answer("keys db"), "k,");
  EXPECT_EQ(Answer("delete db k"), "nothing");
  EXPECT_EQ(Answer("keys db"), "");
  EXPECT_EQ(Answer("get other k").substr(0, 17), "ERR_NOT_PROVIDED:");
}

TEST_F(ProcessCarrierTest, AStoresErrorIsNoEndOfTheRun) {
  EXPECT_EQ(Answer("get db limit"), "ERR_IO: too slow");
}

TEST_F(ProcessCarrierTest, AnAwaitedRequestIsAnswered) {
  EXPECT_EQ(Answer("await 7\nwait-awaited 1"), "7:204");
  EXPECT_EQ(services_->sent, (Texts{"/7"}));
}

TEST_F(ProcessCarrierTest, WhatAnAwaitedRequestWeighsIsGivenBack) {
  assignment_.send_limits.buffered_bytes = test::AwaitedTo("http://a.example/1").weight() * 3 / 2;
  EXPECT_EQ(Answer("await 1\nwait-awaited 1\nawait 2\nwait-awaited 2"), "2:204");
  services_->ends_at_once = false;
  EXPECT_EQ(Answer("await 3\ncancel 3\nawait 4"), "");
}

TEST_F(ProcessCarrierTest, AnAwaitedRequestIsCancelledOnce) {
  services_->ends_at_once = false;
  Run("await 1\nawait 2\ncancel 1\ncancel 1\ncancel 9\ndone ok");
  EXPECT_EQ(services_->cancelled, (std::vector<uint64_t>{1}));
}

TEST_F(ProcessCarrierTest, AwaitedRequestsThatAreOpenAtTheEndGoOnAndNobodyHoldsTheServices) {
  services_->ends_at_once = false;
  EXPECT_EQ(Run("await 1\ndone ok").step.status, StepStatus::kOk);
  EXPECT_EQ(services_->cancelled, std::vector<uint64_t>());
  EXPECT_EQ(services_.use_count(), 1);
  services_->ends[0](Record());  // for nobody
}

TEST_F(ProcessCarrierTest, AwaitedRequestsOfARunThatWasEndedAreCancelledTheLastFirst) {
  services_->ends_at_once = false;
  Run("await 1\nawait 2\nexit 0");
  EXPECT_EQ(services_->cancelled, (std::vector<uint64_t>{2, 1}));
}

TEST_F(ProcessCarrierTest, MoreThanTheRingHoldsIsTakenMeanwhile) {
  options_.ring_bytes = 4096;
  const Completion completion = Run("requests 2000\ndone ok");
  EXPECT_EQ(completion.step.status, StepStatus::kOk);
  const Texts targets = Targets(completion);
  ASSERT_EQ(targets.size(), 2000u);
  for (size_t i = 0; i < targets.size(); ++i) EXPECT_EQ(targets[i], "/" + std::to_string(i));
}

TEST_F(ProcessCarrierTest, AnInputLargerThanASocketHoldsArrives) {
  assignment_.input.event_json = "\"" + std::string(8 << 20, 'a') + "\"";
  EXPECT_EQ(Run("done echo").step.return_value_json, assignment_.input.event_json);
}

}  // namespace
}  // namespace sendoff::carrier
