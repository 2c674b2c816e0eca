// SPDX-License-Identifier: MIT
#include "crypto/errors.h"

#include <openssl/err.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace sendoff::crypto {
namespace {

// What Node puts between ERR_OSSL_ and the reason.
std::string_view LibraryWord(int library) {
  constexpr std::pair<int, std::string_view> kWords[] = {
      {ERR_LIB_SYS, "SYS_"},       {ERR_LIB_BN, "BN_"},         {ERR_LIB_RSA, "RSA_"},
      {ERR_LIB_DH, "DH_"},         {ERR_LIB_EVP, "EVP_"},       {ERR_LIB_BUF, "BUF_"},
      {ERR_LIB_OBJ, "OBJ_"},       {ERR_LIB_PEM, "PEM_"},       {ERR_LIB_DSA, "DSA_"},
      {ERR_LIB_X509, "X509_"},     {ERR_LIB_ASN1, "ASN1_"},     {ERR_LIB_CONF, "CONF_"},
      {ERR_LIB_CRYPTO, "CRYPTO_"}, {ERR_LIB_EC, "EC_"},         {ERR_LIB_BIO, "BIO_"},
      {ERR_LIB_PKCS7, "PKCS7_"},   {ERR_LIB_X509V3, "X509V3_"}, {ERR_LIB_PKCS12, "PKCS12_"},
      {ERR_LIB_RAND, "RAND_"},     {ERR_LIB_DSO, "DSO_"},       {ERR_LIB_ENGINE, "ENGINE_"},
      {ERR_LIB_OCSP, "OCSP_"},     {ERR_LIB_UI, "UI_"},         {ERR_LIB_COMP, "COMP_"},
      {ERR_LIB_ECDSA, "ECDSA_"},   {ERR_LIB_ECDH, "ECDH_"},     {ERR_LIB_OSSL_STORE, "OSSL_STORE_"},
      {ERR_LIB_FIPS, "FIPS_"},     {ERR_LIB_CMS, "CMS_"},       {ERR_LIB_TS, "TS_"},
      {ERR_LIB_HMAC, "HMAC_"},     {ERR_LIB_CT, "CT_"},         {ERR_LIB_ASYNC, "ASYNC_"},
      {ERR_LIB_KDF, "KDF_"},       {ERR_LIB_SM2, "SM2_"}};
  for (const auto& [known, word] : kWords) {
    if (known == library) return word;
  }
  return "";
}

std::string TextOf(unsigned long error) {
  std::array<char, 256> text;
  ERR_error_string_n(error, text.data(), text.size());
  return text.data();
}

std::string CodeOf(unsigned long error, std::string reason) {
  for (char& c : reason) {
    c = c == ' ' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return "ERR_OSSL_" + std::string(LibraryWord(ERR_GET_LIB(error))) + reason;
}

}  // namespace

void ClearErrors() { ERR_clear_error(); }

OpenSslError TakeErrors(const char* otherwise) {
  const unsigned long first = ERR_get_error();
  OpenSslError error;
  error.message = first == 0 && otherwise != nullptr ? otherwise : TextOf(first);
  if (first == 0) return error;
  if (const char* library = ERR_lib_error_string(first)) error.library = library;
  if (const char* reason = ERR_reason_error_string(first)) {
    error.reason = reason;
    error.code = CodeOf(first, error.reason);
  }
  while (const unsigned long next = ERR_get_error()) error.rest.push_back(TextOf(next));
  std::reverse(error.rest.begin(), error.rest.end());
  return error;
}

std::string LastErrorText() {
  const unsigned long last = ERR_peek_last_error();
  return last == 0 ? "" : TextOf(last);
}

}  // namespace sendoff::crypto
