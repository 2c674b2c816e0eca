// SPDX-License-Identifier: MIT
#include "report/page/run_document.h"

#include <gtest/gtest.h>
#include <sendoff/json.h>

#include <string>
#include <vector>

namespace sendoff {
namespace {

TEST(RunDocument, IsKnownByItsBeginning) {
  EXPECT_TRUE(IsRunDocument(R"({"step":{"file")"));
  EXPECT_TRUE(IsRunDocument("{\n  \"step\" : {\n"));
  for (const char* other :
       {"", "{", R"({"step":"order.mjs"})", R"({"type":"run","step":"x"})", R"({"log":{)"}) {
    EXPECT_FALSE(IsRunDocument(other)) << other;
  }
}

TEST(RunDocument, BecomesTheLinesOfALog) {
  Record record;
  record.run = "r1";
  record.request.method = "GET";
  StepResult step;
  step.status = StepStatus::kOk;
  step.return_value_json = R"({"a":[1,2]})";
  PageLines lines;
  ASSERT_TRUE(ReadRunDocument(ToJson("order.mjs", step, {record}), &lines).ok());
  EXPECT_EQ(lines.requests(), 1U);
  EXPECT_EQ(lines.damaged(), 0U);
  const std::string text = lines.Take();
  EXPECT_NE(
      text.find(
          R"({"type":"run","run":"r1","step":"order.mjs","duration_ms":0.0,"status":"ok","return_value":{"a":[1,2]})"),
      std::string::npos)
      << text;
}

TEST(RunDocument, ThatIsCutOffIsAnError) {
  PageLines lines;
  const Result<void> read = ReadRunDocument(R"({"step":{"file":"a"},"requests":[)", &lines);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::kUsage);
  EXPECT_EQ(lines.Take(), "");
}

}  // namespace
}  // namespace sendoff
