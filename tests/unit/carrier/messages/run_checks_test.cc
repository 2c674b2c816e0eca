// SPDX-License-Identifier: MIT
#include "carrier/messages/run_checks.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "carrier/messages/frame_writer.h"
#include "tests/support/fake_clock.h"
#include "tests/unit/carrier/messages/samples.h"

namespace sendoff::messages {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class RunChecksTest : public testing::Test {
 protected:
  carrier::Assignment assignment_;
  test::FakeClock clock_;
  test::FakeWallClock wall_clock_;

  RunChecksTest() { wall_clock_.MoveTo(test::SomeTime()); }

  RunChecks Make() { return {assignment_, clock_, wall_clock_}; }

  template <class Message>
  std::string FaultOf(Message message) {
    RunChecks checks = Make();
    Result<void> good;
    if constexpr (requires { checks.Check(&message); }) {
      good = checks.Check(&message);
    } else {
      good = checks.Check(message);
    }
    if (good.ok()) return "";
    EXPECT_EQ(good.error().code, ErrorCode::kIo);
    return good.error().message;
  }
};

TEST_F(RunChecksTest, TakeWhatARunCanSay) {
  EXPECT_EQ(FaultOf(Secret{"a"}), "");
  EXPECT_EQ(FaultOf(Print{{"log", "a", {}}}), "");
  EXPECT_EQ(FaultOf(Request{test::SomeRequest()}), "");
  EXPECT_EQ(FaultOf(Awaited{1, test::SomeAwaited()}), "");
  EXPECT_EQ(FaultOf(HandOff{{"email", "{}"}}), "");
  EXPECT_EQ(FaultOf(StoreGet{1, "p", "k"}), "");
  EXPECT_EQ(FaultOf(StoreSet{1, "p", "k", "1", seconds(1)}), "");
  EXPECT_EQ(FaultOf(StoreDelete{1, "p", "k"}), "");
  EXPECT_EQ(FaultOf(Done{test::SomeResult()}), "");
}

TEST_F(RunChecksTest, NameTheMessage) {
  EXPECT_EQ(FaultOf(Print{{"x", "a", {}}}), "message Print: no console has the level \"x\"");
  EXPECT_EQ(FaultOf(Done{}), "message Done: the step is not ok and has no error");
  EXPECT_EQ(FaultOf(HandOff{{"email", "{"}}), "message HandOff: the payload is no JSON");
}

TEST_F(RunChecksTest, ALineIsAsOldAsItsRun) {
  const RunChecks checks = Make();
  Print print{{"log", "a", WallTime()}};
  EXPECT_TRUE(checks.Check(&print).ok());
  EXPECT_EQ(print.line.time, test::SomeTime());
  wall_clock_.MoveTo(test::SomeTime() + seconds(2));
  print.line.time = WallTime::max();
  EXPECT_TRUE(checks.Check(&print).ok());
  EXPECT_EQ(print.line.time, test::SomeTime() + seconds(2));
}

TEST_F(RunChecksTest, ARunTakesAsLongAsItsBrokerSees) {
  const RunChecks checks = Make();
  clock_.MoveTo(clock_.Now() + milliseconds(30));
  Done done{test::SomeResult()};
  done.step.duration = seconds(5);
  EXPECT_TRUE(checks.Check(&done).ok());
  EXPECT_EQ(done.step.duration, milliseconds(30));
}

TEST_F(RunChecksTest, ARequestKeepsTheLimitsOfACall) {
  assignment_.send_limits.body_bytes = 2;
  EXPECT_TRUE(FaultOf(Request{test::SomeRequest()})
                  .starts_with("message Request: data has 3 bytes, more than the limit of 2"));
  EXPECT_TRUE(FaultOf(Awaited{1, test::SomeAwaited()}).starts_with("message Awaited: data has 3"));
}

TEST_F(RunChecksTest, ARequestHasTextsForPeople) {
  Request request{test::SomeRequest()};
  request.request.call_site = "a\xff";
  EXPECT_EQ(FaultOf(request), "message Request: a text is no UTF-8");
  request = {test::SomeRequest()};
  request.request.warnings = std::vector<std::string>{"a", "\xff"};
  EXPECT_EQ(FaultOf(request), "message Request: a text is no UTF-8");
  request.request.warnings = std::vector<std::string>(1000);
  EXPECT_TRUE(Make().Check(&request).ok());
  EXPECT_EQ(request.request.warnings->size(), 100u);
}

TEST_F(RunChecksTest, TheTermsOfWaitingAreTheRunsOwn) {
  assignment_.limits.wall_time = milliseconds(500);
  assignment_.send_limits.awaited_response_bytes = 7;
  const RunChecks checks = Make();
  EXPECT_EQ(checks.most_terms().timeout, milliseconds(1500));
  EXPECT_EQ(checks.most_terms().redirects, 100u);
  EXPECT_EQ(checks.most_terms().body_bytes, 7u);
}

TEST_F(RunChecksTest, StoresGetJsonUnderAKey) {
  EXPECT_EQ(FaultOf(StoreGet{1, "p", ""}), "message StoreGet: the key is empty");
  EXPECT_EQ(FaultOf(StoreSet{1, "p", "", "1", {}}), "message StoreSet: the key is empty");
  EXPECT_EQ(FaultOf(StoreDelete{1, "p", ""}), "message StoreDelete: the key is empty");
  EXPECT_EQ(FaultOf(StoreSet{1, "p", "k", "", {}}), "message StoreSet: the value is no JSON");
  EXPECT_EQ(FaultOf(StoreSet{1, "p", "k", "1", seconds(10'000'000'000)}), "");
  for (const int64_t ttl :
       {int64_t{0}, int64_t{-1}, int64_t{10'000'000'001}, std::numeric_limits<int64_t>::max()}) {
    EXPECT_EQ(FaultOf(StoreSet{1, "p", "k", "1", seconds(ttl)}),
              "message StoreSet: the ttl is " + std::to_string(ttl) + " seconds");
  }
}

TEST_F(RunChecksTest, TextsAreNoLongerThanAStepMayMakeThem) {
  const std::string longest(64 << 10, 'a');
  const std::string longer = longest + "a";
  const std::string wrong = " has 65537 bytes, more than the limit of 65536";
  EXPECT_EQ(FaultOf(Resolve{1, longest, longest}), "");
  EXPECT_EQ(FaultOf(Resolve{1, longer, "/a"}), "message Resolve: the specifier" + wrong);
  EXPECT_EQ(FaultOf(Resolve{1, "a", longer}), "message Resolve: the path" + wrong);
  EXPECT_EQ(FaultOf(ReadFile{1, longest}) + FaultOf(HasFile{1, longest}) +
                FaultOf(Strip{1, longest}) + FaultOf(FindStore{1, longest}) +
                FaultOf(StoreKeys{1, longest}) + FaultOf(StoreGet{1, longest, longest}),
            "");
  EXPECT_EQ(FaultOf(ReadFile{1, longer}), "message ReadFile: the path" + wrong);
  EXPECT_EQ(FaultOf(HasFile{1, longer}), "message HasFile: the path" + wrong);
  EXPECT_EQ(FaultOf(Strip{1, longer}), "message Strip: the path" + wrong);
  EXPECT_EQ(FaultOf(FindStore{1, longer}), "message FindStore: the prop" + wrong);
  EXPECT_EQ(FaultOf(StoreKeys{1, longer}), "message StoreKeys: the prop" + wrong);
  EXPECT_EQ(FaultOf(StoreGet{1, longer, "k"}), "message StoreGet: the prop" + wrong);
  EXPECT_EQ(FaultOf(StoreGet{1, "p", longer}), "message StoreGet: the key" + wrong);
  EXPECT_EQ(FaultOf(StoreDelete{1, "p", longer}), "message StoreDelete: the key" + wrong);
  EXPECT_EQ(FaultOf(StoreSet{1, "p", longer, "1", {}}), "message StoreSet: the key" + wrong);
  const std::string value((64 << 20) + 1, '1');
  EXPECT_EQ(FaultOf(StoreSet{1, "p", "k", value.substr(1), {}}), "");
  EXPECT_EQ(FaultOf(StoreSet{1, "p", "k", value, {}}),
            "message StoreSet: the value has 67108865 bytes, more than the limit of 67108864");
}

TEST_F(RunChecksTest, NumbersRise) {
  RunChecks checks = Make();
  const auto number_of = [&checks](auto message) -> std::string {
    FrameWriter writer(1 << 20);
    const std::string frame(writer.Write(message).value());
    const auto judged = checks.Judge<decltype(message)>(frame.substr(kFrameHead));
    return judged.ok() ? "" : judged.error().message;
  };
  EXPECT_EQ(number_of(HasFile{1, "a"}), "");
  EXPECT_EQ(number_of(HasFile{1, "a"}), "message HasFile: the number 1 comes after 1");
  EXPECT_EQ(number_of(StoreGet{7, "p", "k"}), "");
  EXPECT_EQ(number_of(ReadFile{6, "a"}), "message ReadFile: the number 6 comes after 7");
  EXPECT_EQ(number_of(Awaited{2, test::SomeAwaited()}), "");
  EXPECT_EQ(number_of(Cancel{2}) + number_of(Cancel{2}) + number_of(Cancel{9}), "");
  EXPECT_EQ(number_of(Awaited{2, test::SomeAwaited()}),
            "message Awaited: the number 2 comes after 2");
}

TEST_F(RunChecksTest, SecretsAreNoMoreThanWereGiven) {
  const auto accepted = [this](const Secret& secret) {
    RunChecks checks = Make();
    size_t count = 0;
    while (checks.Check(secret).ok()) ++count;
    return count;
  };
  EXPECT_EQ(accepted({std::string(1 << 20, 'x')}), 0u);
  EXPECT_EQ(accepted({""}), 4096u) << "each costs something";
  assignment_.input.auths["app"] = std::string(1 << 20, ' ');
  EXPECT_EQ(accepted({std::string(1 << 20, 'x')}), 4u);
  assignment_.input.props_json.assign(1 << 20, ' ');
  EXPECT_EQ(accepted({std::string(1 << 20, 'x')}), 8u);
}

TEST_F(RunChecksTest, TheLargestMessageHasRoomForWhatTheLimitsAllow) {
  constexpr uint32_t kSource = 65 << 20;
  EXPECT_EQ(LargestMessage({}, {}), kSource);
  StepLimits limits;
  limits.result_bytes = 100 << 20;
  limits.console_bytes = 50 << 20;
  EXPECT_GT(LargestMessage(limits, {}), 150u << 20);
  SendLimits send_limits;
  send_limits.body_bytes = 200 << 20;
  EXPECT_GT(LargestMessage({}, send_limits), 200u << 20);
  send_limits.header_bytes = send_limits.header_count = std::numeric_limits<uint64_t>::max();
  limits.console_lines = std::numeric_limits<uint64_t>::max();
  EXPECT_EQ(LargestMessage(limits, send_limits), std::numeric_limits<uint32_t>::max());
}

}  // namespace
}  // namespace sendoff::messages
