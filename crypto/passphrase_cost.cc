// SPDX-License-Identifier: MIT
#include "crypto/passphrase_cost.h"

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/proverr.h>
#include <openssl/x509.h>

#include <memory>

#include "crypto/handles.h"
#include "crypto/key_text.h"

namespace sendoff::crypto {
namespace {

using Encrypted = std::unique_ptr<X509_SIG, Releaser<X509_SIG_free>>;
using Pbes2 = std::unique_ptr<PBE2PARAM, Releaser<PBE2PARAM_free>>;
using Pbes1 = std::unique_ptr<PBEPARAM, Releaser<PBEPARAM_free>>;
using Rounds = std::unique_ptr<PBKDF2PARAM, Releaser<PBKDF2PARAM_free>>;
using Costs = std::unique_ptr<SCRYPT_PARAMS, Releaser<SCRYPT_PARAMS_free>>;

template <class T>
T* Unpack(const ASN1_ITEM* item, const ASN1_TYPE* parameter) {
  return static_cast<T*>(ASN1_TYPE_unpack_sequence(item, parameter));
}

// A number that is no number is too large.
bool IsTooLarge(const ASN1_INTEGER* number, int64_t most) {
  int64_t value = 0;
  return ASN1_INTEGER_get_int64(&value, number) != 1 || value > most;
}

bool IsTooMuch(const X509_ALGOR* derivation) {
  if (OBJ_obj2nid(derivation->algorithm) == NID_id_scrypt) {
    const Costs costs(Unpack<SCRYPT_PARAMS>(ASN1_ITEM_rptr(SCRYPT_PARAMS), derivation->parameter));
    // OpenSSL's own limit of memory holds for the first two.
    return costs && IsTooLarge(costs->parallelizationParameter, 16);
  }
  const Rounds rounds(Unpack<PBKDF2PARAM>(ASN1_ITEM_rptr(PBKDF2PARAM), derivation->parameter));
  return rounds && IsTooLarge(rounds->iter, kMostPassphraseRounds);
}

bool IsTooMuch(const X509_SIG* encrypted) {
  const X509_ALGOR* algorithm = nullptr;
  X509_SIG_get0(encrypted, &algorithm, nullptr);
  if (OBJ_obj2nid(algorithm->algorithm) == NID_pbes2) {
    const Pbes2 both(Unpack<PBE2PARAM>(ASN1_ITEM_rptr(PBE2PARAM), algorithm->parameter));
    return both && IsTooMuch(both->keyfunc);
  }
  const Pbes1 old(Unpack<PBEPARAM>(ASN1_ITEM_rptr(PBEPARAM), algorithm->parameter));
  return old && IsTooLarge(old->iter, kMostPassphraseRounds);
}

}  // namespace

bool AsksForTooMuch(std::span<const uint8_t> encrypted_key) {
  ERR_set_mark();
  const uint8_t* at = encrypted_key.data();
  const Encrypted encrypted(d2i_X509_SIG(nullptr, &at, static_cast<long>(encrypted_key.size())));
  const bool is_too_much = encrypted && IsTooMuch(encrypted.get());
  ERR_pop_to_mark();
  if (is_too_much) ERR_raise(ERR_LIB_PROV, PROV_R_INVALID_ITERATION_COUNT);
  return is_too_much;
}

bool PemAsksForTooMuch(std::span<const uint8_t> pem) {
  const BioPointer text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  uint8_t* der = nullptr;
  long size = 0;
  ERR_set_mark();
  const bool is_one =
      PEM_bytes_read_bio(&der, &size, nullptr, PEM_STRING_PKCS8, text.get(), nullptr, nullptr) == 1;
  ERR_pop_to_mark();
  const bool is_too_much = is_one && AsksForTooMuch({der, static_cast<size_t>(size)});
  OPENSSL_free(der);
  return is_too_much;
}

}  // namespace sendoff::crypto
