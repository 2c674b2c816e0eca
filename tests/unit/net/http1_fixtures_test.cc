// SPDX-License-Identifier: MIT
// Every fixture of tests/fixtures/http1, whole and cut in pieces: where the network cuts must make
// no difference.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "tests/support/http1_fixture.h"
#include "tests/support/http1_transcript.h"

namespace sendoff::test {
namespace {

using Pieces = std::vector<std::string_view>;

Pieces CutAt(std::string_view input, std::vector<size_t> points) {
  std::sort(points.begin(), points.end());
  Pieces pieces;
  size_t begin = 0;
  for (const size_t point : points) {
    pieces.push_back(input.substr(begin, point - begin));
    begin = point;
  }
  pieces.push_back(input.substr(begin));
  return pieces;
}

class Http1Fixtures : public testing::TestWithParam<Http1Fixture> {
 protected:
  std::string Run(const Pieces& pieces) const {
    return Transcribe(pieces, GetParam().to_head, GetParam().open);
  }
};

TEST_P(Http1Fixtures, IsReadAsExpectedInOnePiece) {
  EXPECT_EQ(Run({GetParam().input}), GetParam().expected);
}

TEST_P(Http1Fixtures, IsReadAsExpectedByteByByte) {
  Pieces bytes;
  for (const char& byte : GetParam().input) bytes.push_back({&byte, 1});
  EXPECT_EQ(Run(bytes), GetParam().expected);
}

TEST_P(Http1Fixtures, IsReadAsExpectedHoweverItIsCut) {
  const std::string& input = GetParam().input;
  for (size_t point = 0; point <= input.size(); ++point) {
    ASSERT_EQ(Run(CutAt(input, {point})), GetParam().expected) << "cut at " << point;
  }
  std::mt19937 random(20261123);
  for (int round = 0; round < 50; ++round) {
    std::vector<size_t> points(1 + random() % 6);
    for (size_t& point : points) point = random() % (input.size() + 1);
    ASSERT_EQ(Run(CutAt(input, points)), GetParam().expected) << "round " << round;
  }
}

std::string TestName(const testing::TestParamInfo<Http1Fixture>& info) {
  std::string name;
  bool upper = true;
  for (const char c : info.param.name) {
    if (!isalnum(static_cast<unsigned char>(c))) {
      upper = true;
    } else {
      name += upper ? static_cast<char>(toupper(static_cast<unsigned char>(c))) : c;
      upper = false;
    }
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, Http1Fixtures,
                         testing::ValuesIn(ReadHttp1Fixtures("tests/fixtures/http1")), TestName);

}  // namespace
}  // namespace sendoff::test
