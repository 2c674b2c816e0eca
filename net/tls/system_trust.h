// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace sendoff::net {

// Where a machine has the certificates that it trusts. Neither need be there.
struct SystemTrust {
  std::string file;    // PEM
  std::string folder;  // by the hash of the owner's name, as `openssl rehash` makes it

  // What SSL_CERT_FILE and SSL_CERT_DIR name, else where OpenSSL was built to look, else where
  // the families of distributions have them: a program that was moved there brings an OpenSSL of
  // another. `is_there` says whether a path can be read.
  static SystemTrust Find(bool (*is_there)(const char* path));
};

}  // namespace sendoff::net
