// SPDX-License-Identifier: MIT
#include "crypto/key_text.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <climits>
#include <cstring>
#include <utility>

#include "crypto/passphrase_cost.h"

namespace sendoff::crypto {
namespace {

using Pkcs8 = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Releaser<PKCS8_PRIV_KEY_INFO_free>>;
using Certificate = std::unique_ptr<X509, Releaser<X509_free>>;

BioPointer Reader(Bytes bytes) {
  return BioPointer(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

// pem_password_cb of OpenSSL; `data` is an optional<Bytes>.
int GivePassphrase(char* to, int size, int, void* data) {
  const auto& passphrase = *static_cast<const std::optional<Bytes>*>(data);
  if (!passphrase || static_cast<size_t>(size) < passphrase->size()) return -1;
  std::copy(passphrase->begin(), passphrase->end(), to);
  return static_cast<int>(passphrase->size());
}

void* PassphraseOf(const KeyText& text) {
  return const_cast<std::optional<Bytes>*>(&text.passphrase);
}

// Numbers of a private RSA key, which nothing else limits.
bool HasHugeNumbers(const EVP_PKEY* key) {
  if (EVP_PKEY_get_bits(key) > kMostKeyBits) return true;
  if (EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA && EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA_PSS) {
    return false;
  }
  for (const char* name :
       {OSSL_PKEY_PARAM_RSA_E, OSSL_PKEY_PARAM_RSA_D, OSSL_PKEY_PARAM_RSA_FACTOR1,
        OSSL_PKEY_PARAM_RSA_FACTOR2, OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2,
        OSSL_PKEY_PARAM_RSA_COEFFICIENT1}) {
    BIGNUM* number = nullptr;
    ERR_set_mark();
    EVP_PKEY_get_bn_param(key, name, &number);
    ERR_pop_to_mark();
    const NumberPointer owner(number);
    if (number != nullptr && BN_num_bits(number) > kMostKeyBits) return true;
  }
  return false;
}

KeyPointer Checked(KeyPointer key) {
  if (!key || !HasHugeNumbers(key.get())) return key;
  ERR_raise(ERR_LIB_RSA, RSA_R_MODULUS_TOO_LARGE);
  return nullptr;
}

// DER of PKCS #8, encrypted or not.
KeyPointer ReadPkcs8(const KeyText& text) {
  const uint8_t* at = text.bytes.data();
  const auto size = static_cast<long>(text.bytes.size());
  ERR_set_mark();
  X509_SIG* encrypted = d2i_X509_SIG(nullptr, &at, size);
  ERR_pop_to_mark();
  X509_SIG_free(encrypted);
  if (encrypted != nullptr) {
    if (AsksForTooMuch(text.bytes)) return nullptr;
    return KeyPointer(d2i_PKCS8PrivateKey_bio(Reader(text.bytes).get(), nullptr, GivePassphrase,
                                              PassphraseOf(text)));
  }
  const Pkcs8 plain(d2i_PKCS8_PRIV_KEY_INFO_bio(Reader(text.bytes).get(), nullptr));
  return plain ? KeyPointer(EVP_PKCS82PKEY(plain.get())) : nullptr;
}

KeyPointer ReadPrivateDer(const KeyText& text) {
  const uint8_t* at = text.bytes.data();
  const auto size = static_cast<long>(text.bytes.size());
  switch (text.structure.value_or(KeyStructure::kSpki)) {
    case KeyStructure::kPkcs1:
      return KeyPointer(d2i_PrivateKey(EVP_PKEY_RSA, nullptr, &at, size));
    case KeyStructure::kSec1:
      return KeyPointer(d2i_PrivateKey(EVP_PKEY_EC, nullptr, &at, size));
    case KeyStructure::kPkcs8:
      return ReadPkcs8(text);
    case KeyStructure::kSpki:
      break;
  }
  return nullptr;
}

KeyPointer ReadPublicDer(Bytes der, KeyStructure structure) {
  const uint8_t* at = der.data();
  const auto size = static_cast<long>(der.size());
  return KeyPointer(structure == KeyStructure::kPkcs1
                        ? d2i_PublicKey(EVP_PKEY_RSA, nullptr, &at, size)
                        : d2i_PUBKEY(nullptr, &at, size));
}

KeyPointer KeyOfCertificate(Bytes der) {
  const uint8_t* at = der.data();
  const Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  return certificate ? KeyPointer(X509_get_pubkey(certificate.get())) : nullptr;
}

// The block of that name; nothing, and no error, where there is none.
struct PemBlock {
  explicit PemBlock(Bytes text, const char* name) {
    ERR_set_mark();
    found =
        PEM_bytes_read_bio(&data, &size, nullptr, name, Reader(text).get(), nullptr, nullptr) == 1;
    ERR_pop_to_mark();
  }
  ~PemBlock() { OPENSSL_free(data); }
  PemBlock(const PemBlock&) = delete;
  PemBlock& operator=(const PemBlock&) = delete;

  Bytes bytes() const { return {data, static_cast<size_t>(size)}; }

  uint8_t* data = nullptr;
  long size = 0;
  bool found = false;
};

// Nothing where the text has no block of a public key.
std::optional<KeyPointer> ReadPublicPem(Bytes text) {
  if (const PemBlock block(text, PEM_STRING_PUBLIC); block.found) {
    return ReadPublicDer(block.bytes(), KeyStructure::kSpki);
  }
  if (const PemBlock block(text, PEM_STRING_RSA_PUBLIC); block.found) {
    return ReadPublicDer(block.bytes(), KeyStructure::kPkcs1);
  }
  if (const PemBlock block(text, PEM_STRING_X509); block.found) {
    return KeyOfCertificate(block.bytes());
  }
  return std::nullopt;
}

// Whether PKCS #1 in DER is a private key: those have a version before their numbers.
bool IsRsaPrivateKey(Bytes der) {
  if (der.size() < 2 || der[0] != 0x30) return false;
  const size_t at = (der[1] & 0x80) != 0 ? 2 + (der[1] & 0x7f) : 2;
  return der.size() >= at + 3 && der[at] == 2 && der[at + 1] == 1 && (der[at + 2] & 0xfe) == 0;
}

bool IsTooLong(const KeyText& text) {
  if (text.bytes.size() <= INT_MAX / 2) return false;
  ERR_raise(ERR_LIB_ASN1, ASN1_R_TOO_LONG);
  return true;
}

std::string TextIn(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size <= 0 ? std::string() : std::string(data, static_cast<size_t>(size));
}

// PKCS #1 and SEC 1: what belongs to the kind of key.
bool WriteTraditional(BIO* to, EVP_PKEY* key, KeyFormat format,
                      const std::optional<KeyEncryption>& encryption) {
  if (format == KeyFormat::kDer) return i2d_PrivateKey_bio(to, key) == 1;
  const auto* passphrase = encryption ? encryption->passphrase.data() : nullptr;
  const auto size = static_cast<int>(encryption ? encryption->passphrase.size() : 0);
  return PEM_write_bio_PrivateKey_traditional(to, key, encryption ? encryption->cipher : nullptr,
                                              passphrase, size, nullptr, nullptr) == 1;
}

bool WritePkcs8(BIO* to, EVP_PKEY* key, KeyFormat format,
                const std::optional<KeyEncryption>& encryption) {
  const EVP_CIPHER* cipher = encryption ? encryption->cipher : nullptr;
  static const char kEmpty[] = "";  // a passphrase that is there
  const auto* passphrase = encryption && !encryption->passphrase.empty()
                               ? reinterpret_cast<const char*>(encryption->passphrase.data())
                               : kEmpty;
  const auto size = static_cast<int>(encryption ? encryption->passphrase.size() : 0);
  return format == KeyFormat::kPem
             ? PEM_write_bio_PKCS8PrivateKey(to, key, cipher, passphrase, size, nullptr, nullptr) ==
                   1
             : i2d_PKCS8PrivateKey_bio(to, key, cipher, passphrase, size, nullptr, nullptr) == 1;
}

// RSAPublicKey of PKCS #1.
bool WritePkcs1Public(BIO* to, EVP_PKEY* key, KeyFormat format) {
  uint8_t* der = nullptr;
  const int size = i2d_PublicKey(key, &der);
  const bool done = size > 0 && (format == KeyFormat::kPem
                                     ? PEM_write_bio(to, PEM_STRING_RSA_PUBLIC, "", der, size) > 0
                                     : BIO_write(to, der, size) == size);
  OPENSSL_free(der);
  return done;
}

}  // namespace

KeyPointer ReadPrivateKey(const KeyText& text) {
  if (IsTooLong(text)) return nullptr;
  if (text.format == KeyFormat::kDer) return Checked(ReadPrivateDer(text));
  if (PemAsksForTooMuch(text.bytes)) return nullptr;
  KeyPointer key(PEM_read_bio_PrivateKey(Reader(text.bytes).get(), nullptr, GivePassphrase,
                                         PassphraseOf(text)));
  return Checked(std::move(key));
}

KeyPointer ReadAnyKey(const KeyText& text) {
  if (IsTooLong(text)) return nullptr;
  if (text.format == KeyFormat::kPem) {
    std::optional<KeyPointer> key = ReadPublicPem(text.bytes);
    return key ? Checked(std::move(*key)) : ReadPrivateKey(text);
  }
  const KeyStructure structure = text.structure.value_or(KeyStructure::kSpki);
  const bool is_public = structure == KeyStructure::kSpki ||
                         (structure == KeyStructure::kPkcs1 && !IsRsaPrivateKey(text.bytes));
  return is_public ? Checked(ReadPublicDer(text.bytes, structure)) : ReadPrivateKey(text);
}

std::optional<std::string> WritePublicKey(EVP_PKEY* key, KeyFormat format, KeyStructure structure) {
  const BioPointer to(BIO_new(BIO_s_mem()));
  const bool done = structure == KeyStructure::kPkcs1 ? WritePkcs1Public(to.get(), key, format)
                    : format == KeyFormat::kPem       ? PEM_write_bio_PUBKEY(to.get(), key) == 1
                                                      : i2d_PUBKEY_bio(to.get(), key) == 1;
  return done ? std::optional(TextIn(to.get())) : std::nullopt;
}

std::optional<std::string> WritePrivateKey(EVP_PKEY* key, KeyFormat format, KeyStructure structure,
                                           const std::optional<KeyEncryption>& encryption) {
  const BioPointer to(BIO_new(BIO_s_secmem()));
  const bool done = structure == KeyStructure::kPkcs8
                        ? WritePkcs8(to.get(), key, format, encryption)
                        : WriteTraditional(to.get(), key, format, encryption);
  return done ? std::optional(TextIn(to.get())) : std::nullopt;
}

}  // namespace sendoff::crypto
