// SPDX-License-Identifier: MIT
#include "crypto/key_text.h"

#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>

#include "crypto/algorithms.h"
#include "crypto/errors.h"
#include "crypto/key_parts.h"
#include "crypto/rsa_encryption.h"
#include "crypto/signature.h"
#include "tests/unit/crypto/bytes.h"

namespace sendoff::crypto {
namespace {

KeyPointer Rsa() { return KeyPointer(EVP_RSA_gen(1024)); }
KeyPointer Ec() { return KeyPointer(EVP_EC_gen("prime256v1")); }
KeyPointer Ed() { return KeyPointer(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")); }

KeyText Pem(const std::string& text, std::optional<Bytes> passphrase = {}) {
  return {
      .bytes = AsBytes(text), .format = KeyFormat::kPem, .structure = {}, .passphrase = passphrase};
}

bool AreSame(const KeyPointer& a, const KeyPointer& b) {
  return a && b && EVP_PKEY_eq(a.get(), b.get()) == 1;
}

TEST(Keys, AreReadAsTheyWereWritten) {
  for (const KeyPointer& key : {Rsa(), Ec(), Ed()}) {
    const auto text = WritePrivateKey(key.get(), KeyFormat::kPem, KeyStructure::kPkcs8, {});
    ASSERT_TRUE(text);
    EXPECT_TRUE(AreSame(ReadPrivateKey(Pem(*text)), key));
    EXPECT_TRUE(AreSame(ReadAnyKey(Pem(*text)), key));
    const auto shown = WritePublicKey(key.get(), KeyFormat::kPem, KeyStructure::kSpki);
    ASSERT_TRUE(shown);
    EXPECT_TRUE(AreSame(ReadAnyKey(Pem(*shown)), key));
    EXPECT_EQ(ReadPrivateKey(Pem(*shown)), nullptr);
    const auto der = WritePublicKey(key.get(), KeyFormat::kDer, KeyStructure::kSpki);
    EXPECT_TRUE(AreSame(ReadAnyKey({.bytes = AsBytes(*der),
                                    .format = KeyFormat::kDer,
                                    .structure = KeyStructure::kSpki,
                                    .passphrase = {}}),
                        key));
  }
}

TEST(Keys, OfTheirKindsHaveFormsOfTheirOwn) {
  const KeyPointer rsa = Rsa();
  const KeyPointer ec = Ec();
  const auto pkcs1 = WritePrivateKey(rsa.get(), KeyFormat::kPem, KeyStructure::kPkcs1, {});
  ASSERT_TRUE(pkcs1);
  EXPECT_EQ(pkcs1->find("-----BEGIN RSA PRIVATE KEY-----"), 0u);
  EXPECT_TRUE(AreSame(ReadPrivateKey(Pem(*pkcs1)), rsa));
  const auto shown = WritePublicKey(rsa.get(), KeyFormat::kPem, KeyStructure::kPkcs1);
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->find("-----BEGIN RSA PUBLIC KEY-----"), 0u);
  EXPECT_TRUE(AreSame(ReadAnyKey(Pem(*shown)), rsa));
  const auto sec1 = WritePrivateKey(ec.get(), KeyFormat::kPem, KeyStructure::kSec1, {});
  ASSERT_TRUE(sec1);
  EXPECT_EQ(sec1->find("-----BEGIN EC PRIVATE KEY-----"), 0u);
  EXPECT_TRUE(AreSame(ReadPrivateKey(Pem(*sec1)), ec));
}

TEST(Keys, ThatAreEncryptedNeedTheirPassphrase) {
  const KeyPointer key = Ec();
  const KeyEncryption encryption = {FindCipher("aes-256-cbc"), AsBytes("secret")};
  for (const KeyStructure structure : {KeyStructure::kPkcs8, KeyStructure::kSec1}) {
    const auto text = WritePrivateKey(key.get(), KeyFormat::kPem, structure, encryption);
    ASSERT_TRUE(text);
    EXPECT_TRUE(AreSame(ReadPrivateKey(Pem(*text, AsBytes("secret"))), key));
    EXPECT_EQ(ReadPrivateKey(Pem(*text, AsBytes("wrong"))), nullptr);
    EXPECT_EQ(ReadPrivateKey(Pem(*text)), nullptr);
  }
}

TEST(Keys, ThatCannotBeReadAreAnError) {
  ClearErrors();
  EXPECT_EQ(ReadPrivateKey(Pem("x")), nullptr);
  EXPECT_EQ(TakeErrors().code, "ERR_OSSL_UNSUPPORTED");
  EXPECT_EQ(ReadAnyKey(Pem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")),
            nullptr);
  for (const KeyStructure structure :
       {KeyStructure::kPkcs1, KeyStructure::kPkcs8, KeyStructure::kSpki, KeyStructure::kSec1}) {
    for (const std::string_view text : {"", "0", "0\x82", "abc"}) {
      const KeyText der = {.bytes = AsBytes(text),
                           .format = KeyFormat::kDer,
                           .structure = structure,
                           .passphrase = {}};
      EXPECT_EQ(ReadPrivateKey(der), nullptr);
      EXPECT_EQ(ReadAnyKey(der), nullptr);
    }
  }
}

TEST(Keys, AreNumbersAndBack) {
  const KeyPointer rsa = Rsa();
  const RsaParts numbers = PartsOfRsa(rsa.get());
  EXPECT_EQ(numbers.size(), 8u);
  EXPECT_TRUE(AreSame(MakeRsa(numbers), rsa));
  const KeyPointer ec = Ec();
  const std::optional<EcParts> parts = PartsOfEc(ec.get());
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->x.size(), 32u);
  EXPECT_EQ(parts->secret.size(), 32u);
  EXPECT_TRUE(AreSame(MakeEc(*parts), ec));
  EXPECT_EQ(MakeEc({parts->curve, {1}, {2}, {}}), nullptr);
  EXPECT_EQ(MakeEc({0, {1}, {2}, {}}), nullptr);
  const KeyPointer ed = Ed();
  EXPECT_TRUE(AreSame(MakeRaw(EVP_PKEY_ED25519, *RawPrivate(ed.get()), true), ed));
  EXPECT_FALSE(RawPublic(rsa.get()));
}

TEST(Keys, OfNumbersThatNothingWouldEndAreNotTaken) {
  RsaParts parts = PartsOfRsa(Rsa().get());
  for (auto& [name, bytes] : parts) {
    if (name == "d") bytes.assign(kMostKeyBits / 8 + 1, 0xff);
  }
  EXPECT_EQ(MakeRsa(parts), nullptr);
}

TEST(Signatures, AreValidForTheirDataAlone) {
  const EVP_MD* digest = FindDigest("sha256");
  for (const bool is_p1363 : {false, true}) {
    for (const KeyPointer& key : {Rsa(), Ec()}) {
      const SignatureTerms terms = {.padding = {}, .salt_length = {}, .is_p1363 = is_p1363};
      const auto signature = Sign(key.get(), digest, terms, AsBytes("text"));
      ASSERT_TRUE(signature);
      EXPECT_EQ(Verify(key.get(), digest, terms, AsBytes("text"), *signature), Verdict::kValid);
      EXPECT_EQ(Verify(key.get(), digest, terms, AsBytes("test"), *signature), Verdict::kInvalid);
      EXPECT_EQ(Verify(key.get(), digest, terms, AsBytes("text"), AsBytes("short")),
                Verdict::kInvalid);
    }
  }
  const KeyPointer ed = Ed();
  const auto signature = Sign(ed.get(), nullptr, {}, AsBytes("text"));
  ASSERT_TRUE(signature);
  EXPECT_EQ(signature->size(), 64u);
  EXPECT_EQ(Verify(ed.get(), nullptr, {}, AsBytes("text"), *signature), Verdict::kValid);
  EXPECT_TRUE(SignsWhole(ed.get()));
}

TEST(Signatures, OfPssTakeTheirSalt) {
  const KeyPointer key = Rsa();
  const EVP_MD* digest = FindDigest("sha256");
  const SignatureTerms terms = {.padding = RSA_PKCS1_PSS_PADDING, .salt_length = 20};
  const auto signature = Sign(key.get(), digest, terms, AsBytes("text"));
  ASSERT_TRUE(signature);
  EXPECT_EQ(Verify(key.get(), digest, terms, AsBytes("text"), *signature), Verdict::kValid);
  EXPECT_EQ(Verify(key.get(), digest, {.padding = RSA_PKCS1_PSS_PADDING, .salt_length = 32},
                   AsBytes("text"), *signature),
            Verdict::kInvalid);
}

TEST(RsaTexts, ComeBack) {
  const KeyPointer key = Rsa();
  for (const auto& [there, back] :
       {std::pair(RsaOperation::kPublicEncrypt, RsaOperation::kPrivateDecrypt),
        std::pair(RsaOperation::kPrivateEncrypt, RsaOperation::kPublicDecrypt)}) {
    const RsaTerms terms = {.padding = there == RsaOperation::kPublicEncrypt
                                           ? RSA_PKCS1_OAEP_PADDING
                                           : RSA_PKCS1_PADDING,
                            .digest = nullptr,
                            .label = {}};
    const auto secret = RsaEncryption(there, key.get(), terms, AsBytes("text"));
    ASSERT_TRUE(secret);
    const auto text = RsaEncryption(back, key.get(), terms, *secret);
    ASSERT_TRUE(text);
    EXPECT_EQ(Hex(*text), "74657874");
  }
}

}  // namespace
}  // namespace sendoff::crypto
