// SPDX-License-Identifier: MIT
#include "tests/support/tls_peer.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>

#include "base/check.h"

namespace sendoff::test {

TlsPeer::TlsPeer(const Identity& identity, std::unique_ptr<net::ByteStream> below,
                 const TlsPeerOptions& options)
    : options_(options), context_(SSL_CTX_new(TLS_server_method())), below_(std::move(below)) {
  SSL_CTX_set_security_level(context_, 0);
  SENDOFF_CHECK(SSL_CTX_use_certificate(context_, identity.certificate.get()) == 1);
  SENDOFF_CHECK(SSL_CTX_use_PrivateKey(context_, identity.key.get()) == 1);
  for (X509* link : options.chain) SSL_CTX_add1_chain_cert(context_, link);
  if (options.max_version != 0) SSL_CTX_set_max_proto_version(context_, options.max_version);
  if (!options.ticket_keys.empty()) {
    std::string keys = options.ticket_keys;
    SENDOFF_CHECK(SSL_CTX_set_tlsext_ticket_keys(context_, keys.data(), keys.size()) == 1);
  }
  if (options.takes_early_data) {
    SSL_CTX_set_max_early_data(context_, 16 << 10);
    // It would have this server alone take its tickets, and each once.
    SSL_CTX_set_options(context_, SSL_OP_NO_ANTI_REPLAY);
  }
  SSL_CTX_set_alpn_select_cb(
      context_,
      [](SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* in,
         unsigned in_length, void* self) {
        static_cast<TlsPeer*>(self)->alpn_.assign(reinterpret_cast<const char*>(in), in_length);
        *out = in + 1;
        *out_length = in[0];
        return SSL_TLSEXT_ERR_OK;
      },
      this);
  ssl_ = SSL_new(context_);
  SSL_set_bio(ssl_, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_set_accept_state(ssl_);
  SSL_set_app_data(ssl_, this);
  SSL_set_info_callback(ssl_, [](const SSL* ssl, int where, int alert) {
    if ((where & SSL_CB_READ_ALERT) != SSL_CB_READ_ALERT) return;
    static_cast<TlsPeer*>(SSL_get_app_data(ssl))->alert_ = SSL_alert_desc_string_long(alert);
  });
  below_->SetListener(this);
}

TlsPeer::~TlsPeer() {
  SSL_free(ssl_);
  SSL_CTX_free(context_);
}

void TlsPeer::OnData(std::string_view bytes) {
  ciphertext_received_ += bytes.size();
  BIO_write(SSL_get_rbio(ssl_), bytes.data(), static_cast<int>(bytes.size()));
  if (!shaken_) {
    shaken_ = SSL_do_handshake(ssl_) == 1;
    if (const char* name = SSL_get_servername(ssl_, TLSEXT_NAMETYPE_host_name)) {
      server_name_ = name;
    }
    if (shaken_ && !options_.greeting.empty()) Send(options_.greeting);
  }
  if (shaken_) {
    std::array<char, 16 << 10> buffer;
    int count = 0;
    while ((count = SSL_read(ssl_, buffer.data(), static_cast<int>(buffer.size()))) > 0) {
      received_.append(buffer.data(), static_cast<size_t>(count));
    }
    got_close_notify_ = SSL_get_error(ssl_, count) == SSL_ERROR_ZERO_RETURN;
  }
  ERR_clear_error();
  Flush();
  if (!received_.empty() && on_received) on_received();
}

void TlsPeer::Send(std::string_view plaintext) {
  SENDOFF_CHECK(SSL_write(ssl_, plaintext.data(), static_cast<int>(plaintext.size())) ==
                static_cast<int>(plaintext.size()));
  Flush();
}

void TlsPeer::SendCloseNotify() {
  SSL_shutdown(ssl_);
  ERR_clear_error();
  Flush();
}

bool TlsPeer::was_resumed() const { return SSL_session_reused(ssl_) == 1; }

bool TlsPeer::was_sent_early_data() const {
  return SSL_get_early_data_status(ssl_) != SSL_EARLY_DATA_NOT_SENT;
}

void TlsPeer::SendHelloRequest() {
  SENDOFF_CHECK(SSL_renegotiate(ssl_) == 1);
  SENDOFF_CHECK(SSL_do_handshake(ssl_) == 1);
  Flush();
}

void TlsPeer::SendKeyUpdate() {
  SENDOFF_CHECK(SSL_key_update(ssl_, SSL_KEY_UPDATE_REQUESTED) == 1);
  SENDOFF_CHECK(SSL_do_handshake(ssl_) == 1);
  Flush();
}

void TlsPeer::SendRaw(std::string_view bytes) {
  queued_ += bytes;
  Flush();
}

void TlsPeer::Close() { below_.reset(); }

void TlsPeer::OnWritten() {
  busy_ = false;
  Flush();
}

void TlsPeer::Flush() {
  BIO* out = SSL_get_wbio(ssl_);
  std::string bytes(BIO_ctrl_pending(out), '\0');
  if (!bytes.empty()) BIO_read(out, bytes.data(), static_cast<int>(bytes.size()));
  queued_ += bytes;
  if (busy_ || queued_.empty() || !below_) return;
  outgoing_ = std::move(queued_);
  queued_.clear();
  const std::string_view piece = outgoing_;
  busy_ = !below_->Write({&piece, 1});
}

}  // namespace sendoff::test
