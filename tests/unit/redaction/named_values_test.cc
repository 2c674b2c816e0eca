// SPDX-License-Identifier: MIT
// What stands behind the names that are hidden.
#include <gtest/gtest.h>
#include <sendoff/redactor.h>

#include "redaction/text_rules.h"

namespace sendoff::redaction {
namespace {

std::string Shown(std::string text,
                  const std::vector<std::string>& names = {"password", "X-Api-Key"}) {
  const auto redacted =
      TextRules(names, {}, Redactor::kLeastCharacters).Redacted(text, TextKind::kWhole);
  return redacted.value_or(std::move(text));
}

TEST(NamedValues, OfQueriesAndFormsAreHidden) {
  EXPECT_EQ(Shown("https://x/?a=1&password=p%20q&b=2#f"),
            "https://x/?a=1&password=[redacted]&b=2#f");
  EXPECT_EQ(Shown("PASSWORD=p"), "PASSWORD=[redacted]");
  EXPECT_EQ(Shown("user[password]=p&x=1"), "user[password]=[redacted]&x=1");
  EXPECT_EQ(Shown("user%5Bpassword%5D=p&x"), "user%5Bpassword%5D=[redacted]&x");
  EXPECT_EQ(Shown("password[]=p&password[0]=q"), "password[]=[redacted]&password[0]=[redacted]");
  EXPECT_EQ(Shown("next=https%3A%2F%2Fx%3Fpassword%3Dp%26a%3D1"),
            "next=https%3A%2F%2Fx%3Fpassword%3D[redacted]%26a%3D1");
  EXPECT_EQ(Shown("password=&a=1"), "password=&a=1");
  EXPECT_EQ(Shown("my_password=p&passwords=q&password2=r"),
            "my_password=p&passwords=q&password2=r");
}

TEST(NamedValues, OfJsonAreHiddenAndItStaysJson) {
  EXPECT_EQ(Shown(R"({"password":"p\"q","a":1})"), R"({"password":"[redacted]","a":1})");
  EXPECT_EQ(Shown(R"({"a":{"Password" : 123, "b":2}})"),
            R"({"a":{"Password" : "[redacted]", "b":2}})");
  EXPECT_EQ(Shown(R"({"password":{"a":["}",{"b":"\\"}]},"c":1})"),
            R"({"password":"[redacted]","c":1})");
  EXPECT_EQ(Shown(R"({"password":null,"x":"password"})"), R"({"password":null,"x":"password"})");
  EXPECT_EQ(Shown(R"({"my password":"p"})"), R"({"my password":"p"})");
  EXPECT_EQ(Shown(R"({"password":"cut)"), R"({"password":"[redacted])");
}

TEST(NamedValues, ThatFollowTheirNamesInAListAreHidden) {
  EXPECT_EQ(Shown(R"(["A","b","x-api-key","k","C","d"])"),
            R"(["A","b","x-api-key","[redacted]","C","d"])");
  EXPECT_EQ(Shown(R"([["x-api-key", "k"],["C","d"]])"),
            R"([["x-api-key", "[redacted]"],["C","d"]])");
  EXPECT_EQ(Shown(R"([{"name":"x-api-key","value":"k"}])"),
            R"([{"name":"x-api-key","value":"[redacted]"}])");
  EXPECT_EQ(Shown(R"({"field":"password","of":"k"})"), R"({"field":"password","of":"k"})");
}

TEST(NamedValues, OfJsonWithinJsonAreHidden) {
  EXPECT_EQ(Shown(R"({"data":"{\"password\":\"p\\\"q\",\"a\":1}"})"),
            R"({"data":"{\"password\":\"[redacted]\",\"a\":1}"})");
  EXPECT_EQ(Shown(R"({"data":"{\"password\":12,\"a\":1}"})"),
            R"({"data":"{\"password\":\"[redacted]\",\"a\":1}"})");
  EXPECT_EQ(Shown(R"("{\\\"password\\\":\\\"p\\\"}")"),
            R"("{\\\"password\\\":\\\"[redacted]\\\"}")");
}

TEST(NamedValues, OfMultipartAreHidden) {
  const std::string head = "--axios-boundary\r\nContent-Disposition: form-data; name=\"password\"";
  const std::string end = "\r\n--axios-boundary--\r\n";
  EXPECT_EQ(Shown(head + "\r\n\r\np\r\nq" + end), head + "\r\n\r\n[redacted]" + end);
  const std::string file = head + "; filename=\"p.txt\"\r\nContent-Type: text/plain\r\n\r\n";
  EXPECT_EQ(Shown(file + "p" + end), file + "[redacted]" + end);
  const std::string next =
      "\r\n--axios-boundary\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1";
  EXPECT_EQ(Shown(file + "p" + next + end), file + "[redacted]" + next + end);
}

TEST(NamedValues, OfPrintedObjectsAndHeadersAreHidden) {
  EXPECT_EQ(Shown("{ password: 'it', 'x-api-key': \"k\", a: 1 }"),
            "{ password: '[redacted]', 'x-api-key': \"[redacted]\", a: 1 }");
  EXPECT_EQ(Shown("{ password: 'one\\n' +\n    'two', a: 1 }"), "{ password: '[redacted]', a: 1 }");
  EXPECT_EQ(Shown("{ password: { a: [ '}' ] }, b: 2 }"), "{ password: [redacted], b: 2 }");
  EXPECT_EQ(Shown("POST / HTTP/1.1\r\nX-Api-Key: one two\r\nA: b"),
            "POST / HTTP/1.1\r\nX-Api-Key: [redacted]\r\nA: b");
  EXPECT_EQ(Shown("the password is needed; password"), "the password is needed; password");
}

TEST(NamedValues, OfNamesWithOtherLettersAreHidden) {
  EXPECT_EQ(Shown("a b=1&c+d=2&x=3", {"a b", "c d"}), "a b=[redacted]&c+d=[redacted]&x=3");
  EXPECT_EQ(Shown("{\"\xC3\xA9\":1}", {"\xC3\xA9"}), "{\"\xC3\xA9\":\"[redacted]\"}");
  EXPECT_EQ(Shown("k=1&K=2", {"k"}), "k=[redacted]&K=[redacted]");
}

}  // namespace
}  // namespace sendoff::redaction
