// SPDX-License-Identifier: MIT
#include "net/tls/system_trust.h"

#include <gtest/gtest.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <string_view>

namespace sendoff::net {
namespace {

class SystemTrustTest : public testing::Test {
 protected:
  SystemTrustTest() {
    unsetenv("SSL_CERT_FILE");
    unsetenv("SSL_CERT_DIR");
  }
};

TEST_F(SystemTrustTest, FindsThePlaceOfEachFamilyOfDistributions) {
  const SystemTrust fedora = SystemTrust::Find(
      [](const char* path) { return std::string_view(path).starts_with("/etc/pki/tls/certs"); });
  EXPECT_EQ(fedora.file, "/etc/pki/tls/certs/ca-bundle.crt");
  EXPECT_EQ(fedora.folder, "/etc/pki/tls/certs");
  const SystemTrust suse = SystemTrust::Find(
      [](const char* path) { return std::string_view(path) == "/etc/ssl/ca-bundle.pem"; });
  EXPECT_EQ(suse.file, "/etc/ssl/ca-bundle.pem");
  const SystemTrust alpine = SystemTrust::Find(
      [](const char* path) { return std::string_view(path).starts_with("/etc/ssl/cert"); });
  EXPECT_EQ(alpine.file, "/etc/ssl/certs/ca-certificates.crt");
  EXPECT_EQ(alpine.folder, "/etc/ssl/certs");
}

TEST_F(SystemTrustTest, TakesWhereOpensslLooksBeforeThat) {
  const SystemTrust all = SystemTrust::Find([](const char*) { return true; });
  EXPECT_EQ(all.file, X509_get_default_cert_file());
  EXPECT_EQ(all.folder, X509_get_default_cert_dir());
  const SystemTrust none = SystemTrust::Find([](const char*) { return false; });
  EXPECT_EQ(none.file, X509_get_default_cert_file());
}

TEST_F(SystemTrustTest, TakesWhatTheVariablesNameWhetherItIsThereOrNot) {
  setenv("SSL_CERT_FILE", "/a/file", 1);
  setenv("SSL_CERT_DIR", "/a/folder", 1);
  for (const bool there : {true, false}) {
    const SystemTrust trust = there ? SystemTrust::Find([](const char*) { return true; })
                                    : SystemTrust::Find([](const char*) { return false; });
    EXPECT_EQ(trust.file, "/a/file");
    EXPECT_EQ(trust.folder, "/a/folder");
  }
}

}  // namespace
}  // namespace sendoff::net
