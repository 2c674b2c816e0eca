// SPDX-License-Identifier: MIT
#include "cli/flags/option_flags.h"

#include <gtest/gtest.h>
#include <sendoff/engine.h>

#include <string>

#include "tests/support/isolations.h"

namespace sendoff::cli {
namespace {

std::string WhyNot(DeliveryOptions options) {
  options.option_names = OptionFlags();
  auto engine = Engine::Create(options, test::OnThreads());
  return engine.ok() ? "" : engine.error().message;
}

TEST(OptionFlags, StandInMessagesOfTheLibrary) {
  EXPECT_EQ(WhyNot({.source_addresses = {"x"}}),
            "--source-address: x is not an IPv4 or IPv6 address, such as 192.0.2.1");
  EXPECT_EQ(WhyNot({.request_timeout = std::chrono::milliseconds(0)}),
            "--request-timeout: it has to be between 1 ms and a day");
  EXPECT_TRUE(WhyNot({.allow_net = {"a b"}}).starts_with("--allow-net: cannot read \"a b\""));
}

TEST(OptionFlags, AreFlagsAndNothingElse) {
  for (const auto& [option, flag] : OptionFlags()) {
    EXPECT_NE(option.find("::"), std::string::npos) << option;
    EXPECT_TRUE(flag.starts_with("--") || flag.starts_with("SENDOFF_")) << flag;
  }
}

TEST(NameTheFlag, SaysWhichMovesTheLimit) {
  for (const auto& [kind, flag] : {std::pair{ErrorCode::kStepTimeout, "--timeout "},
                                   std::pair{ErrorCode::kStepCpuTime, "--cpu-time "},
                                   std::pair{ErrorCode::kStepMemory, "--memory "}}) {
    StepResult step;
    step.error = StepError{.kind = kind};
    NameTheFlag(&step);
    EXPECT_TRUE(step.error->hint.starts_with(flag)) << step.error->hint;
  }
}

}  // namespace
}  // namespace sendoff::cli
