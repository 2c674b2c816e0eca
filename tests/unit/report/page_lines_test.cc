// SPDX-License-Identifier: MIT
#include "report/page/page_lines.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sendoff {
namespace {

constexpr const char* kRequest = R"({"type":"request","request":{}})";

// The lines of `lines` without those that name logs.
std::vector<std::string> Taken(PageLines* lines, const std::string& advice = "") {
  std::vector<std::string> taken;
  std::string text = lines->Take(advice);
  for (size_t end = text.find('\n'); end != text.npos; end = text.find('\n')) {
    const std::string line = text.substr(0, end);
    if (!line.starts_with(R"({"type":"log")")) taken.push_back(line);
    text.erase(0, end + 1);
  }
  EXPECT_EQ(text, "");
  return taken;
}

std::string Damaged(const std::string& log, int line, const std::string& text) {
  return R"({"type":"damaged","log":")" + log + R"(","line":)" + std::to_string(line) +
         R"(,"text":")" + text + R"("})";
}

using Texts = std::vector<std::string>;

TEST(PageLines, KeepsRequestsAndRunsAsTheyAre) {
  PageLines lines;
  lines.Add(kRequest);
  lines.Add(R"( {"type":"run", "run":1} )");
  EXPECT_EQ(lines.requests(), 1U);
  EXPECT_EQ(Taken(&lines), (Texts{kRequest, R"({"type":"run", "run":1})"}));
}

TEST(PageLines, KeepsLinesOfBeforeThereWereTypes) {
  PageLines lines;
  lines.Add(R"({"id":"r.0","request":{"method":"GET"}})");
  EXPECT_EQ(lines.requests(), 1U);
  EXPECT_EQ(lines.damaged(), 0U);
}

TEST(PageLines, SkipsBlankLinesAndTypesItDoesNotKnowAndStillCountsThem) {
  PageLines lines;
  lines.BeginLog("a");
  lines.Add("");
  lines.Add(" \t\r");
  lines.Add(R"({"type":"later"})");
  lines.Add("x");
  EXPECT_EQ(Taken(&lines), Texts{Damaged("a", 4, "x")});
}

TEST(PageLines, ALogCannotSayWhatOnlyThePageItselfDoes) {
  PageLines lines;
  for (const char* type : {"log", "damaged", "left_out", "source"}) {
    lines.Add(R"({"type":")" + std::string(type) + R"("})");
  }
  EXPECT_EQ(Taken(&lines), Texts{});
}

TEST(PageLines, WhatIsNoLineOfALogIsDamaged) {
  for (const char* text : {"{", "[]", "17", "null", "{}", "nonsense"}) {
    PageLines lines;
    lines.BeginLog("a");
    lines.Add(text);
    EXPECT_EQ(Taken(&lines), Texts{Damaged("a", 1, text)});
  }
}

TEST(PageLines, NumbersStartAnewInEachLog) {
  PageLines lines;
  lines.BeginLog("a");
  lines.Add(kRequest);
  lines.Add("x");
  lines.BeginLog("b");
  lines.Add("y");
  EXPECT_EQ(Taken(&lines), (Texts{kRequest, Damaged("a", 2, "x"), Damaged("b", 1, "y")}));
}

TEST(PageLines, BytesThatAreNoTextAreDamagedAndShownAsIso88591) {
  PageLines lines;
  lines.BeginLog("a");
  lines.Add(std::string_view("{\"\xff\0", 4));
  EXPECT_EQ(Taken(&lines), Texts{Damaged("a", 1, "{\\\"\xc3\xbf\\u0000")});
}

TEST(PageLines, OfADamagedLineItsBeginningIsKept) {
  PageLines lines;
  lines.Add(std::string(1 << 20, 'x'));
  EXPECT_LT(lines.Take().size(), 1000U);
}

TEST(PageLines, NamesTheLogsFirst) {
  PageLines lines;
  lines.BeginLog("a\"b");
  lines.Add(kRequest);
  lines.BeginLog("c");
  EXPECT_EQ(lines.Take(),
            "{\"type\":\"log\",\"name\":\"a\\\"b\"}\n{\"type\":\"log\",\"name\":\"c\"}\n" +
                std::string(kRequest) + "\n");
}

TEST(PageLines, OfTooManyRequestsKeepsTheLatestAndSaysWhatItLeavesOut) {
  PageLines lines({.requests = 2, .bytes = 1 << 20});
  lines.BeginLog("a");
  lines.Add(kRequest);
  lines.Add(R"({"type":"run"})");
  lines.Add(kRequest);
  lines.BeginLog("b");
  lines.Add(kRequest);
  lines.Add(kRequest);
  EXPECT_EQ(lines.left_out().requests, 2U);
  EXPECT_EQ(lines.left_out().log, "a");
  EXPECT_EQ(lines.left_out().line, 3U);
  EXPECT_FALSE(lines.left_out().others);
  const Texts taken = Taken(&lines, "split it");
  EXPECT_EQ(taken,
            (Texts{R"({"type":"left_out","requests":2,"advice":"split it"})", kRequest, kRequest}));
}

TEST(PageLines, SaysWhetherWholeLogsAreLeftOut) {
  PageLines lines({.requests = 1, .bytes = 1 << 20});
  for (const char* log : {"a", "b"}) {
    lines.BeginLog(log);
    lines.Add(kRequest);
    lines.Add(kRequest);
  }
  EXPECT_EQ(lines.left_out().log, "b");
  EXPECT_EQ(lines.left_out().line, 1U);
  EXPECT_TRUE(lines.left_out().others);
}

TEST(PageLines, OfTooManyBytesKeepsTheLatestButAlwaysTheLast) {
  PageLines lines({.requests = 100, .bytes = 2 * std::string(kRequest).size()});
  for (int i = 0; i < 5; ++i) lines.Add(kRequest);
  EXPECT_EQ(lines.requests(), 2U);
  lines.Add(R"({"type":"request","more":")" + std::string(1000, 'x') + "\"}");
  EXPECT_EQ(lines.requests(), 1U);
  EXPECT_EQ(lines.left_out().requests, 5U);
}

TEST(PageLines, HasSourceLinesByPlace) {
  PageLines lines;
  lines.AddSources("r", {});
  lines.AddSources("r", {{"step.mjs:4", "  f(\"x\");"}});
  EXPECT_EQ(Taken(&lines),
            Texts{R"({"type":"source","run":"r","lines":[["step.mjs:4","  f(\"x\");"]]})"});
}

}  // namespace
}  // namespace sendoff
