// SPDX-License-Identifier: MIT
#include "carrier/messages/ring.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <thread>

#include "carrier/messages/ring_reader.h"
#include "carrier/messages/ring_writer.h"
#include "tests/unit/carrier/messages/shared_ring.h"

namespace sendoff::messages {
namespace {

using test::SharedRing;

constexpr size_t kAll = std::numeric_limits<size_t>::max();

struct Ring {
  explicit Ring(size_t capacity)
      : shared(capacity), writer(shared.memory(), capacity), reader(shared.memory(), capacity) {}

  std::string Read(size_t most = kAll) {
    std::string bytes;
    const Result<size_t> read = reader.Read(&bytes, most);
    EXPECT_TRUE(read.ok());
    EXPECT_EQ(*read, bytes.size());
    return bytes;
  }

  // Why the reader refuses that position.
  std::string FaultAt(uint64_t written) {
    shared.head().written = written;
    std::string bytes;
    const Result<size_t> read = reader.Read(&bytes, kAll);
    EXPECT_EQ(bytes, "");
    return read.ok() ? "" : read.error().message;
  }

  SharedRing shared;
  RingWriter writer;
  RingReader reader;
};

TEST(Ring, GivesWhatWasWrittenOnce) {
  Ring ring(16);
  EXPECT_EQ(ring.Read(), "");
  EXPECT_EQ(ring.writer.Write("abc"), 3u);
  EXPECT_EQ(ring.writer.Write(""), 0u);
  EXPECT_EQ(ring.writer.Write("de"), 2u);
  EXPECT_EQ(ring.Read(2), "ab");
  EXPECT_EQ(ring.Read(), "cde");
  EXPECT_EQ(ring.Read(), "");
}

TEST(Ring, WrapsRoundAtEveryOffset) {
  constexpr size_t kCapacity = 8;
  const std::string text = "0123456789abcdef";
  for (size_t offset = 0; offset < kCapacity; ++offset) {
    for (size_t size = 0; size <= kCapacity; ++size) {
      Ring ring(kCapacity);
      ring.writer.Write(text.substr(0, offset));
      ring.Read();
      EXPECT_EQ(ring.writer.Write(text.substr(offset, size)), size);
      EXPECT_EQ(ring.Read(), text.substr(offset, size));
    }
  }
}

TEST(Ring, TakesWhatItHasRoomForAndLosesNothing) {
  Ring ring(8);
  EXPECT_EQ(ring.writer.Write("0123456789"), 8u);
  EXPECT_EQ(ring.writer.Write("89"), 0u);
  EXPECT_EQ(ring.Read(3), "012");
  EXPECT_EQ(ring.writer.Write("89ABCD"), 3u);
  EXPECT_EQ(ring.Read(), "3456789A");
}

TEST(Ring, OutlivesItsWriter) {
  SharedRing shared(16);
  RingReader reader(shared.memory(), shared.capacity());
  RingWriter(shared.memory(), shared.capacity()).Write("abc");
  RingWriter(shared.memory(), shared.capacity()).Write("def");
  std::string bytes;
  EXPECT_TRUE(reader.Read(&bytes, kAll).ok());
  EXPECT_EQ(bytes, "abcdef");
}

TEST(Ring, RefusesAPositionThatNoWriterComesTo) {
  Ring ring(8);
  ring.writer.Write("abcdef");
  EXPECT_EQ(ring.Read(4), "abcd");
  EXPECT_EQ(ring.FaultAt(5),
            "the ring says that 5 bytes were written, after 6, of which 4 were read")
      << "it has shown more";
  for (const uint64_t written : {uint64_t{0}, uint64_t{3}, uint64_t{13}, uint64_t{1} << 32,
                                 std::numeric_limits<uint64_t>::max()}) {
    EXPECT_NE(ring.FaultAt(written), "") << written;
  }
  EXPECT_EQ(ring.shared.head().read, 4u);
  ring.shared.head().written = 6;
  EXPECT_EQ(ring.Read(), "ef");
}

TEST(Ring, TheReaderGoesByItsOwnPosition) {
  Ring ring(8);
  ring.writer.Write("abcdef");
  EXPECT_EQ(ring.Read(), "abcdef");
  ring.shared.head().read = 0;
  ring.shared.head().written = 8;
  EXPECT_EQ(ring.Read().size(), 2u);
  EXPECT_EQ(ring.shared.head().read, 8u);
}

// Bytes that tell their place, written and read in pieces of all sizes by two threads.
TEST(Ring, TwoThreadsLoseNothing) {
  constexpr size_t kCapacity = 64;
  constexpr uint64_t kBytes = 200'000;
  SharedRing shared(kCapacity);
  const auto byte_at = [](uint64_t place) { return static_cast<char>(place * 7 % 251); };
  std::thread worker([&] {
    RingWriter writer(shared.memory(), kCapacity);
    for (uint64_t done = 0, piece = 1; done < kBytes; piece = piece % 100 + 1) {
      std::string bytes;
      for (uint64_t i = done; i < std::min(done + piece, kBytes); ++i) bytes += byte_at(i);
      const size_t written = writer.Write(bytes);
      if (written == 0) std::this_thread::yield();
      done += written;
    }
  });
  RingReader reader(shared.memory(), kCapacity);
  std::string all;
  for (size_t most = 1; all.size() < kBytes; most = most % 90 + 1) {
    const Result<size_t> read = reader.Read(&all, most);
    ASSERT_TRUE(read.ok()) << read.error().message;
    if (*read == 0) std::this_thread::yield();
  }
  worker.join();
  ASSERT_EQ(all.size(), kBytes);
  for (uint64_t i = 0; i < kBytes; ++i) ASSERT_EQ(all[i], byte_at(i)) << i;
}

}  // namespace
}  // namespace sendoff::messages
