// SPDX-License-Identifier: MIT
// What was given in confidence, wherever and however it stands.
#include <gtest/gtest.h>
#include <sendoff/redactor.h>

#include "base/base64.h"
#include "redaction/text_rules.h"

namespace sendoff::redaction {
namespace {

std::string Shown(const std::vector<std::string>& secrets, std::string text,
                  TextKind kind = TextKind::kWhole) {
  const auto redacted = TextRules({}, secrets, Redactor::kLeastCharacters).Redacted(text, kind);
  return redacted.value_or(std::move(text));
}

std::string UrlSafe(std::string text) {
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (text.ends_with('=')) text.pop_back();
  return text;
}

TEST(Secrets, AreReplacedWhereverTheyStand) {
  EXPECT_EQ(Shown({"token-12345"}, "a token-12345, token-12345. token-1234"),
            "a [redacted], [redacted]. token-1234");
  EXPECT_EQ(Shown({"token-12345", "other_6789"}, "other_6789=token-12345"),
            "[redacted]=[redacted]");
  EXPECT_EQ(Shown({"token-12345"}, ""), "");
  EXPECT_EQ(Shown({}, "token-12345"), "token-12345");
  EXPECT_EQ(Shown({"token-12345"}, "TOKEN-12345"), "TOKEN-12345") << "a secret has one letter case";
}

TEST(Secrets, ThatAreShorterThanEightCharactersAreLeft) {
  EXPECT_EQ(Shown({"1234567", "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", "  abc  "},
                  "1234567 \xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 abc"),
            "1234567 \xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 abc");
  EXPECT_EQ(Shown({"12345678"}, "12345678"), "[redacted]");
}

TEST(Secrets, TheLongerOfTwoIsReplacedWholeAndOverlapsLeaveNothing) {
  EXPECT_EQ(Shown({"token-123", "token-123-two"}, "token-123-two token-123"),
            "[redacted] [redacted]");
  EXPECT_EQ(Shown({"abcdefghij", "ghijklmnop"}, "(abcdefghijklmnop)"), "([redacted])");
}

TEST(Secrets, AreFoundPercentEncodedAndAsFormsHaveThem) {
  const std::vector<std::string> secret = {"p\xC3\xA4ss w/rd+&=\"%12 abcd"};
  for (const char* const text :
       {"p%C3%A4ss%20w%2Frd%2B%26%3D%22%2512%20abcd", "p%c3%a4ss+w%2frd%2b%26%3d%22%2512+abcd",
        "p%C3%A4ss%20w/rd+&=%22%2512%20abcd",
        "p%25C3%25A4ss%2520w%252Frd%252B%2526%253D%2522%252512%2520abcd"}) {
    EXPECT_EQ(Shown(secret, std::string("?q=") + text + "&x"), "?q=[redacted]&x") << text;
  }
  EXPECT_EQ(Shown({"abcdefgh%"}, "abcdefgh%20 "), "[redacted]20 ");
}

TEST(Secrets, AreFoundEscapedAsInJsonAndHtml) {
  const std::vector<std::string> secret = {"a\"b\\c/d<\xC3\xA9>\xF0\x9F\x98\x80\tabcd"};
  for (const char* const text :
       {R"(a\"b\\c/d<é>😀\tabcd)", R"(a\"b\\c\/d\u003c\u00e9\u003E\uD83D\uDE00\tabcd)",
        R"(a\\\"b\\\\c/d<é>😀\\tabcd)", R"(a\x22b\\c/d<é>😀\tabcd)",
        "a&quot;b\\c/d&lt;\xC3\xA9&gt;\xF0\x9F\x98\x80\tabcd",
        "a%5C%22b%5C%5Cc%2Fd%3C%C3%A9%3E%F0%9F%98%80%5Ctabcd"}) {
    EXPECT_EQ(Shown(secret, std::string("[") + text + "]"), "[[redacted]]") << text;
  }
}

TEST(Secrets, AreFoundInLatin1) {
  EXPECT_EQ(Shown({"p\xC3\xA4ssword-1"}, "x p\xE4ssword-1 x"), "x [redacted] x");
}

TEST(Secrets, AreFoundInBase64WhateverStandsAroundThem) {
  for (const std::string secret :
       {"token-12345", "\xC3\xBF\xC3\xBF\xC3\xBFpass?word>>", "12345678"}) {
    for (const std::string before : {"", "x", "xy", "xyz", "user:", "~~~"}) {
      for (const std::string after : {"", "x", "xy", "xyz"}) {
        const std::string whole = before + secret + after;
        for (const std::string& text : {Base64(whole), UrlSafe(Base64(whole))}) {
          const std::string shown = Shown({secret}, "<" + text + ">");
          ASSERT_NE(shown.find("[redacted]"), std::string::npos) << whole << ": " << text;
          // What is left has at most the bytes around it.
          EXPECT_LE(shown.size() - std::string("<[redacted]>").size(),
                    (before.size() + after.size()) * 4 / 3 + 3)
              << whole << ": " << shown;
        }
      }
    }
  }
}

TEST(Secrets, AreFoundInBase64OfJsonAndInLinesOfBase64) {
  const std::string whole =
      Base64(R"({"note":"of some length, to have several lines","key":"to\"ken-12345"})");
  EXPECT_NE(Shown({"to\"ken-12345"}, whole), whole);
  const std::string secret = "token-12345-and-more-of-it-as-tokens-are-long";
  for (const size_t line : {60, 64, 76}) {
    for (size_t before = 0; before < line; ++before) {
      const std::string text = Base64(std::string(before, ' ') + secret + std::string(100, ' '));
      std::string lines;
      for (size_t i = 0; i < text.size(); i += line) lines += text.substr(i, line) + "\r\n";
      EXPECT_LT(Shown({secret}, lines).size(), lines.size() - secret.size()) << lines;
    }
  }
}

TEST(Secrets, OfSeveralLinesAreFoundByEachOfThem) {
  const std::string key =
      "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\n  abc\nhkiG9w0BAQEFAASC\n-----END KEY-----\n";
  EXPECT_EQ(Shown({key}, "    MIIEvQIBADANBgkq\\nhkiG9w0BAQEFAASC|abc"),
            "    [redacted]\\n[redacted]|abc");
  EXPECT_EQ(Shown({"ab\ncd\nef\ngh"}, "<ab\ncd\nef\ngh>"), "<[redacted]>");
  EXPECT_EQ(Shown({" token-12345\n"}, "token-12345"), "[redacted]") << "files end in a line end";
}

TEST(Secrets, OfJsonAreFoundByTheStringsInThem) {
  const std::string file =
      R"({"type":"service_account","private_key":"-----BEGIN-----\nMIIEvQIBADAN\n","list":[{"a":"list-12345"}],)"
      R"("token_uri":"https://oauth2.example.com/token","n":12345678})";
  EXPECT_EQ(Shown({file}, "MIIEvQIBADAN list-12345 https://oauth2.example.com/token 12345678"),
            "[redacted] [redacted] https://oauth2.example.com/token 12345678");
  EXPECT_EQ(Shown({file}, "<" + file + ">"), "<[redacted]>");
}

TEST(Secrets, ThatAreLongAreHiddenInPartToo) {
  std::string secret;
  for (int i = 0; i < 100; ++i) secret += "part" + std::to_string(1000 + i);
  EXPECT_EQ(Shown({secret}, "<" + secret + ">"), "<[redacted]>");
  EXPECT_NE(Shown({secret}, secret.substr(0, 400)), secret.substr(0, 400));
}

TEST(Secrets, WithoutLettersAreFoundAsTheyAreAndInCommonEncodings) {
  EXPECT_EQ(Shown({"!@#$%^&*()"}, "x!@#$%^&*()x!%40%23%24%25%5E%26*()x"),
            "x[redacted]x[redacted]x");
  EXPECT_EQ(Shown({"\xD0\xBF\xD0\xB0\xD1\x80\xD0\xBE\xD0\xBB\xD1\x8C\xD1\x8C\xD1\x8C"},
                  R"(\u043f\u0430\u0440\u043e\u043b\u044c\u044c\u044c)"),
            "[redacted]");
  EXPECT_EQ(Shown({"\\\\\\\\\\\\\\\\\\"}, "\\"), "\\");
}

TEST(Secrets, WithEscapesOfTheirOwnAreFoundAsTheyAre) {
  for (const std::string secret : {"x%25yabcdefg", "ab%41cdefgh", "pass\\word\\x41bc",
                                   "a&amp;bcdefgh", "%%34%31abcd", "x%\\41abcd"}) {
    EXPECT_EQ(Shown({secret}, "<" + secret + ">"), "<[redacted]>") << secret;
  }
}

TEST(Secrets, ThatACutGoesThroughShowNoPart) {
  EXPECT_EQ(Shown({"token-12345"}, "xx token-1", TextKind::kCut), "xx [redacted]");
  EXPECT_EQ(Shown({"to/ken-12345"}, "xx to%2Fke", TextKind::kCut), "xx [redacted]");
  EXPECT_EQ(Shown({"toke/n-12345"}, "xx toke%2", TextKind::kCut), "xx [redacted]");
  EXPECT_EQ(Shown({"token-12345"}, "xx to", TextKind::kCut), "xx to");
  EXPECT_EQ(Shown({"token-12345"}, "xx token-1", TextKind::kWhole), "xx token-1");
  const std::string text = Base64("user:token-12345");
  EXPECT_EQ(Shown({"token-12345"}, text.substr(0, 14), TextKind::kCut).substr(0, 6),
            text.substr(0, 6));
  EXPECT_TRUE(Shown({"token-12345"}, text.substr(0, 14), TextKind::kCut).ends_with("[redacted]"));
}

TEST(Secrets, ThatAMessageCutsShowNoPart) {
  EXPECT_EQ(Shown({"token-12345"}, "to http://x/?token-1...; send", TextKind::kMessage),
            "to http://x/?[redacted]...; send");
  EXPECT_EQ(Shown({"token-12345"}, "token-1\u2026 ...... token", TextKind::kMessage),
            "[redacted]\u2026 ...... token");
}

}  // namespace
}  // namespace sendoff::redaction
