// SPDX-License-Identifier: MIT
// What the fixtures cannot say: limits, and bodies larger than a page.
#include "net/http/response_body.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "tests/support/gzip.h"

namespace sendoff::net {
namespace {

using test::Gzip;

constexpr ResponseBody::Limits kLimits{64 << 10, 1 << 20};

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

Taken Read(const std::string& bytes, const ResponseBody::Limits& limits = kLimits,
           size_t piece = std::string::npos) {
  ResponseBody body(limits);
  body.SetEncoding({ContentCoding::kGzip, {}});
  for (size_t at = 0; at < bytes.size(); at += std::min(piece, bytes.size() - at)) {
    body.Append(std::string_view(bytes).substr(at, piece));
  }
  EXPECT_EQ(body.size(), bytes.size());
  Taken taken;
  taken.body = body.Take(true, &taken.warnings);
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
  const std::string text(ResponseBody::kSmall, 'a');
  const std::string coded = Gzip(text);
  ASSERT_GT(text.size(), kLimits.ratio * coded.size());
  const Taken taken = Read(coded);
  EXPECT_EQ(*taken.body.kept, text);
  EXPECT_FALSE(taken.body.truncated);
}

TEST(ResponseBody, RecordsABombAsItCame) {
  const std::string coded = Gzip(std::string(ResponseBody::kSmall + 1, 'a'));
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
  ResponseBody body(kLimits);
  body.SetEncoding({ContentCoding::kGzip, {}});
  body.Append(Gzip(text, 0).substr(0, 5000));
  std::vector<std::string> warnings;
  const RecordedBody taken = body.Take(false, &warnings);
  EXPECT_TRUE(taken.truncated);
  EXPECT_GT(taken.size, 4000u);
  EXPECT_EQ(*taken.kept, text.substr(0, taken.size));
  EXPECT_TRUE(warnings.empty()) << "its error says why";
}

TEST(ResponseBody, MayBeToldThatAnyGrowthWillDo) {
  const std::string text(1 << 20, 'x');
  const std::string coded = Gzip(text);
  ASSERT_GT(text.size(), 100 * coded.size());
  for (const size_t ratio : {size_t{100}, ResponseBody::kAnyRatio}) {
    ResponseBody body({2 << 20, 2 << 20, ratio});
    body.SetEncoding({ContentCoding::kGzip, ""});
    body.Append(coded);
    std::vector<std::string> warnings;
    EXPECT_EQ(*body.Take(true, &warnings).kept == text, ratio == ResponseBody::kAnyRatio);
  }
}

}  // namespace
}  // namespace sendoff::net
