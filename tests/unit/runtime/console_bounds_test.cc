// SPDX-License-Identifier: MIT
// What is kept of a step that prints too much.
#include "runtime/leavings/console.h"
#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

std::vector<std::string> Texts(std::vector<ConsoleLine> lines) {
  std::vector<std::string> texts;
  for (ConsoleLine& line : lines) texts.push_back(std::move(line.text));
  return texts;
}

constexpr const char* kMark = "sendoff: the console is full: ";

TEST(ConsoleBounds, TheFirstAndTheLastLinesAreKeptAndTheGapIsMarked) {
  Console console(1 << 20, 20);
  for (int i = 0; i < 100; ++i) console.Write({"log", std::to_string(i), {}});
  const std::vector<std::string> texts = Texts(console.Take());
  ASSERT_EQ(texts.size(), 21u);
  EXPECT_EQ(texts[0], "0");
  EXPECT_EQ(texts[17], "17");
  EXPECT_EQ(texts[18], std::string(kMark) + "80 lines that the step printed here are not kept");
  EXPECT_EQ(texts[19], "98");
  EXPECT_EQ(texts[20], "99");
}

TEST(ConsoleBounds, BytesCountAsWell) {
  Console console(1000, 1000);
  for (int i = 0; i < 100; ++i) console.Write({"log", std::string(45, 'a'), {}});
  const std::vector<std::string> texts = Texts(console.Take());
  EXPECT_EQ(texts.size(), 20u + 1 + 2);
}

TEST(ConsoleBounds, WithoutAGapThereIsNoMark) {
  Console console(1 << 20, 20);
  for (int i = 0; i < 20; ++i) console.Write({"log", std::to_string(i), {}});
  EXPECT_EQ(console.Take().size(), 20u);
}

TEST(ConsoleBounds, ALineThatFitsNowhereIsCounted) {
  Console console(100, 20);
  console.Write({"log", std::string(500, 'a'), {}});
  console.Write({"log", "b", {}});
  const std::vector<std::string> texts = Texts(console.Take());
  ASSERT_EQ(texts.size(), 2u);
  EXPECT_TRUE(texts[0].starts_with(std::string(kMark) + "1 lines")) << texts[0];
  EXPECT_EQ(texts[1], "b");
}

TEST(ConsoleBounds, AHugeLineIsCut) {
  const Ran ran = RunText("console.log('\u20ac'.repeat(5e6)); console.log('b'); return 1");
  EXPECT_EQ(ran.returned(), "1") << ran.error();
  ASSERT_EQ(ran.result.console.size(), 2u);
  const std::string& text = ran.result.console[0].text;
  EXPECT_TRUE(text.ends_with("more characters are not kept")) << text.substr(text.size() - 80);
  EXPECT_LT(text.size(), 500'000u);
  EXPECT_EQ(ran.result.console[1].text, "b");
}

TEST(ConsoleBounds, AreOptionsOfTheRun) {
  const Ran ran =
      RunText("for (let i = 0; i < 1000; i++) console.log(i)", {.limits = {.console_lines = 10}});
  EXPECT_EQ(ran.result.console.size(), 11u);
  EXPECT_EQ(ran.result.console.back().text, "999");
}

}  // namespace
}  // namespace sendoff::runtime
