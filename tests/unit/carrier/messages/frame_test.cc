// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "carrier/messages/decode.h"
#include "carrier/messages/frame_reader.h"
#include "carrier/messages/frame_writer.h"
#include "carrier/messages/ring_reader.h"
#include "carrier/messages/ring_writer.h"
#include "carrier/messages/to_broker.h"
#include "carrier/messages/to_worker.h"
#include "tests/unit/carrier/messages/shared_ring.h"

namespace sendoff::messages {
namespace {

constexpr uint32_t kMost = 1000;

template <class Message>
std::string FrameOf(const Message& message) {
  FrameWriter writer(kMost);
  return std::string(writer.Write(message).value());
}

// What the reader gives of the bytes: "Secret:6 Cancel:1", or the fault behind it.
std::string Frames(FrameReader& reader) {
  std::string found;
  while (true) {
    const auto frame = reader.Next();
    if (!frame.ok()) return found + frame.error().message;
    if (!*frame) return found;
    found +=
        std::string(NameOf((*frame)->type)) + ":" + std::to_string((*frame)->payload.size()) + " ";
  }
}

std::string Head(uint32_t size, uint8_t type) {
  std::string head;
  for (int i = 0; i < 4; ++i) head += static_cast<char>(size >> 8 * i);
  return head + static_cast<char>(type);
}

TEST(Frame, HasItsLengthItsTypeAndTheMessage) {
  EXPECT_EQ(FrameOf(Secret{"abc"}), std::string("\x04\0\0\0\x41\x03"
                                                "abc",
                                                9));
  EXPECT_EQ(FrameOf(Stop{}), std::string("\0\0\0\0\x05", 5));
  const std::string is_long(300, 'x');
  EXPECT_EQ(FrameOf(Secret{is_long}).substr(0, 5), std::string("\x2e\x01\0\0\x41", 5));
}

TEST(Frame, TheWriterUsesItsMemoryAgain) {
  FrameWriter writer(kMost);
  const std::string_view first = writer.Write(Secret{std::string(100, 'a')}).value();
  const char* place = first.data();
  const std::string_view second = writer.Write(Secret{"b"}).value();
  EXPECT_EQ(second.data(), place);
  EXPECT_EQ(second, FrameOf(Secret{"b"}));
}

TEST(Frame, TheWriterRefusesWhatIsTooLong) {
  FrameWriter writer(10);
  EXPECT_TRUE(writer.Write(Secret{"123456789"}).ok());
  const auto frame = writer.Write(Secret{"1234567890"});
  ASSERT_FALSE(frame.ok());
  EXPECT_EQ(frame.error().message, "message Secret: it has 11 bytes, more than the limit of 10");
  EXPECT_TRUE(writer.Write(Secret{"1"}).ok());
}

TEST(Frame, IsCollectedHoweverItIsCut) {
  const std::string empty = Head(0, 67);
  const std::string bytes = FrameOf(Secret{"abcde"}) + empty + FrameOf(Cancel{7}) + empty;
  for (size_t first = 0; first <= bytes.size(); ++first) {
    for (size_t second = first; second <= bytes.size(); ++second) {
      FrameReader reader(Side::kBroker, kMost);
      std::string found;
      for (const auto& [from, to] : std::vector<std::pair<size_t, size_t>>{
               {0, first}, {first, second}, {second, bytes.size()}}) {
        reader.Room()->append(bytes.substr(from, to - from));
        found += Frames(reader);
      }
      ASSERT_EQ(found, "Secret:6 Request:0 Cancel:1 Request:0 ") << first << " " << second;
      ASSERT_EQ(reader.waiting(), 0u);
    }
  }
}

TEST(Frame, TheReaderGivesTheMemoryOfALongOneBack) {
  FrameReader reader(Side::kBroker, 8 << 20);
  reader.Room()->append(Head(4 << 20, 65) + std::string(4 << 20, 'a'));
  EXPECT_EQ(Frames(reader), "Secret:4194304 ");
  EXPECT_LT(reader.Room()->capacity(), 1u << 20);
}

TEST(Frame, HalfOfOneIsNone) {
  const std::string bytes = FrameOf(Secret{"abcde"});
  for (size_t size = 0; size < bytes.size(); ++size) {
    FrameReader reader(Side::kBroker, kMost);
    reader.Room()->append(bytes.substr(0, size));
    EXPECT_EQ(Frames(reader), "");
    EXPECT_EQ(reader.waiting(), size);
  }
}

TEST(Frame, TheReaderRefusesWhatIsTooLongBeforeItHasCome) {
  FrameReader reader(Side::kBroker, kMost);
  reader.Room()->append(Head(kMost, 65));
  EXPECT_EQ(Frames(reader), "");
  FrameReader other(Side::kBroker, kMost);
  other.Room()->append(Head(kMost + 1, 65));
  EXPECT_EQ(Frames(other), "message Secret: it has 1001 bytes, more than the limit of 1000");
  other.Room()->append("more");
  EXPECT_EQ(Frames(other), "message Secret: it has 1001 bytes, more than the limit of 1000");
  FrameReader third(Side::kBroker, kMost);
  third.Room()->append(Head(std::numeric_limits<uint32_t>::max(), 65));
  EXPECT_EQ(Frames(third), "message Secret: it has 4294967295 bytes, more than the limit of 1000");
}

TEST(Frame, TheReaderRefusesWhatIsNotForItsSide) {
  for (int type = 0; type < 256; ++type) {
    const auto number = static_cast<uint8_t>(type);
    const bool is_known = !NameOf(MessageType{number}).empty();
    for (const Side side : {Side::kWorker, Side::kBroker}) {
      FrameReader reader(side, kMost);
      reader.Room()->append(Head(0, number));
      const std::string found = Frames(reader);
      if (is_known && (side == Side::kBroker) == (type >= 64)) {
        EXPECT_EQ(found, std::string(NameOf(MessageType{number})) + ":0 ");
      } else {
        EXPECT_EQ(found, "a message of the type " + std::to_string(type) +
                             ", which is none that can come");
      }
    }
  }
}

// A ring is a pipe: what is longer than it comes in pieces.
TEST(Frame, MayBeLongerThanTheRing) {
  test::SharedRing shared(16);
  RingWriter writer(shared.memory(), shared.capacity());
  RingReader ring(shared.memory(), shared.capacity());
  FrameReader reader(Side::kBroker, kMost);
  const std::string text(500, 'x');
  const std::string frame = FrameOf(Secret{text});
  std::string_view rest = frame;
  while (reader.waiting() < frame.size()) {
    ASSERT_FALSE(reader.Next().value());
    rest.remove_prefix(writer.Write(rest));
    ASSERT_GT(*ring.Read(reader.Room(), 7), 0u);
  }
  const auto whole = reader.Next();
  ASSERT_TRUE(whole.ok() && *whole);
  EXPECT_EQ(Decode<Secret>((*whole)->payload)->text, text);
}

}  // namespace
}  // namespace sendoff::messages
