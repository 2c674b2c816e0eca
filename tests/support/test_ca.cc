// SPDX-License-Identifier: MIT
#include "tests/support/test_ca.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "base/check.h"

namespace sendoff::test {
namespace {

void AddExtension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  SENDOFF_CHECK(extension != nullptr);
  SENDOFF_CHECK(X509_add_ext(certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

// `issuer` null: signed by itself.
Identity Make(const CertificateOptions& options, const Identity* issuer) {
  Identity made;
  made.key.reset(options.rsa_bits > 0 ? EVP_RSA_gen(static_cast<unsigned>(options.rsa_bits))
                                      : EVP_EC_gen("P-256"));
  made.certificate.reset(X509_new());
  X509* certificate = made.certificate.get();
  SENDOFF_CHECK(made.key != nullptr && certificate != nullptr);

  static long serial = 0;
  X509_set_version(certificate, options.bare ? X509_VERSION_1 : X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate), options.valid_from.count());
  X509_gmtime_adj(X509_getm_notAfter(certificate), options.valid_until.count());
  X509_set_pubkey(certificate, made.key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(options.common_name.c_str()),
                             -1, -1, 0);
  X509* parent = issuer != nullptr ? issuer->certificate.get() : certificate;
  X509_set_issuer_name(certificate, X509_get_subject_name(parent));
  if (!options.bare) {
    AddExtension(certificate, parent, NID_basic_constraints,
                 options.authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  }
  if (!options.names.empty()) {
    std::string names;
    for (const std::string& name : options.names) names += (names.empty() ? "" : ",") + name;
    AddExtension(certificate, parent, NID_subject_alt_name, names);
  }
  if (!options.extended_key_usage.empty()) {
    AddExtension(certificate, parent, NID_ext_key_usage, options.extended_key_usage);
  }
  if (!options.name_constraints.empty()) {
    AddExtension(certificate, parent, NID_name_constraints, options.name_constraints);
  }
  if (options.key_ids) {
    AddExtension(certificate, parent, NID_subject_key_identifier, "hash");
    if (X509_get_ext_by_NID(parent, NID_subject_key_identifier, -1) >= 0) {
      AddExtension(certificate, parent, NID_authority_key_identifier, "keyid");
    }
  }
  EVP_PKEY* signer = issuer != nullptr ? issuer->key.get() : made.key.get();
  SENDOFF_CHECK(X509_sign(certificate, signer, options.sha1 ? EVP_sha1() : EVP_sha256()) > 0);
  ERR_clear_error();
  return made;
}

}  // namespace

void KeyDeleter::operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
void CertificateDeleter::operator()(X509* certificate) const { X509_free(certificate); }

std::string Identity::Pem() const {
  BIO* output = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(output, certificate.get());
  char* bytes = nullptr;
  const long length = BIO_get_mem_data(output, &bytes);
  std::string pem(bytes, static_cast<size_t>(length));
  BIO_free(output);
  return pem;
}

std::string Identity::Der() const {
  unsigned char* bytes = nullptr;
  const int length = i2d_X509(certificate.get(), &bytes);
  SENDOFF_CHECK(length > 0);
  std::string der(reinterpret_cast<char*>(bytes), static_cast<size_t>(length));
  OPENSSL_free(bytes);
  return der;
}

TestCa::TestCa(const std::string& name)
    : identity_(SelfSigned({.common_name = name, .authority = true})) {}

Identity TestCa::Issue(const CertificateOptions& options) const {
  return Make(options, &identity_);
}

Identity TestCa::SelfSigned(const CertificateOptions& options) { return Make(options, nullptr); }

TestCa TestCa::Intermediate(const std::string& name, const std::string& name_constraints) const {
  return TestCa(
      Issue({.common_name = name, .authority = true, .name_constraints = name_constraints}));
}

TemporaryFile::TemporaryFile(const std::string& content)
    : path_(std::filesystem::temp_directory_path() / "sendoff-XXXXXX") {
  const int fd = mkstemp(path_.data());
  SENDOFF_CHECK(fd >= 0);
  SENDOFF_CHECK(write(fd, content.data(), content.size()) == static_cast<ssize_t>(content.size()));
  close(fd);
}

TemporaryFile::~TemporaryFile() { unlink(path_.c_str()); }

}  // namespace sendoff::test
