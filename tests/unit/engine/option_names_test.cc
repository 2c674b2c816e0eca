// SPDX-License-Identifier: MIT
// How messages name options: as C++ does, or as the host's users do.
#include "engine/option_names.h"

#include <gtest/gtest.h>
#include <sendoff/engine.h>

#include <string>

#include "tests/support/isolations.h"
#include "tests/unit/bindings/step_file.h"

namespace sendoff {
namespace {

using engine::OptionNames;
using test::StepFile;

TEST(OptionNames, ReplaceTheLongestThatFits) {
  const OptionNames names({{"A::b", "--b"}, {"A::b with ", "--b="}, {"", "never"}});
  std::string text = "A::b with 1 and A::b, not A::c";
  names.Apply(&text);
  EXPECT_EQ(text, "--b=1 and --b, not A::c");
}

TEST(OptionNames, MayStandInWhatReplacesThem) {
  const OptionNames names(std::map<std::string, std::string>{{"b", "bb"}});
  std::string text = "bab";
  names.Apply(&text);
  EXPECT_EQ(text, "bbabb");
}

TEST(EngineMessages, NameTheOptionsOfTheLibrary) {
  for (const DeliveryOptions& options : {
           DeliveryOptions{.concurrency = 0},
           DeliveryOptions{.request_timeout = std::chrono::milliseconds(0)},
           DeliveryOptions{.source_addresses = {"nonsense"}},
           DeliveryOptions{.source_addresses = {"127.0.0.1", "127.0.0.2"}},
           DeliveryOptions{.allow_net = {"a b"}},
           DeliveryOptions{.deny_net = {"a b"}},
       }) {
    auto engine = Engine::Create(options, test::OnThreads());
    ASSERT_FALSE(engine.ok());
    EXPECT_TRUE(engine.error().message.starts_with("DeliveryOptions::")) << engine.error().message;
    EXPECT_EQ(engine.error().message.find("--"), std::string::npos) << engine.error().message;
  }
}

TEST(EngineMessages, NameTheOptionsAsTheHostWantsThem) {
  auto refused =
      Engine::Create({.request_timeout = std::chrono::milliseconds(0),
                      .option_names = {{"DeliveryOptions::request_timeout", "patience"}}},
                     test::OnThreads());
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().message, "patience: it has to be between 1 ms and a day");
}

constexpr const char* kSends = R"(
  const { default: axios } = await import('axios');
  $send.http({ method: 'POST', url: 'http://127.0.0.1:8080/' });
  try { await axios('http://127.0.0.1:8080/') } catch (error) { return error.message })";

// What the step saw of its awaited request, and what the records say.
std::vector<std::string> Messages(const std::map<std::string, std::string>& names) {
  const StepFile file(kSends);
  auto engine = Engine::Create({.option_names = names}, test::OnThreads());
  EXPECT_TRUE(engine.ok());
  RunOptions options;
  options.input.file = file.path();
  RunResult result = (*engine)->Run(std::move(options));
  std::vector<std::string> messages = {result.step.return_value_json.value_or("none")};
  for (const Record& record : result.records.get()) messages.push_back(record.error->message);
  return messages;
}

TEST(EngineMessages, AreTheSameInRecordsAndInTheStep) {
  const auto all_have = [](const std::vector<std::string>& messages, const std::string& words) {
    EXPECT_EQ(messages.size(), 3u);
    for (const std::string& message : messages) {
      EXPECT_NE(message.find(words), std::string::npos) << message;
    }
  };
  all_have(Messages({}), "DeliveryOptions::allow_private or DeliveryOptions::allow_net with 127");
  all_have(
      Messages({{"DeliveryOptions::allow_private", "X"}, {"DeliveryOptions::allow_net with", "Y"}}),
      "X or Y 127");
}

TEST(EngineMessages, OfWhatIsDiscardedNameTheOption) {
  const StepFile file(
      "$send.http({ method: 'POST', url: 'http://127.0.0.1:8080/' });"
      "throw new Error('x')");
  auto engine =
      Engine::Create({.option_names = {{"Deliver::kFulfilled", "fulfilled"}}}, test::OnThreads());
  RunOptions options;
  options.input.file = file.path();
  options.deliver = Deliver::kFulfilled;
  const std::vector<Record> records = (*engine)->Run(std::move(options)).records.get();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].error->message,
            "the step failed, and RunOptions::deliver = fulfilled sends only after a step that did "
            "not");
}

}  // namespace
}  // namespace sendoff
