// SPDX-License-Identifier: MIT
#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

TEST(Step, RunsADefaultExport) {
  const Ran ran =
      RunText("export default { async run({ steps, $ }) { $send.http({}); return 42; } }");
  EXPECT_TRUE(ran.ok()) << ran.error();
  EXPECT_EQ(ran.returned(), "42");
  EXPECT_EQ(ran.host.calls.size(), 1u);
  EXPECT_EQ(ran.host.settled, 1);
}

}  // namespace
}  // namespace sendoff::runtime
