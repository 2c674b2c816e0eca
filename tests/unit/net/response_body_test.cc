// SPDX-License-Identifier: MIT
// What the fixtures cannot say: limits, and bodies larger than a page.
#include "net/http/response_body.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>

#include "net/http/response_limits.h"
#include "tests/support/gzip.h"

namespace sendoff::net {
namespace {

using test::Gzip;

struct Limits {
  size_t kept_bytes = 64 << 10;
  size_t decoded_bytes = 1 << 20;
  size_t ratio = 100;
};
constexpr Limits kLimits;

// Text that no compressor makes much smaller.
std::string Noise(size_t size) {
  std::mt19937 random(20261124);
  std::string text(size, ' ');
  for (char& c : text) c = static_cast<char>('!' + random() % 90);
  return text;
}

struct Taken {
  RecordedBody body;
  std::vector<std::string> warnings;
};

// What is kept of a body in gzip that comes in pieces.
Taken Read(const std::string& bytes, const Limits& limits = kLimits,
           size_t piece = std::string::npos, bool complete = true) {
  BodyDecoder decoder(ContentCoding::kGzip, {limits.decoded_bytes, limits.ratio, true});
  ResponseBody body(limits.kept_bytes);
  std::array<char, BodyDecoder::kStep> room;
  const auto decode = [&](bool at_end) {
    for (std::string_view decoded = decoder.Read(at_end, room); !decoded.empty();
         decoded = decoder.Read(at_end, room)) {
      body.AppendDecoded(decoded);
    }
  };
  for (size_t at = 0; at < bytes.size(); at += std::min(piece, bytes.size() - at)) {
    const std::string_view came = std::string_view(bytes).substr(at, piece);
    body.Append(came);
    decoder.Append(came);
    decode(false);
  }
  decode(true);
  Taken taken;
  taken.body = body.Take(complete, &decoder, "", &taken.warnings);
  return taken;
}

TEST(ResponseBody, KeepsTheFirstPartOfTheDecodedTextAndCountsAllOfIt) {
  const std::string text = Noise(100'000);
  const Taken taken = Read(Gzip(text));
  EXPECT_EQ(*taken.body.kept, text.substr(0, kLimits.kept_bytes));
  EXPECT_EQ(taken.body.size, text.size());
  EXPECT_TRUE(taken.body.truncated);
  EXPECT_FALSE(taken.body.coded);
  EXPECT_TRUE(taken.warnings.empty());
}

TEST(ResponseBody, StopsDecodingAtItsLimit) {
  const std::string text = Noise(3000);
  const Taken whole = Read(Gzip(text), {100, 3000});
  EXPECT_EQ(whole.body.size, 3000u);
  const Taken cut = Read(Gzip(text), {100, 2999});
  EXPECT_EQ(cut.body.size, 2999u);
  EXPECT_EQ(*cut.body.kept, text.substr(0, 100));
  EXPECT_TRUE(cut.body.truncated);
  EXPECT_TRUE(cut.warnings.empty()) << "a body that is just large is nothing odd";
}

TEST(ResponseBody, DoesNotLimitTheRatioOfASmallText) {
  const std::string text(BodyDecoder::kSmall, 'a');
  const std::string coded = Gzip(text);
  ASSERT_GT(text.size(), kLimits.ratio * coded.size());
  const Taken taken = Read(coded);
  EXPECT_EQ(*taken.body.kept, text);
  EXPECT_FALSE(taken.body.truncated);
}

TEST(ResponseBody, RecordsABombAsItCame) {
  const std::string coded = Gzip(std::string(BodyDecoder::kSmall + 1, 'a'));
  const Taken taken = Read(coded);
  EXPECT_EQ(*taken.body.kept, coded);
  EXPECT_EQ(taken.body.size, coded.size());
  EXPECT_TRUE(taken.body.coded);
  EXPECT_FALSE(taken.body.truncated);
  ASSERT_EQ(taken.warnings.size(), 1u);
  EXPECT_EQ(taken.warnings[0],
            "the response says Content-Encoding: gzip but its body grows to more than 100 times "
            "its size when it is decoded; the body is recorded as it came");
}

TEST(ResponseBody, TakesALargeBombForOneBeforeItHasGrown) {
  const std::string coded = Gzip(std::string(100 << 20, '\0'));
  const Taken taken = Read(coded);
  EXPECT_TRUE(taken.body.coded);
  EXPECT_EQ(taken.body.size, coded.size());
}

TEST(ResponseBody, DecodesMembersWhereverTheyBegin) {
  // The first member ends around the end of what the decoder is given at once.
  for (size_t size = 4050; size < 4100; ++size) {
    const std::string first = Noise(size);
    const Taken taken = Read(Gzip(first, 0) + Gzip("second"));
    ASSERT_EQ(*taken.body.kept, first + "second") << size;
    ASSERT_TRUE(taken.warnings.empty());
  }
}

TEST(ResponseBody, SaysTheSameHoweverTheBytesCame) {
  std::string broken = Gzip(Noise(50'000));
  broken[30'000] ^= 1;
  for (const std::string& bytes :
       {Gzip(Noise(50'000)), broken, Gzip(std::string(1 << 20, 'x')), Gzip("a") + "tail"}) {
    const Taken whole = Read(bytes);
    for (const size_t piece : {1, 7, 1000, 4096, 10'000}) {
      const Taken taken = Read(bytes, kLimits, piece);
      EXPECT_EQ(*taken.body.kept, *whole.body.kept);
      EXPECT_EQ(taken.body.size, whole.body.size);
      EXPECT_EQ(taken.body.truncated, whole.body.truncated);
      EXPECT_EQ(taken.body.coded, whole.body.coded);
      EXPECT_EQ(taken.warnings, whole.warnings);
    }
  }
}

TEST(ResponseBody, SaysNothingMoreAboutABodyThatWasCutOff) {
  const std::string text = Noise(9000);
  const Taken taken = Read(Gzip(text, 0).substr(0, 5000), kLimits, std::string::npos, false);
  EXPECT_TRUE(taken.body.truncated);
  EXPECT_GT(taken.body.size, 4000u);
  EXPECT_EQ(*taken.body.kept, text.substr(0, taken.body.size));
  EXPECT_TRUE(taken.warnings.empty()) << "its error says why";
}

TEST(ResponseBody, MayBeToldThatAnyGrowthWillDo) {
  const std::string text(1 << 20, 'x');
  const std::string coded = Gzip(text);
  ASSERT_GT(text.size(), 100 * coded.size());
  for (const size_t ratio : {size_t{100}, ResponseLimits::kNone}) {
    const Taken taken = Read(coded, {2 << 20, 2 << 20, ratio});
    EXPECT_EQ(*taken.body.kept == text, ratio == ResponseLimits::kNone);
  }
}

}  // namespace
}  // namespace sendoff::net
