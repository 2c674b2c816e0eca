// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "tests/unit/bindings/step_harness.h"

namespace sendoff::bindings {
namespace {

TEST(Handoffs, AreWhatAStepCallsByName) {
  const test::Ran ran = test::RunBody("$.send.email({ to: 'a' });");
  EXPECT_EQ(ran.error().kind, ErrorCode::kNotProvided);
  EXPECT_NE(ran.error().message.find("RunOptions::send_handlers"), std::string::npos);
}

}  // namespace
}  // namespace sendoff::bindings
