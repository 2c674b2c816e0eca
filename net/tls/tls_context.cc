// SPDX-License-Identifier: MIT
#include "net/tls/tls_context.h"

#include <openssl/ssl.h>
#include <unistd.h>

#include "base/check.h"
#include "net/tls/tls_errors.h"
#include "net/tls/tls_session.h"

namespace sendoff::net {
namespace {

// Keys of 112 bits of security and more (RSA 2048), no SHA-1 in signatures: what Debian's OpenSSL
// has by itself, and others do not.
constexpr int kSecurityLevel = 2;

// ALPN's form: a length before each name.
constexpr unsigned char kAlpn[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

// Room for a certificate with thousands of names; what is larger is an attack.
constexpr long kMaxCertificateBytes = 256 << 10;

// What all connections have in common, without any root.
ssl_ctx_st* NewContext() {
  ClearTlsErrors();
  SSL_CTX* ssl = SSL_CTX_new(TLS_client_method());
  SENDOFF_CHECK(ssl != nullptr);
  SENDOFF_CHECK(SSL_CTX_set_min_proto_version(ssl, TLS1_2_VERSION) == 1);
  SENDOFF_CHECK(SSL_CTX_set_alpn_protos(ssl, kAlpn, sizeof kAlpn) == 0);
  SSL_CTX_set_options(ssl, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(ssl, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                            SSL_MODE_RELEASE_BUFFERS);
  // OpenSSL hands over tickets as they come and keeps none: TlsTicketCache does.
  SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(ssl, TlsSession::OnTicket);
  SSL_CTX_set_msg_callback(ssl, TlsSession::OnMessage);
  if (SSL_CTX_get_security_level(ssl) < kSecurityLevel) {
    SSL_CTX_set_security_level(ssl, kSecurityLevel);
  }
  SSL_CTX_set_max_cert_list(ssl, kMaxCertificateBytes);
  // An operator who names an intermediate or a server's own certificate means to trust it.
  X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(ssl), X509_V_FLAG_PARTIAL_CHAIN);
  return ssl;
}

}  // namespace

TlsContext::TlsContext()
    : trust_(SystemTrust::Find([](const char* path) { return access(path, R_OK) == 0; })),
      roots_(trust_.file) {}

Result<std::unique_ptr<TlsContext>> TlsContext::Create(const std::string& ca_file) {
  std::unique_ptr<TlsContext> context(new TlsContext());
  if (!ca_file.empty()) {
    Result<void> added = context->roots_.Add(ca_file);
    if (!added.ok()) return std::move(added.error());
  }
  return context;
}

ssl_ctx_st* TlsContext::get() {
  // Late, because OpenSSL's beginnings cost a step that has no use for it a millisecond.
  if (context_ == nullptr) {
    context_ = NewContext();
    roots_.Serve(SSL_CTX_get_cert_store(context_));
    // What SSL_CTX_set_default_verify_paths does, but for the system's file, which is in `roots_`.
    // None of it need be there.
    SSL_CTX_load_verify_dir(context_, trust_.folder.c_str());
    SSL_CTX_set_default_verify_store(context_);
    ClearTlsErrors();
  }
  return context_;
}

TlsContext::~TlsContext() { SSL_CTX_free(context_); }

}  // namespace sendoff::net
