// SPDX-License-Identifier: MIT
// What console lines show of what a run was given in confidence.
#include "runtime/leavings/secrets.h"

#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

std::string Redacted(std::initializer_list<const char*> texts, std::string_view text, size_t end) {
  Secrets secrets;
  for (const char* const secret : texts) secrets.Add(secret);
  return secrets.Redacted(text, end);
}

std::string Redacted(std::initializer_list<const char*> texts, std::string_view text) {
  return Redacted(texts, text, text.size());
}

TEST(Secrets, AreReplacedWhereverTheyStand) {
  EXPECT_EQ(Redacted({"token"}, "a token, tokentoken and toke"),
            "a [redacted], [redacted][redacted] and toke");
  EXPECT_EQ(Redacted({"token", "other"}, "other token"), "[redacted] [redacted]");
  EXPECT_EQ(Redacted({"token"}, ""), "");
  EXPECT_EQ(Redacted({}, "token"), "token");
  EXPECT_EQ(Redacted({""}, "token"), "token");
}

TEST(Secrets, TheLongerOfTwoIsReplacedWhole) {
  EXPECT_EQ(Redacted({"token", "token-two"}, "token-two token"), "[redacted] [redacted]");
  EXPECT_EQ(Redacted({"token-two", "token"}, "token-two token"), "[redacted] [redacted]");
  EXPECT_EQ(Redacted({"abcd", "cdef"}, "abcdef"), "[redacted]ef");
}

TEST(Secrets, ACutShowsNoPartOfOne) {
  EXPECT_EQ(Redacted({"token"}, "xxtoken", 4), "xx[redacted]");
  EXPECT_EQ(Redacted({"token"}, "xxtoken", 2), "xx");
  EXPECT_EQ(Redacted({"token"}, "x\xF0\x9F\x98\x80", 4), "x") << "half a character";
}

constexpr const char* kPrint =
    "const { token, key, short, id } = auths.slack;\n"
    "console.log('Bearer ' + token, short, id);\n"
    "console.error({ token, key });\n"
    "console.log(JSON.stringify(key));\n"
    "console.group(); console.log(key); console.groupEnd();\n"
    "console.table([{ token }]);\n"
    "console.log(auths.slack);\n"
    "console.table([auths.slack]); console.table(auths.slack);\n"
    "return token;";

TEST(Secrets, TheValuesOfAnAccountStandInNoConsoleLine) {
  const Ran ran = RunText(
      kPrint, {.file = "step.js",
               .auths = {{"slack", R"({"token": "xoxb-1234\"5678", "short": "abc", "id": 12345678,
                                              "key": "-----BEGIN-----\nMIIEvQIBADAN\n-----END-----\n"})"}}});
  EXPECT_EQ(ran.returned(), R"("xoxb-1234\"5678")") << ran.error();
  const std::string console = ran.console();
  for (const char* part : {"xoxb", "5678", "MIIEvQ", "BEGIN", "'abc'"}) {
    EXPECT_EQ(console.find(part), std::string::npos) << console;
  }
  EXPECT_TRUE(console.starts_with("log: Bearer [redacted] abc [redacted]\n")) << console;
  EXPECT_NE(console.find("short: '[redacted]'"), std::string::npos)
      << "an account is printed without what it holds: " << console;
}

TEST(Secrets, AnAccountThatIsGivenAsAPropIsOneToo) {
  const Ran ran = RunText(
      "export default { props: { app: { type: 'app', app: 'a' } }, run() {"
      " console.log(this.app.$auth.deep.token, this.app); } }",
      {.props = R"({"app": {"$auth": {"deep": {"token": "xoxb-12345678"}, "pin": "1234"}}})"});
  EXPECT_EQ(ran.console(),
            "log: [redacted] { '$auth': { deep: '[redacted]', pin: '[redacted]' } }\n")
      << ran.error();
}

TEST(Secrets, ThePropsThatAreSecretAreNotPrinted) {
  const Ran ran = RunText(
      "export default { props: { key: { type: 'string', secret: true }, list: { type: 'string[]',"
      " secret: true }, name: 'string' }, run() {"
      " console.log(this.key, this.list, this.name); return this.key } }",
      {.props = R"({"key": "k-12345678", "list": ["l-12345678"], "name": "n-12345678"})"});
  EXPECT_EQ(ran.console(), "log: [redacted] [ '[redacted]' ] n-12345678\n") << ran.error();
  EXPECT_EQ(ran.returned(), "\"k-12345678\"");
}

TEST(Secrets, TheCredentialsOfAnHttpRequestAreNotPrinted) {
  const Ran ran = RunText(
      "export default { props: { r: 'http_request' }, run() {"
      " console.log(this.r.auth, this.r.auth.token) } }",
      {.props = R"({"r": {"url": "u", "auth": {"type": "bearer", "token": "xoxb-12345678"}}})"});
  EXPECT_EQ(ran.console(), "log: { type: '[redacted]', token: '[redacted]' } [redacted]\n")
      << ran.error();
}

TEST(Secrets, ALongLineIsCutBehindThem) {
  StepLimits limits;
  limits.console_bytes = 30'000;  // a line has 1,000 characters
  const Ran ran = RunText(
      "console.log('x'.repeat(995) + auths.slack.token + 'y'.repeat(20))",
      {.file = "step.js", .auths = {{"slack", R"({"token": "xoxb-12345678"})"}}, .limits = limits});
  EXPECT_EQ(ran.console(),
            "log: " + std::string(995, 'x') + "[redacted]... 28 more characters are not kept\n")
      << ran.error();
}

}  // namespace
}  // namespace sendoff::runtime
