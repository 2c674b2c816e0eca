// SPDX-License-Identifier: MIT
#include "report/terminal/printable.h"

#include <gtest/gtest.h>

namespace sendoff {
namespace {

TEST(Printable, LeavesTextAlone) { EXPECT_EQ(Printable("a\tb\nÜ€😀"), "a\tb\nÜ€😀"); }

TEST(Printable, ShowsWhatATerminalWouldObey) {
  EXPECT_EQ(Printable("\x1b[2J"), "\\x1b[2J");
  EXPECT_EQ(Printable(std::string("\0\r\x7f", 3)), "\\x00\\x0d\\x7f");
}

TEST(Printable, ShowsBytesThatAreNoCharacter) {
  EXPECT_EQ(Printable("a\x9b"
                      "2J\xff\xe2\x82"),
            "a\\x9b2J\\xff\\xe2\\x82");
}

TEST(Printable, ShowsTheC1ControlsThatUtf8Hides) {
  EXPECT_EQ(Printable("\xc2\x9b"
                      "2J"),
            "\\xc2\\x9b2J");
  EXPECT_EQ(Printable("\xc2\xa9"), "\xc2\xa9");
}

TEST(Printable, ShowsWhatTurnsTheDirectionOfWriting) {
  EXPECT_EQ(Printable("a\u202Eb\u2066c\u200F\u061C"), "a\\u{202e}b\\u{2066}c\\u{200f}\\u{61c}");
}

TEST(Printable, ShowsWhatTakesNoRoom) {
  EXPECT_EQ(Printable("pay\u200Bpal\u200D\u2060\uFEFF\u00AD\U000E0041"),
            "pay\\u{200b}pal\\u{200d}\\u{2060}\\u{feff}\\u{ad}\\u{e0041}");
}

TEST(Printable, ShowsLineEndsThatAreNone) {
  EXPECT_EQ(Printable("a\u2028b\u2029c\u0085"), "a\\u{2028}b\\u{2029}c\\xc2\\x85");
}

TEST(Printable, LeavesWhatIsSeenAlone) {
  constexpr const char* kText = "\u0627\u05D0\u0915\u094D\u4E2D\u2764\uFE0F\u00A0\u2026\U0001F600";
  EXPECT_EQ(Printable(kText), kText);
}

TEST(PrintableLine, HasOneLine) {
  EXPECT_EQ(PrintableLine("a\nb\tc\u2028"), "a\\x0ab\\x09c\\u{2028}");
}

TEST(PrintableJson, StaysJsonAndSaysTheSame) {
  EXPECT_EQ(PrintableJson("{\n\t\"a\": \"\\n\u202E\u009B\x7F\U000E0041\u00DC\"}"),
            "{\n\t\"a\": \"\\n\\u202e\\u009b\\u007f\\udb40\\udc41\u00DC\"}");
}

}  // namespace
}  // namespace sendoff
