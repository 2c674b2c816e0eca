// SPDX-License-Identifier: MIT
#include "net/tls/tls_session.h"

#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <utility>

#include "base/check.h"
#include "net/address/ip_address.h"
#include "net/tls/tls_errors.h"

namespace sendoff::net {

TlsSession::TlsSession(TlsContext& context, const TlsServer& server)
    : context_(context),
      host_(server.host),
      ticket_key_(TlsTicketCache::Key(server.host, server.port, server.tenant)),
      ssl_(SSL_new(context.get())),
      in_(BIO_new(BIO_s_mem())),
      out_(BIO_new(BIO_s_mem())) {
  SENDOFF_CHECK(ssl_ != nullptr && in_ != nullptr && out_ != nullptr);
  SSL_set_bio(ssl_, in_, out_);
  SSL_set_connect_state(ssl_);
  SSL_set_app_data(ssl_, this);
  SSL_set_verify(ssl_, SSL_VERIFY_PEER, OnVerify);
  MeanHost();
  if (const auto ticket = context_.tickets().Take(ticket_key_)) {
    SENDOFF_CHECK(SSL_set_session(ssl_, ticket.get()) == 1);
  }
}

TlsSession::~TlsSession() {
  // OpenSSL would take the connection for a broken one and spoil its last ticket, which is not its
  // own any more.
  SSL_set_shutdown(ssl_, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
  SSL_free(ssl_);
}

// Says whose certificate it must be. Whatever fails here must not leave a connection whose peer
// nobody checks.
void TlsSession::MeanHost() {
  X509_VERIFY_PARAM* param = SSL_get0_param(ssl_);
  // RFC 9525: only whole labels, and never the common name, which is no host name.
  X509_VERIFY_PARAM_set_hostflags(
      param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  if (const auto ip = IpAddress::Parse(host_)) {
    const std::string_view bytes = ip->bytes();
    SENDOFF_CHECK(X509_VERIFY_PARAM_set1_ip(param,
                                            reinterpret_cast<const unsigned char*>(bytes.data()),
                                            bytes.size()) == 1);
    return;
  }
  // The final dot of an absolute name stands in no certificate and no server name.
  std::string_view name = host_;
  if (name.ends_with('.')) name.remove_suffix(1);
  const std::string terminated(name);
  SENDOFF_CHECK(SSL_set1_host(ssl_, terminated.c_str()) == 1);
  // Refuses names that are too long; no certificate is for one of those, so the handshake fails.
  SSL_set_tlsext_host_name(ssl_, terminated.c_str());
  ClearTlsErrors();
}

void TlsSession::End() {
  SSL_shutdown(ssl_);
  ClearTlsErrors();
}

int TlsSession::OnVerify(int fine, X509_STORE_CTX* verification) {
  if (fine == 1) return 1;
  auto* ssl = static_cast<SSL*>(
      X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* self = static_cast<TlsSession*>(SSL_get_app_data(ssl));
  self->certificate_fault_ = FindCertificateFault(self->host_, verification);
  return 0;
}

int TlsSession::OnTicket(SSL* ssl, SSL_SESSION* ticket) {
  auto* self = static_cast<TlsSession*>(SSL_get_app_data(ssl));
  self->context_.tickets().Put(self->ticket_key_, TlsTicketCache::Ticket(ticket));
  return 1;
}

void TlsSession::OnMessage(int is_ours, int, int type, const void*, size_t, SSL* ssl, void*) {
  if (is_ours != 0 || type != SSL3_RT_HANDSHAKE) return;
  auto* self = static_cast<TlsSession*>(SSL_get_app_data(ssl));
  if (self->shaken_) ++self->own_messages_;
}

Error TlsSession::TakeError() {
  const Error error = TakeTlsError(host_, shaken_);
  return certificate_fault_.value_or(error);
}

Result<bool> TlsSession::Handshake() {
  ClearTlsErrors();
  const int status = SSL_do_handshake(ssl_);
  shaken_ = status == 1;
  if (shaken_) return true;
  if (SSL_get_error(ssl_, status) == SSL_ERROR_WANT_READ) return false;
  return TakeError();
}

bool TlsSession::is_resumed() const { return SSL_session_reused(ssl_) == 1; }

void TlsSession::PutCiphertext(std::string_view bytes) {
  SENDOFF_CHECK(BIO_write(in_, bytes.data(), static_cast<int>(bytes.size())) ==
                static_cast<int>(bytes.size()));
}

bool TlsSession::has_input() const { return BIO_ctrl_pending(in_) > 0 || SSL_has_pending(ssl_); }

std::string TlsSession::TakeCiphertext() {
  std::string bytes(BIO_ctrl_pending(out_), '\0');
  if (!bytes.empty()) {
    SENDOFF_CHECK(BIO_read(out_, bytes.data(), static_cast<int>(bytes.size())) ==
                  static_cast<int>(bytes.size()));
  }
  return bytes;
}

Result<TlsSession::ReadResult> TlsSession::Decrypt(std::span<char> buffer) {
  ClearTlsErrors();
  const int count = SSL_read(ssl_, buffer.data(), static_cast<int>(buffer.size()));
  if (count > 0) {
    return ReadResult{ReadState::kData, {buffer.data(), static_cast<size_t>(count)}};
  }
  switch (SSL_get_error(ssl_, count)) {
    case SSL_ERROR_WANT_READ:
      return ReadResult{ReadState::kNeedsInput, {}};
    case SSL_ERROR_ZERO_RETURN:
      return ReadResult{ReadState::kEnded, {}};
    default:
      return TakeError();
  }
}

Result<void> TlsSession::Encrypt(std::string_view plaintext) {
  ClearTlsErrors();
  while (!plaintext.empty()) {
    const int count = SSL_write(ssl_, plaintext.data(), static_cast<int>(plaintext.size()));
    // The memory below takes everything, so less than nothing is an error and never a wait.
    if (count <= 0) return TakeError();
    plaintext.remove_prefix(static_cast<size_t>(count));
  }
  return {};
}

}  // namespace sendoff::net
