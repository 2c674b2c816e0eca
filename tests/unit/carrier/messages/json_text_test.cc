// SPDX-License-Identifier: MIT
#include "carrier/messages/json_text.h"

#include <gtest/gtest.h>

#include <string>

namespace sendoff::messages {
namespace {

TEST(JsonText, TakesWhateverJsonStringifyWrites) {
  for (const char* text :
       {"null", "true", "0", "-0", "1e21", "1.5e-300", "100000000000000000000",
        "123456789012345678901234567890", "1e999", "\"\"", "\"\\u0000\\n\\\\\\\"/\\/\"", "[]", "{}",
        " \t\r\n[1,{\"a\":[null]}] ", "\"\\ud83d\\ude00\"", "\"caf\xc3\xa9 \xf0\x9f\x98\x80\"",
        "{\"__proto__\":1,\"__proto__\":2}"}) {
    EXPECT_TRUE(IsJson(text)) << text;
  }
}

TEST(JsonText, TakesHalvesOfSurrogatePairs) {
  for (const char* text :
       {"\"\\ud800\"", "\"\\udfff\"", "\"\\uDBFF\\uDBFF\\uDC00\"", "\"\\ude00\\ud83d\"",
        "\"\\ud83dx\\ude00\"", "{\"\\ud83d\":\"\\\\ud83d\"}", "\"\\ud83d\\n\""}) {
    EXPECT_TRUE(IsJson(text)) << text;
  }
}

TEST(JsonText, TakesWhatIsDeep) {
  constexpr size_t kDepth = 200'000;
  EXPECT_TRUE(IsJson(std::string(kDepth, '[') + std::string(kDepth, ']')));
  EXPECT_FALSE(IsJson(std::string(kDepth, '[') + std::string(kDepth - 1, ']')));
}

TEST(JsonText, RefusesWhatIsNone) {
  for (const char* text : {"",           " ",
                           "nul",        "nulll",
                           "undefined",  "NaN",
                           "Infinity",   "+1",
                           "01",         "1.",
                           ".5",         "1e",
                           "'a'",        "\"a",
                           "\"\n\"",     "\"\\x41\"",
                           "\"\\u12\"",  "\"\\u123",
                           "\"\\ud83d",  "\"\\ud83d\\u\"",
                           "\\ud800",    "[1,]",
                           "[1 2]",      "{\"a\"}",
                           "{\"a\":}",   "{a:1}",
                           "{\"a\":1,}", "[1}",
                           "1 2",        "{} {}",
                           "[]]",        "/**/1",
                           "1//",        "\xef\xbb\xbf{}",
                           "\xc3\xa9"}) {
    EXPECT_FALSE(IsJson(text)) << text;
  }
  EXPECT_FALSE(IsJson(std::string("{}\0", 3)));
  EXPECT_FALSE(IsJson(std::string("{}\0{}", 5)));
  EXPECT_FALSE(IsJson(std::string("\"a\0\"", 4)));
  EXPECT_FALSE(IsJson(std::string("\0", 1)));
}

TEST(JsonText, KnowsAnObject) {
  EXPECT_TRUE(IsJsonObject("{}"));
  EXPECT_TRUE(IsJsonObject(" \n{\"a\":1} "));
  for (const char* text : {"", "[]", "1", "\"{}\"", "{", "{}1", "null"}) {
    EXPECT_FALSE(IsJsonObject(text)) << text;
  }
}

}  // namespace
}  // namespace sendoff::messages
