// SPDX-License-Identifier: MIT
#include "engine/replay.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sendoff::engine {
namespace {

RecordedBody Body(std::string bytes) {
  const size_t size = bytes.size();
  return {size, std::make_shared<const std::string>(std::move(bytes)), false};
}

RecordedRequest Request(const std::string& method, const std::string& url,
                        std::optional<RecordedBody> body = std::nullopt) {
  return {method, url, {}, std::move(body)};
}

// A request that was answered with `answer`.
Record Answered(const std::string& id, RecordedRequest request, const std::string& answer) {
  Record record;
  record.id = id;
  record.kind = Kind::kAwaited;
  record.outcome = Outcome::kDelivered;
  record.request = std::move(request);
  record.response = RecordedResponse{200, "OK", "1.1", {}, Body(answer)};
  return record;
}

Record Failed(const std::string& id, RecordedRequest request, ErrorCode code,
              Outcome outcome = Outcome::kFailed) {
  Record record = Answered(id, std::move(request), "");
  record.response.reset();
  record.outcome = outcome;
  record.error = {code, Phase::kWait, "x"};
  return record;
}

RecordedRequest AsItIs(RecordedRequest request) { return request; }

// The id of the record that answers, or why none does.
std::string Take(Replay& replay, const RecordedRequest& request) {
  const auto taken = replay.Take(request);
  return taken.ok() ? (*taken)->id : taken.error().message;
}

const char* const kUrl = "https://example.com/a";

TEST(Replay, AnswersByMethodUrlAndBody) {
  Replay replay({Answered("r.0", Request("GET", kUrl), ""),
                 Answered("r.1", Request("POST", kUrl, Body("1")), ""),
                 Answered("r.2", Request("POST", kUrl, Body("2")), "")},
                AsItIs);
  EXPECT_EQ(Take(replay, Request("POST", kUrl, Body("2"))), "r.2");
  EXPECT_EQ(Take(replay, Request("POST", kUrl, Body("1"))), "r.1");
  EXPECT_EQ(Take(replay, Request("GET", kUrl)), "r.0");
}

TEST(Replay, AnswersTheSameRequestInTheOrderOfTheLogAndEachOnce) {
  Replay replay(
      {Answered("r.0", Request("GET", kUrl), ""), Answered("r.1", Request("GET", kUrl), "")},
      AsItIs);
  EXPECT_EQ(Take(replay, Request("GET", kUrl)), "r.0");
  EXPECT_EQ(Take(replay, Request("GET", kUrl)), "r.1");
  EXPECT_EQ(
      Take(replay, Request("GET", kUrl)),
      "the log of the replay has no answer to GET https://example.com/a that it has not given "
      "already: the last was r.1");
}

TEST(Replay, ComparesWhatALogOfTheRunWouldShow) {
  Replay replay({Answered("r.0", Request("GET", "https://example.com/?key=[redacted]"), "")},
                [](RecordedRequest request) {
                  const size_t at = request.url.find("hunter2");
                  if (at != std::string::npos) request.url.replace(at, 7, "[redacted]");
                  return request;
                });
  const std::string why = Take(replay, Request("GET", "https://example.com/b?key=hunter2"));
  EXPECT_EQ(why.find("hunter2"), std::string::npos) << why;
  EXPECT_EQ(Take(replay, Request("GET", "https://example.com/?key=hunter2")), "r.0");
}

TEST(Replay, ComparesALogThatShowsSecretsAsWell) {
  Replay replay({Answered("r.0", Request("GET", "https://example.com/?key=hunter2"), "")},
                [](RecordedRequest request) {
                  request.url = "hidden";
                  return request;
                });
  EXPECT_EQ(Take(replay, Request("GET", "https://example.com/?key=hunter2")), "r.0");
}

TEST(Replay, TellsFailuresAgainButNotWhatWasGivenUp) {
  Replay replay({Failed("r.0", Request("GET", kUrl), ErrorCode::kTerminated),
                 Failed("r.1", Request("GET", kUrl), ErrorCode::kShutdown, Outcome::kDiscarded),
                 Failed("r.2", Request("GET", kUrl), ErrorCode::kTimeout)},
                AsItIs);
  EXPECT_EQ(Take(replay, Request("GET", kUrl)), "r.2");
}

TEST(Replay, AnswersFromTheLogOfAReplay) {
  Record record = Answered("r.0", Request("GET", kUrl), "");
  record.outcome = Outcome::kDiscarded;
  record.error = {ErrorCode::kDryRun, Phase::kQueue, "x"};
  Replay replay({record}, AsItIs);
  EXPECT_EQ(Take(replay, Request("GET", kUrl)), "r.0");
}

TEST(Replay, SaysThatALogHasARequestWithoutAnAnswer) {
  Replay replay({Failed("r.0", Request("GET", kUrl), ErrorCode::kDryRun, Outcome::kDiscarded)},
                AsItIs);
  EXPECT_EQ(Take(replay, Request("GET", kUrl)),
            "the log of the replay has no answer to GET https://example.com/a: r.0 was discarded "
            "there, with dry_run");
}

TEST(Replay, DoesNotAnswerWithAPartOfABody) {
  Record record = Answered("r.0", Request("GET", kUrl), "abc");
  record.response->body.truncated = true;
  record.response->body.size = 100;
  Replay replay({record}, AsItIs);
  const std::string why = Take(replay, Request("GET", kUrl));
  EXPECT_NE(
      why.find("only the first 3 of 100 bytes of the response to GET https://example.com/a (r.0)"),
      std::string::npos)
      << why;
}

TEST(Replay, AnswersWithAllThatCameOfABodyThatEndedEarly) {
  Record record = Answered("r.0", Request("GET", kUrl), "abc");
  record.response->body.truncated = true;
  Replay replay({record}, AsItIs);
  EXPECT_EQ(Take(replay, Request("GET", kUrl)), "r.0");
}

TEST(Replay, NamesTheNearestAndWhereBodiesDiffer) {
  Replay replay({Answered("r.0", Request("GET", "https://example.com/users/1"), ""),
                 Answered("r.1", Request("POST", kUrl, Body(R"({"a":1,"b":2})")), ""),
                 Answered("r.2", Request("GET", "https://other.example/"), "")},
                AsItIs);
  EXPECT_EQ(
      Take(replay, Request("GET", "https://example.com/users/2")),
      "the log of the replay has no answer to GET https://example.com/users/2; nearest is r.0, "
      "GET https://example.com/users/1");
  EXPECT_EQ(
      Take(replay, Request("PUT", kUrl, Body(R"({"a":1,"b":2})"))),
      "the log of the replay has no answer to PUT https://example.com/a; nearest is r.1, POST "
      "https://example.com/a");
  EXPECT_EQ(
      Take(replay, Request("POST", kUrl, Body(R"({"a":1,"b":3})"))),
      "the log of the replay has no answer to POST https://example.com/a; nearest is r.1, whose "
      "body differs from byte 11 on: the log has `2}`, the step sends `3}`");
  EXPECT_NE(Take(replay, Request("POST", kUrl, Body("\xff"))).find("the step sends other bytes"),
            std::string::npos);
  EXPECT_NE(Take(replay, Request("POST", kUrl, Body("{"))).find("the step sends its end"),
            std::string::npos);
  EXPECT_NE(Take(replay, Request("POST", kUrl)).find("nearest is r.1, which has a body"),
            std::string::npos);
  EXPECT_NE(Take(replay, Request("GET", "https://example.com/users/1", Body("x")))
                .find("nearest is r.0, which has no body"),
            std::string::npos);
}

TEST(Replay, CutsWhatItQuotesBetweenCharacters) {
  const std::string long_body = "a" + std::string(200, 'x') + "\xc3\xa9";
  Replay replay({Answered("r.0", Request("POST", kUrl, Body("\xc3\xa8" + long_body)), "")}, AsItIs);
  const std::string why = Take(replay, Request("POST", kUrl, Body("\xc3\xa9" + long_body)));
  EXPECT_NE(why.find("from byte 1 on: the log has `\xc3\xa8"), std::string::npos) << why;
  EXPECT_LT(why.size(), 300u);
}

TEST(Replay, DoesNotMatchABodyOfWhichTheLogHasAPart) {
  Record record = Answered("r.0", Request("POST", kUrl, Body("abc")), "");
  record.request.body->truncated = true;
  Replay replay({record}, AsItIs);
  EXPECT_NE(Take(replay, Request("POST", kUrl, Body("abc")))
                .find("of whose body the log has only the first part"),
            std::string::npos);
}

TEST(Replay, AnswersOnlyByWhatAStepWaitedFor) {
  Record record = Answered("r.0", Request("GET", kUrl), "");
  record.kind = Kind::kDeferred;
  Replay replay({record}, AsItIs);
  EXPECT_EQ(
      Take(replay, Request("GET", kUrl)),
      "the log of the replay has no answer to GET https://example.com/a: it has no request that a "
      "step waited for");
}

}  // namespace
}  // namespace sendoff::engine
