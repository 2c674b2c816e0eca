// SPDX-License-Identifier: MIT
#include "net/tls/tls_roots.h"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "net/tls/tls_errors.h"

namespace sendoff::net {
namespace {

using Bytes = std::vector<unsigned char>;

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};
using BioPtr = std::unique_ptr<BIO, Deleter<BIO_free>>;
using CertificatePtr = std::unique_ptr<X509, Deleter<X509_free>>;
using NamePtr = std::unique_ptr<X509_NAME, Deleter<X509_NAME_free>>;

// Errors that are nobody's, for as long as this lives: a handshake under way takes what is in
// OpenSSL's queue for its own.
class QuietErrors {
 public:
  QuietErrors() { ERR_set_mark(); }
  ~QuietErrors() { ERR_pop_to_mark(); }
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
};

struct Element {
  int tag = 0;
  int kind = 0;  // V_ASN1_CONTEXT_SPECIFIC, ...
  const unsigned char* content = nullptr;
  const unsigned char* end = nullptr;
};

// The element of DER at `at`; false for what is none, or is of BER only.
bool Read(const unsigned char* at, const unsigned char* end, Element* element) {
  long length = 0;
  element->content = at;
  const int form =
      ASN1_get_object(&element->content, &length, &element->tag, &element->kind, end - at);
  constexpr int kOpenOrBad = 0x81;
  if ((form & kOpenOrBad) != 0) return false;
  element->end = element->content + length;
  return true;
}

// Whom a certificate is for, without the costly rest; null when that cannot be told so. RFC 5280:
// Certificate { tbsCertificate { [0] version, serialNumber, signature, issuer, validity, subject,
// and the first version has no word for which it is.
NamePtr SubjectOf(const Bytes& der) {
  Element certificate;
  Element signed_part;
  Element element;
  const unsigned char* const end = der.data() + der.size();
  if (!Read(der.data(), end, &certificate)) return nullptr;
  if (!Read(certificate.content, certificate.end, &signed_part)) return nullptr;
  if (!Read(signed_part.content, signed_part.end, &element)) return nullptr;
  const bool says_version = element.kind == V_ASN1_CONTEXT_SPECIFIC;
  for (int left = says_version ? 4 : 3; left > 0; --left) {
    if (!Read(element.end, signed_part.end, &element)) return nullptr;
  }
  const unsigned char* at = element.end;
  return NamePtr(d2i_X509_NAME(nullptr, &at, signed_part.end - at));
}

// What OpenSSL calls for a name that `lookup`'s store does not know.
int OnLookup(X509_LOOKUP* lookup, X509_LOOKUP_TYPE type, const X509_NAME* name,
             X509_OBJECT* result) {
  if (type != X509_LU_X509) return 0;
  auto* roots = static_cast<TlsRoots*>(X509_LOOKUP_get_method_data(lookup));
  X509* root = roots->Find(name, X509_LOOKUP_get_store(lookup));
  if (root == nullptr || X509_OBJECT_set1_X509(result, root) != 1) return 0;
  // The caller counts a reference of its own and not the one that was just taken.
  X509_free(root);
  return 1;
}

X509_LOOKUP_METHOD* Method() {
  static X509_LOOKUP_METHOD* const method = [] {
    X509_LOOKUP_METHOD* made = X509_LOOKUP_meth_new("roots by name");
    SENDOFF_CHECK(made != nullptr && X509_LOOKUP_meth_set_get_by_subject(made, OnLookup) == 1);
    return made;
  }();
  return method;
}

}  // namespace

struct TlsRoots::Root {
  NamePtr subject;
  CertificatePtr certificate{};  // null until somebody asks for it
  Bytes der{};                   // until then
  bool says_for_what = false;    // "TRUSTED CERTIFICATE", OpenSSL's own form

  // False when it is damaged.
  bool Decode() {
    if (certificate != nullptr) return true;
    const unsigned char* at = der.data();
    const auto size = static_cast<long>(der.size());
    certificate.reset(says_for_what ? d2i_X509_AUX(nullptr, &at, size)
                                    : d2i_X509(nullptr, &at, size));
    der = {};
    return certificate != nullptr;
  }
};

TlsRoots::TlsRoots(std::string system_file) : system_file_(std::move(system_file)) {}
TlsRoots::~TlsRoots() = default;

Result<void> TlsRoots::Add(const std::string& file) {
  errno = 0;
  const BioPtr input(BIO_new_file(file.c_str(), "r"));
  if (!input) {
    const int reason = errno;
    ClearTlsErrors();
    return Error{ErrorCode::kIo, "cannot read " + file + ": " + std::strerror(reason)};
  }
  size_t count = 0;
  while (X509* read = PEM_read_bio_X509(input.get(), nullptr, nullptr, nullptr)) {
    CertificatePtr root(read);
    NamePtr subject(X509_NAME_dup(X509_get_subject_name(read)));
    SENDOFF_CHECK(subject != nullptr);
    roots_.push_back({.subject = std::move(subject), .certificate = std::move(root)});
    ++count;
  }
  // The last certificate is followed by the error that there is no further one.
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ClearTlsErrors();
  if (!at_end) {
    return Error{ErrorCode::kUsage,
                 "certificate " + std::to_string(count + 1) + " in " + file + " is damaged"};
  }
  if (count == 0) return Error{ErrorCode::kUsage, file + " holds no certificate in PEM form"};
  return {};
}

void TlsRoots::Serve(X509_STORE* store) {
  X509_LOOKUP* lookup = X509_STORE_add_lookup(store, Method());
  SENDOFF_CHECK(lookup != nullptr && X509_LOOKUP_set_method_data(lookup, this) == 1);
}

X509* TlsRoots::Find(const X509_NAME* name, X509_STORE* store) {
  const QuietErrors quiet;
  if (!std::exchange(has_system_file_, true)) ReadSystemFile();
  X509* found = nullptr;
  // All of that name: OpenSSL looks among those in the store for the one that fits.
  for (Root& root : roots_) {
    if (X509_NAME_cmp(root.subject.get(), name) != 0 || !root.Decode()) continue;
    SENDOFF_CHECK(X509_STORE_add_cert(store, root.certificate.get()) == 1);
    if (found == nullptr) found = root.certificate.get();
  }
  return found;
}

// A machine may have none, and --ca or the folder be all there is.
void TlsRoots::ReadSystemFile() {
  const BioPtr input(BIO_new_file(system_file_.c_str(), "r"));
  if (!input) return;
  while (true) {
    char* label = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long size = 0;
    if (PEM_read_bio(input.get(), &label, &header, &data, &size) != 1) {
      // What is damaged does not hide what follows, unless it has no end.
      const unsigned long code = ERR_peek_last_error();
      if (ERR_GET_REASON(code) == PEM_R_NO_START_LINE || ERR_FATAL_ERROR(code)) return;
      continue;
    }
    Root root{.subject = nullptr, .der = Bytes(data, data + size)};
    const std::string_view form = label;
    root.says_for_what = form == PEM_STRING_X509_TRUSTED;
    const bool is_root =
        root.says_for_what || form == PEM_STRING_X509 || form == PEM_STRING_X509_OLD;
    OPENSSL_free(label);
    OPENSSL_free(header);
    OPENSSL_free(data);
    if (!is_root) continue;
    root.subject = SubjectOf(root.der);
    if (root.subject == nullptr && root.Decode()) {
      root.subject.reset(X509_NAME_dup(X509_get_subject_name(root.certificate.get())));
    }
    if (root.subject != nullptr) roots_.push_back(std::move(root));
  }
}

}  // namespace sendoff::net
