// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

#include "base/packed_reader.h"
#include "base/packed_writer.h"

namespace sendoff {
namespace {

constexpr uint64_t kMost = std::numeric_limits<uint64_t>::max();

TEST(Packed, IsReadAsItWasWritten) {
  PackedWriter block;
  block.Text(std::string("a\0b", 3));
  PackedWriter out("magic");
  for (const uint64_t number : {uint64_t{0}, uint64_t{127}, uint64_t{128}, kMost}) {
    out.Number(number);
  }
  out.Flag(true);
  out.Text("");
  out.Block(block);
  const std::string bytes = out.Take();
  PackedReader in(std::string_view(bytes).substr(5), 5);
  for (const uint64_t number : {uint64_t{0}, uint64_t{127}, uint64_t{128}, kMost}) {
    EXPECT_EQ(in.Number(), number);
  }
  EXPECT_TRUE(in.Flag());
  EXPECT_EQ(in.Text(), "");
  PackedReader read = in.Block();
  EXPECT_EQ(read.Text(), std::string("a\0b", 3));
  read.End();
  in.End();
  EXPECT_TRUE(read.ok());
  EXPECT_TRUE(in.ok());
}

TEST(Packed, ABlockMayHoldMoreThanItsReaderKnows) {
  PackedWriter block;
  block.Number(1);
  block.Text("of a later version");
  PackedWriter out;
  out.Block(block);
  out.Number(2);
  const std::string bytes = out.Take();
  PackedReader in(bytes);
  EXPECT_EQ(in.Block().Number(), 1u);
  EXPECT_EQ(in.Number(), 2u);
  EXPECT_TRUE(in.ok());
}

TEST(Packed, ANumberMayHaveALimit) {
  PackedReader in(std::string_view("\x07\x07\x07"));
  EXPECT_EQ(in.NumberUpTo(7, "a week"), 7u);
  EXPECT_EQ(in.NumberUpTo(6, "a week"), 0u);
  EXPECT_EQ(in.fault(), "at byte 1, a week is 7, more than the limit of 6");
  EXPECT_EQ(in.NumberUpTo(7, "a week"), 0u) << "the fault stays";
}

TEST(Packed, SaysWhatFollowsTheEnd) {
  PackedReader in(std::string_view("\x01\x02\x03"));
  in.Number();
  in.End();
  EXPECT_EQ(in.fault(), "at byte 1, something follows the end");
}

TEST(Packed, TheFirstFaultStaysAndNothingIsReadAfterIt) {
  const std::string bytes("\x05hello\x09rest", 11);
  PackedReader in(bytes, 100);
  EXPECT_EQ(in.Text(), "hello");
  EXPECT_EQ(in.Text(), "");
  EXPECT_EQ(in.fault(), "at byte 106, a text is cut short");
  in.Fail("something else");
  EXPECT_EQ(in.Number(), 0u);
  EXPECT_FALSE(in.Flag());
  EXPECT_EQ(in.Text(), "");
  EXPECT_EQ(in.fault(), "at byte 106, a text is cut short");
}

TEST(Packed, HasOneSpellingOfEachNumber) {
  const auto fault = [](const std::string& bytes) {
    PackedReader in(bytes);
    in.Number();
    return in.fault();
  };
  EXPECT_EQ(fault(std::string("\x80", 1)), "at byte 0, a number is cut short");
  EXPECT_EQ(fault(""), "at byte 0, a number is cut short");
  EXPECT_EQ(fault(std::string("\x81\x00", 2)), "at byte 0, a number has more bytes than it needs");
  EXPECT_EQ(fault(std::string(9, '\xff') + "\x02"),
            "at byte 0, a number has more bytes than it needs");
  EXPECT_EQ(fault(std::string(10, '\xff') + "\x01"),
            "at byte 0, a number has more bytes than it needs");
}

TEST(Packed, AFlagIsYesOrNo) {
  const std::string bytes("\x02");
  PackedReader in(bytes);
  EXPECT_FALSE(in.Flag());
  EXPECT_EQ(in.fault(), "at byte 0, neither yes nor no");
}

TEST(Packed, ABlocksFaultIsCountedByTheWhole) {
  const std::string bytes("\x02\x09z", 3);
  PackedReader in(bytes);
  PackedReader block = in.Block();
  EXPECT_EQ(block.Text(), "");
  in.Adopt(block);
  EXPECT_EQ(in.fault(), "at byte 1, a text is cut short");
}

}  // namespace
}  // namespace sendoff
