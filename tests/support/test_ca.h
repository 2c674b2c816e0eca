// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/types.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sendoff::test {

struct KeyDeleter {
  void operator()(evp_pkey_st* key) const;
};
struct CertificateDeleter {
  void operator()(x509_st* certificate) const;
};

// A certificate with its private key.
struct Identity {
  std::unique_ptr<evp_pkey_st, KeyDeleter> key;
  std::unique_ptr<x509_st, CertificateDeleter> certificate;

  // Of the certificate.
  std::string Pem() const;
  std::string Der() const;
};

// What a certificate is to say.
struct CertificateOptions {
  std::string common_name = "test";
  // As in a certificate request: "DNS:localhost", "IP:127.0.0.1".
  std::vector<std::string> names;
  std::chrono::seconds valid_from = -std::chrono::hours(1);  // from now
  std::chrono::seconds valid_until = std::chrono::hours(1);
  bool authority = false;
  int rsa_bits = 0;  // 0: an elliptic curve
  bool sha1 = false;
  bool key_ids = false;                 // tells which key is its own and which its issuer's
  bool bare = false;                    // X.509's first version, which has no extensions
  std::string extended_key_usage = "";  // "serverAuth"; empty: says nothing about it
  std::string name_constraints = "";    // "permitted;DNS:example.com"; empty: none
};

// A certificate authority made on the spot. Certificates are made by the tests that use them and
// not by a build step, because each test wants one that is wrong in its own way, relative to now.
class TestCa {
 public:
  explicit TestCa(const std::string& name = "Test Root");
  // Issues in the name of any certificate, also of one that is no authority.
  explicit TestCa(Identity identity) : identity_(std::move(identity)) {}

  Identity Issue(const CertificateOptions& options) const;
  static Identity SelfSigned(const CertificateOptions& options);

  // Issues a certificate that can itself issue.
  TestCa Intermediate(const std::string& name, const std::string& name_constraints = "") const;

  const Identity& identity() const { return identity_; }

 private:
  Identity identity_;
};

// A file that is there as long as this.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace sendoff::test
