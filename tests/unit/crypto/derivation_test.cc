// SPDX-License-Identifier: MIT
#include "crypto/derivation.h"

#include <gtest/gtest.h>

#include "crypto/algorithms.h"
#include "crypto/scrypt.h"
#include "tests/unit/crypto/bytes.h"

namespace sendoff::crypto {
namespace {

bool Never() { return false; }

// RFC 6070.
TEST(Pbkdf2Keys, AreThoseOfTheRfc) {
  std::vector<uint8_t> key(20);
  ASSERT_TRUE(Pbkdf2(FindDigest("sha1"), AsBytes("password"), AsBytes("salt"), 4096, key, Never));
  EXPECT_EQ(Hex(key), "4b007901b765489abead49d926f721d065a429c1");
  key.resize(25);
  ASSERT_TRUE(Pbkdf2(FindDigest("sha1"), AsBytes("passwordPASSWORDpassword"),
                     AsBytes("saltSALTsaltSALTsaltSALTsaltSALTsalt"), 4096, key, Never));
  EXPECT_EQ(Hex(key), "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038");
}

TEST(Pbkdf2Keys, AreGivenUpInTheMiddle) {
  std::vector<uint8_t> key(20);
  int looks = 0;
  EXPECT_FALSE(Pbkdf2(FindDigest("sha1"), {}, {}, 0x7fffffff, key, [&] { return ++looks == 3; }));
  EXPECT_EQ(looks, 3);
  key.resize(1 << 20);  // many keys of a round each
  EXPECT_FALSE(Pbkdf2(FindDigest("sha1"), {}, {}, 1, key, [&] { return ++looks == 5; }));
}

// RFC 5869, test cases 1 and 3.
TEST(HkdfKeys, AreThoseOfTheRfc) {
  std::vector<uint8_t> key(42);
  const std::string secret(22, '\x0b');
  const std::string salt("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c", 13);
  const std::string info("\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9");
  ASSERT_TRUE(Hkdf(FindDigest("sha256"), AsBytes(secret), AsBytes(salt), AsBytes(info), key));
  EXPECT_EQ(Hex(key),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  ASSERT_TRUE(Hkdf(FindDigest("sha256"), AsBytes(secret), {}, {}, key));
  EXPECT_EQ(Hex(key),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

std::string ScryptKey(std::string_view password, std::string_view salt, const ScryptCosts& costs,
                      const Interrupted& interrupted = Never) {
  std::vector<uint8_t> memory(ScryptMemory(costs));
  std::vector<uint8_t> key(64);
  if (!Scrypt(AsBytes(password), AsBytes(salt), costs, memory, key, interrupted)) return "gave up";
  return Hex(key).substr(0, 32);
}

// RFC 7914, section 12.
TEST(ScryptKeys, AreThoseOfTheRfc) {
  EXPECT_EQ(ScryptKey("", "", {16, 1, 1}), "77d6576238657b203b19ca42c18a0497");
  EXPECT_EQ(ScryptKey("password", "NaCl", {1024, 8, 16}), "fdbabe1c9d3472007856e7190d01e9fe");
  EXPECT_EQ(ScryptKey("pleaseletmein", "SodiumChloride", {16384, 8, 1}),
            "7023bdcb3afd7348461c06cd81fd38eb");
}

TEST(ScryptKeys, AreGivenUpInTheMiddle) {
  int looks = 0;
  EXPECT_EQ(ScryptKey("", "", {1 << 16, 8, 1}, [&] { return ++looks == 2; }), "gave up");
  EXPECT_EQ(looks, 2);
}

TEST(ScryptCosts, AreRefusedAsOpenSslDoes) {
  EXPECT_FALSE(ScryptRefusal({16384, 8, 1}, 32 << 20));
  EXPECT_EQ(ScryptRefusal({1 << 20, 8, 1}, 32 << 20),
            "error:030000AC:digital envelope routines::memory limit exceeded");
  EXPECT_TRUE(ScryptRefusal({3, 8, 1}, 32 << 20));
  EXPECT_TRUE(ScryptRefusal({0, 0, 0}, 32 << 20));
}

}  // namespace
}  // namespace sendoff::crypto
