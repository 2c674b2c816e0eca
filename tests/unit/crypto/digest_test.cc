// SPDX-License-Identifier: MIT
#include "crypto/digest.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/algorithms.h"
#include "crypto/errors.h"
#include "crypto/hmac.h"
#include "tests/unit/crypto/bytes.h"

namespace sendoff::crypto {
namespace {

std::string HashOf(const std::string& name, std::string_view text,
                   std::optional<size_t> length = {}) {
  const EVP_MD* digest = FindDigest(name);
  if (digest == nullptr) return "no digest";
  const std::unique_ptr<Digest> hash = Digest::Make(digest, length);
  if (!hash) return TakeErrors().code;
  EXPECT_TRUE(hash->Update(AsBytes(text)));
  std::vector<uint8_t> result(hash->length());
  EXPECT_TRUE(hash->Finish(result));
  return Hex(result);
}

// FIPS 180-4, RFC 1321, FIPS 202.
TEST(Digests, MakeTheKnownHashes) {
  EXPECT_EQ(HashOf("sha256", "abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(HashOf("RSA-SHA1", "abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(HashOf("MD5", ""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(HashOf("shake128", ""), "7f9c2ba4e88f827d616045507605853e");
  EXPECT_EQ(HashOf("shake128", "", 4), "7f9c2ba4");
  EXPECT_EQ(HashOf("shake256", "", 0), "");
  EXPECT_EQ(HashOf("nope", ""), "no digest");
}

TEST(Digests, OfAFixedLengthHaveNoOther) {
  EXPECT_EQ(HashOf("sha256", "", 32).size(), 64u);
  EXPECT_EQ(HashOf("sha256", "", 31), "ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH");
}

TEST(Digests, ACopyGoesItsOwnWay) {
  const std::unique_ptr<Digest> hash = Digest::Make(FindDigest("sha1"), {});
  hash->Update(AsBytes("ab"));
  const std::unique_ptr<Digest> copy = hash->Copy({});
  copy->Update(AsBytes("c"));
  std::vector<uint8_t> result(20);
  ASSERT_TRUE(copy->Finish(result));
  EXPECT_EQ(Hex(result), "a9993e364706816aba3e25717850c26c9cd0d89d");
  ASSERT_TRUE(hash->Finish(result));
  EXPECT_EQ(Hex(result), "da23614e02469a0d7c7bd1bdab5c9c474b1904dc");
}

// RFC 4231, test cases 2 and 6; the code can be made again and again.
TEST(Hmacs, MakeTheKnownCodes) {
  std::optional<Hmac> hmac = Hmac::Make(FindDigest("sha256"), AsBytes("Jefe"));
  std::vector<uint8_t> code(hmac->length());
  for (int i = 0; i < 2; ++i) {
    hmac->Update(AsBytes("what do ya want "));
    hmac->Update(AsBytes("for nothing?"));
    ASSERT_TRUE(hmac->Finish(code));
    EXPECT_EQ(Hex(code), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }
  hmac = Hmac::Make(FindDigest("sha256"), AsBytes(std::string(131, '\xaa')));
  hmac->Update(AsBytes("Test Using Larger Than Block-Size Key - Hash Key First"));
  ASSERT_TRUE(hmac->Finish(code));
  EXPECT_EQ(Hex(code), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hmacs, AreNotMadeOfDigestsWithoutALength) {
  EXPECT_FALSE(Hmac::Make(FindDigest("shake128"), {}));
}

TEST(Algorithms, ThatAreNamedCanBeUsed) {
  const std::vector<std::string> names = DigestNames();
  EXPECT_GT(names.size(), 20u);
  for (const std::string& name : names) {
    EXPECT_NE(Digest::Make(FindDigest(name), {}), nullptr) << name;
  }
  const std::vector<std::string> curves = CurveNames();
  EXPECT_NE(std::find(curves.begin(), curves.end(), "prime256v1"), curves.end());
  EXPECT_EQ(FindCurve("P-256"), FindCurve("prime256v1"));
}

TEST(Bytes, AreEqualOrNot) {
  EXPECT_TRUE(AreEqual({}, {}));
  EXPECT_TRUE(AreEqual(AsBytes("ab"), AsBytes("ab")));
  EXPECT_FALSE(AreEqual(AsBytes("ab"), AsBytes("ac")));
  EXPECT_FALSE(AreEqual(AsBytes("ab"), AsBytes("abc")));
}

}  // namespace
}  // namespace sendoff::crypto
