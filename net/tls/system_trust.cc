// SPDX-License-Identifier: MIT
#include "net/tls/system_trust.h"

#include <openssl/x509.h>

#include <cstdlib>
#include <span>

namespace sendoff::net {
namespace {

constexpr const char* kFiles[] = {
    "/etc/ssl/certs/ca-certificates.crt",                 // Debian, Alpine, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",                   // Fedora, Red Hat
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // the same, from release 42 on
    "/etc/ssl/ca-bundle.pem",                             // SUSE
    "/etc/ssl/cert.pem",                                  // Alpine, BSD
};
constexpr const char* kFolders[] = {"/etc/ssl/certs", "/etc/pki/tls/certs"};

// A setuid program does not ask the variable.
std::string First(const char* variable, const char* built_in, std::span<const char* const> others,
                  bool (*is_there)(const char*)) {
  if (const char* named = secure_getenv(variable)) return named;
  if (is_there(built_in)) return built_in;
  for (const char* path : others) {
    if (is_there(path)) return path;
  }
  return built_in;
}

}  // namespace

SystemTrust SystemTrust::Find(bool (*is_there)(const char* path)) {
  return {First(X509_get_default_cert_file_env(), X509_get_default_cert_file(), kFiles, is_there),
          First(X509_get_default_cert_dir_env(), X509_get_default_cert_dir(), kFolders, is_there)};
}

}  // namespace sendoff::net
