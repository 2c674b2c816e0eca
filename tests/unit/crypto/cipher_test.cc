// SPDX-License-Identifier: MIT
#include "crypto/cipher.h"

#include <gtest/gtest.h>

#include "crypto/algorithms.h"
#include "crypto/errors.h"
#include "tests/unit/crypto/bytes.h"

namespace sendoff::crypto {
namespace {

struct Made {
  std::vector<uint8_t> output;
  bool is_whole = false;
};

Made Work(Cipher& cipher, std::span<const uint8_t> input) {
  Made made;
  made.output.resize(cipher.RoomFor(input.size()) + cipher.block_size());
  const std::optional<size_t> written = cipher.Update(input, made.output);
  if (!written) return made;
  const std::optional<size_t> last = cipher.Finish(std::span(made.output).subspan(*written));
  made.is_whole = last.has_value();
  made.output.resize(*written + last.value_or(0));
  return made;
}

std::unique_ptr<Cipher> Make(const std::string& name, bool encrypts, std::string_view key,
                             std::string_view iv) {
  return Cipher::Make(FindCipher(name), encrypts, AsBytes(key), AsBytes(iv)).first;
}

TEST(Ciphers, GiveBackWhatTheyEncrypted) {
  const std::string text = "what somebody wrote, in more than one block";
  for (const char* name : {"aes-128-cbc", "aes-128-ctr", "aes-128-ecb"}) {
    const std::string iv(FactsOf(FindCipher(name)).iv_length, 'i');
    const Made secret = Work(*Make(name, true, std::string(16, 'k'), iv), AsBytes(text));
    ASSERT_TRUE(secret.is_whole) << name;
    EXPECT_NE(secret.output, std::vector<uint8_t>(text.begin(), text.end())) << name;
    const Made back = Work(*Make(name, false, std::string(16, 'k'), iv), secret.output);
    ASSERT_TRUE(back.is_whole) << name;
    EXPECT_EQ(std::string(back.output.begin(), back.output.end()), text) << name;
  }
}

TEST(Ciphers, WithATagFindWhatWasChanged) {
  for (const char* name : {"aes-256-gcm", "chacha20-poly1305"}) {
    const std::string key(32, 'k');
    const std::unique_ptr<Cipher> cipher = Make(name, true, key, std::string(12, 'i'));
    ASSERT_TRUE(cipher->AddData(AsBytes("head")));
    Made secret = Work(*cipher, AsBytes("text"));
    std::vector<uint8_t> tag(16);
    ASSERT_TRUE(cipher->GetTag(tag));
    for (const bool is_changed : {false, true}) {
      if (is_changed) secret.output[0] ^= 1;
      const std::unique_ptr<Cipher> reader = Make(name, false, key, std::string(12, 'i'));
      ASSERT_TRUE(reader->SetTag(tag));
      ASSERT_TRUE(reader->AddData(AsBytes("head")));
      EXPECT_EQ(Work(*reader, secret.output).is_whole, !is_changed) << name;
    }
  }
}

TEST(Ciphers, SayWhichLengthIsWrong) {
  const EVP_CIPHER* cipher = FindCipher("aes-128-cbc");
  using Refusal = Cipher::Refusal;
  EXPECT_EQ(Cipher::Make(cipher, true, AsBytes("short"), AsBytes(std::string(16, 'i'))).second,
            Refusal::kKeyLength);
  EXPECT_EQ(Cipher::Make(cipher, true, AsBytes(std::string(16, 'k')), {}).second, Refusal::kIv);
  EXPECT_TRUE(TakesLengths(cipher, 16, 16));
  EXPECT_FALSE(TakesLengths(cipher, 17, 16));
  EXPECT_FALSE(TakesLengths(cipher, 16, 12));
  EXPECT_TRUE(TakesLengths(FindCipher("aes-128-gcm"), 16, 13));
  EXPECT_EQ(FindCipher("nope"), nullptr);
}

TEST(Ciphers, AWrongLengthOfTextIsAnError) {
  const std::unique_ptr<Cipher> cipher =
      Make("aes-128-cbc", false, std::string(16, 'k'), std::string(16, 'i'));
  ClearErrors();
  EXPECT_FALSE(Work(*cipher, AsBytes("short")).is_whole);
  EXPECT_EQ(TakeErrors().code, "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH");
}

}  // namespace
}  // namespace sendoff::crypto
