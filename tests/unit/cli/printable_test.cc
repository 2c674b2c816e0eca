// SPDX-License-Identifier: MIT
#include "cli/printable.h"

#include <gtest/gtest.h>

namespace sendoff::cli {
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

}  // namespace
}  // namespace sendoff::cli
