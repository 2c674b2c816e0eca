// SPDX-License-Identifier: MIT
// Where roots are looked for, and how many of them are decoded for one connection.
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

#include "tests/unit/net/tls_handshake_fixture.h"

namespace sendoff::net {
namespace {

using test::Identity;
using test::TestCa;

// An environment variable for as long as this lives.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    if (const char* before = getenv(name)) before_ = before;
    setenv(name, value.c_str(), 1);
  }
  ~Variable() { before_ ? setenv(name_, before_->c_str(), 1) : unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_;
};

// A machine with a file of roots and a folder of them, either of which may be empty.
class TlsRootsTest : public TlsHandshakeFixture {
 protected:
  TlsRootsTest() : folder_(MakeFolder()) { Trust(""); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Trust(const std::string& system_file, const std::string& operators_file = "") {
    std::ofstream(folder_ / "file.pem") << system_file;
    context_ =
        operators_file.empty() ? std::move(*TlsContext::Create("")) : ContextFor(operators_file);
  }

  // As c_rehash does it: the name is a hash of the owner's.
  void PutIntoFolder(const Identity& root, int number = 0) const {
    char name[32];
    std::snprintf(
        name, sizeof name, "%08lx.%d",
        X509_NAME_hash_ex(X509_get_subject_name(root.certificate.get()), nullptr, nullptr, nullptr),
        number);
    std::ofstream(folder_ / "certs" / name) << root.Pem();
  }

  // "" when a server that `issuer` vouches for is trusted.
  std::string Meet(const TestCa& issuer, const test::TlsPeerOptions& options = {}) {
    return Shake("localhost", issuer.Issue({.names = {"DNS:localhost"}, .key_ids = true}), options);
  }

  int decoded() const {
    X509_STORE* store = SSL_CTX_get_cert_store(context_->get());
    return sk_X509_OBJECT_num(X509_STORE_get0_objects(store));
  }

  static std::filesystem::path MakeFolder() {
    std::string path = std::filesystem::temp_directory_path() / "sendoff-XXXXXX";
    EXPECT_NE(mkdtemp(path.data()), nullptr);
    std::filesystem::create_directory(path + "/certs");
    return path;
  }

  static std::string Pem(const char* label, const std::string& der) {
    BIO* output = BIO_new(BIO_s_mem());
    PEM_write_bio(output, label, "", reinterpret_cast<const unsigned char*>(der.data()),
                  static_cast<long>(der.size()));
    char* bytes = nullptr;
    const long length = BIO_get_mem_data(output, &bytes);
    std::string pem(bytes, static_cast<size_t>(length));
    BIO_free(output);
    return pem;
  }

  const std::string unknown_ =
      "the certificate of localhost was issued by \"Test Root\", an authority that is not known "
      "here, or the server leaves out a certificate between; DeliveryOptions::ca_file trusts one "
      "more";
  const std::filesystem::path folder_;
  const Variable file_{"SSL_CERT_FILE", folder_ / "file.pem"};
  const Variable directory_{"SSL_CERT_DIR", folder_ / "certs"};
};

TEST_F(TlsRootsTest, DecodesOfTheSystemsFileTheRootsThatAreAskedFor) {
  std::string file;
  for (int i = 0; i < 150; ++i) file += TestCa("Root " + std::to_string(i)).identity().Pem();
  Trust(file + ca_.identity().Pem());
  EXPECT_EQ(decoded(), 0);
  EXPECT_EQ(Meet(ca_), "");
  EXPECT_EQ(Meet(ca_), "");
  EXPECT_EQ(decoded(), 1);
  const TestCa stranger("Root 7");
  EXPECT_NE(Meet(stranger), "");
  EXPECT_EQ(decoded(), 2);
}

TEST_F(TlsRootsTest, FindsWhatStandsInTheFileAloneOrInTheFolderAlone) {
  EXPECT_EQ(Meet(ca_), unknown_);
  Trust(ca_.identity().Pem());
  EXPECT_EQ(Meet(ca_), "");
  Trust(TestCa("Another").identity().Pem());
  EXPECT_EQ(Meet(ca_), unknown_);
  PutIntoFolder(ca_.identity());
  EXPECT_EQ(Meet(ca_), "");
  EXPECT_EQ(decoded(), 1);
  std::filesystem::remove(folder_ / "file.pem");
  context_ = std::move(*TlsContext::Create(""));
  EXPECT_EQ(Meet(ca_), "");
}

TEST_F(TlsRootsTest, AMachineWithNeitherKnowsTheOperatorsOnly) {
  std::filesystem::remove_all(folder_);
  context_ = ContextFor(ca_.identity().Pem());
  EXPECT_EQ(Meet(ca_), "");
  EXPECT_NE(Meet(TestCa("Stranger")), "");
  context_ = std::move(*TlsContext::Create(""));
  EXPECT_EQ(Meet(ca_), unknown_);
}

TEST_F(TlsRootsTest, ThinksOfAllRootsOfOneName) {
  // An authority that has changed its key.
  const auto named = [] {
    return TestCa(
        TestCa::SelfSigned({.common_name = "Test Root", .authority = true, .key_ids = true}));
  };
  const TestCa first = named();
  const TestCa renewed = named();
  const TestCa operators = named();
  Trust(first.identity().Pem() + TestCa("Between").identity().Pem() + renewed.identity().Pem(),
        operators.identity().Pem());
  for (const TestCa* issuer : {&first, &renewed, &operators}) EXPECT_EQ(Meet(*issuer), "");
  EXPECT_EQ(decoded(), 3);
  EXPECT_NE(Meet(named()), "");
}

TEST_F(TlsRootsTest, TakesTheSameRootFromEverywhere) {
  const std::string pem = ca_.identity().Pem();
  PutIntoFolder(ca_.identity());
  Trust(pem + pem, pem + pem);
  EXPECT_EQ(Meet(ca_), "");
  EXPECT_EQ(decoded(), 1);
}

TEST_F(TlsRootsTest, RefusesARootThatHasExpired) {
  const TestCa expired = TestCa(TestCa::SelfSigned(
      {.common_name = "Old", .valid_until = -std::chrono::minutes(1), .authority = true}));
  Trust(expired.identity().Pem());
  EXPECT_NE(Meet(expired).find("\"Old\""), std::string::npos) << result_;
  EXPECT_NE(result_.find("expired on"), std::string::npos) << result_;
}

TEST_F(TlsRootsTest, FindsTheRootOfAChainAndAnIntermediateThatStandsInTheFile) {
  const TestCa between = ca_.Intermediate("Between");
  Trust(ca_.identity().Pem());
  EXPECT_EQ(Meet(between, {.chain = {between.identity().certificate.get()}}), "");
  EXPECT_NE(Meet(between), "");
  Trust(between.identity().Pem());
  EXPECT_EQ(Meet(between), "");
}

TEST_F(TlsRootsTest, WhatIsDamagedOrNoCertificateHidesNothing) {
  std::string cut = ca_.identity().Der();
  cut.resize(cut.size() - 40);
  const std::string empty = "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n";
  const std::string no_base64 = "-----BEGIN CERTIFICATE-----\n???\n-----END CERTIFICATE-----\n";
  Trust("# a word\n" + empty + no_base64 + Pem("CERTIFICATE", "0\x82") + Pem("CERTIFICATE", cut) +
        Pem("PRIVATE KEY", ca_.identity().Der()) + Pem("CERTIFICATE", "no certificate") +
        ca_.identity().Pem() + "-----BEGIN CERTIFICATE-----\n");
  EXPECT_EQ(Meet(ca_), "");
  EXPECT_EQ(decoded(), 1);
}

TEST_F(TlsRootsTest, ReadsTheFormsOfACertificate) {
  const std::string der = ca_.identity().Der();
  Trust(Pem("X509 CERTIFICATE", der));
  EXPECT_EQ(Meet(ca_), "");
  // As BER may have it: the outermost length left open. "30 82 length length" comes first.
  Trust(Pem("CERTIFICATE", "0\x80" + der.substr(4) + std::string(2, '\0')));
  EXPECT_EQ(Meet(ca_), "");
  // The first version of X.509 had no word for its version.
  const TestCa first = TestCa(TestCa::SelfSigned({.common_name = "First", .bare = true}));
  Trust(first.identity().Pem());
  EXPECT_EQ(Meet(first), "");
}

TEST_F(TlsRootsTest, HeedsWhatATrustedCertificateIsFor) {
  const auto said = [&](int purpose, int (*say)(X509*, const ASN1_OBJECT*)) {
    const std::unique_ptr<X509, decltype(&X509_free)> root(
        X509_dup(ca_.identity().certificate.get()), X509_free);
    EXPECT_EQ(say(root.get(), OBJ_nid2obj(purpose)), 1);
    unsigned char* bytes = nullptr;
    const int length = i2d_X509_AUX(root.get(), &bytes);
    std::string der(reinterpret_cast<char*>(bytes), static_cast<size_t>(length));
    OPENSSL_free(bytes);
    return Pem("TRUSTED CERTIFICATE", der);
  };
  Trust(said(NID_server_auth, X509_add1_trust_object));
  EXPECT_EQ(Meet(ca_), "");
  Trust(said(NID_server_auth, X509_add1_reject_object));
  EXPECT_NE(Meet(ca_), "");
}

TEST_F(TlsRootsTest, KnowsANameThatIsWrittenInAnotherWay) {
  const Identity& original = ca_.identity();
  const std::unique_ptr<X509, decltype(&X509_free)> root(X509_dup(original.certificate.get()),
                                                         X509_free);
  X509_NAME* name = X509_NAME_new();
  X509_NAME_add_entry_by_txt(name, "CN", V_ASN1_PRINTABLESTRING,
                             reinterpret_cast<const unsigned char*>("TEST  root"), -1, -1, 0);
  X509_set_subject_name(root.get(), name);
  X509_set_issuer_name(root.get(), name);
  X509_NAME_free(name);
  X509_sign(root.get(), original.key.get(), EVP_sha256());
  Identity renamed;
  renamed.certificate.reset(X509_dup(root.get()));
  Trust(renamed.Pem());
  EXPECT_EQ(Meet(ca_), "");
}

}  // namespace
}  // namespace sendoff::net
