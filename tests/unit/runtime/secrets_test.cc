// SPDX-License-Identifier: MIT
// What a run was given in confidence: who hears of it, and objects that are printed without it.
#include <algorithm>

#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

using Texts = std::vector<std::string>;

Texts Sorted(Texts texts) {
  std::sort(texts.begin(), texts.end());
  return texts;
}

constexpr const char* kPrint =
    "console.log(auths.slack);\n"
    "console.table([auths.slack]); console.table(auths.slack);\n"
    "return auths.slack.token;";

TEST(Secrets, TheHostHearsOfTheTextsOfAnAccountBeforeTheStepRuns) {
  const Ran ran = RunText(
      kPrint,
      {.file = "step.js", .auths = {{"slack", R"({"token": "xoxb-1234", "id": 12345678, "is": true,
                                              "deep": {"list": ["one", null]}})"}}});
  EXPECT_EQ(ran.returned(), R"("xoxb-1234")") << ran.error();
  EXPECT_EQ(ran.host.secrets, (Texts{"xoxb-1234", "one"}));
  const Ran broken = RunText("(", {.file = "step.js", .auths = {{"slack", R"({"token": "t"})"}}});
  EXPECT_EQ(broken.host.secrets, Texts{"t"});
}

TEST(Secrets, AnAccountIsPrintedWithoutWhatItHolds) {
  const Ran ran = RunText(
      kPrint, {.file = "step.js", .auths = {{"slack", R"({"token": "xoxb-1234", "pin": "12"})"}}});
  const std::string console = ran.console();
  EXPECT_EQ(console.find("xoxb"), std::string::npos) << console;
  EXPECT_EQ(console.find("12"), std::string::npos) << console;
  EXPECT_NE(console.find("pin: '[redacted]'"), std::string::npos) << console;
}

TEST(Secrets, AnAccountThatIsGivenAsAPropIsOneToo) {
  const Ran ran = RunText(
      "export default { props: { app: { type: 'app', app: 'a' } }, run() {"
      " console.log(this.app); } }",
      {.props = R"({"app": {"$auth": {"deep": {"token": "xoxb-12345678"}, "pin": "1234"}}})"});
  EXPECT_EQ(ran.console(), "log: { '$auth': { deep: '[redacted]', pin: '[redacted]' } }\n")
      << ran.error();
  EXPECT_EQ(ran.host.secrets, (Texts{"xoxb-12345678", "1234"}));
}

TEST(Secrets, ThePropsThatAreSecretAreToldAndNoOthers) {
  const Ran ran = RunText(
      "export default { props: { key: { type: 'string', secret: true }, list: { type: 'string[]',"
      " secret: true }, name: 'string', other: { type: 'string', secret: true, default: 'd-1234' },"
      " object: { type: 'object', secret: true } }, run() { return this.key } }",
      {.props = R"({"key": "k-12345678", "list": ["l-12345678"], "name": "n-12345678",
                    "object": {"a": {"b": "o-12345678"}}})"});
  EXPECT_EQ(ran.returned(), "\"k-12345678\"") << ran.error();
  EXPECT_EQ(Sorted(ran.host.secrets), (Texts{"d-1234", "k-12345678", "l-12345678", "o-12345678"}));
}

TEST(Secrets, TheCredentialsOfAnHttpRequestAreToldAndNotPrinted) {
  const Ran ran = RunText(
      "export default { props: { r: 'http_request' }, run() { console.log(this.r.auth) } }",
      {.props = R"({"r": {"url": "u", "auth": {"type": "bearer", "token": "xoxb-12345678"}}})"});
  EXPECT_EQ(ran.console(), "log: { type: '[redacted]', token: '[redacted]' }\n") << ran.error();
  EXPECT_EQ(ran.host.secrets, (Texts{"bearer", "xoxb-12345678"}));
}

}  // namespace
}  // namespace sendoff::runtime
