// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/types.h>
#include <sendoff/result.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "net/tls/tls_context.h"

namespace sendoff::net {

// Whom a TLS connection is meant for.
struct TlsServer {
  std::string host;  // lower case, punycode, or an address without brackets
  uint16_t port = 443;
  std::string tenant{};  // whose tickets it may use; see RunInfo
};

// The client's side of one TLS connection: bytes in, bytes out. Knows no stream and no clock.
class TlsSession {
 public:
  // Resumes an earlier connection to the same server where there is a ticket, and leaves tickets
  // for later ones. `context` must outlive it.
  TlsSession(TlsContext& context, const TlsServer& server);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  // Goes on with the handshake. True once it is done; false when it waits for the peer. The error
  // is kTls.
  Result<bool> Handshake();

  // Whether it goes on with an earlier session. After the handshake.
  bool is_resumed() const;

  // Takes in what came from the peer. Small pieces keep OpenSSL's buffers small: kPiece.
  static constexpr size_t kPiece = 16 << 10;
  void PutCiphertext(std::string_view bytes);

  // Something came in that was not decrypted yet.
  bool has_input() const;

  // What has to go to the peer now; empty when nothing has.
  std::string TakeCiphertext();

  enum class ReadState { kData, kNeedsInput, kEnded };
  struct ReadResult {
    ReadState state;
    std::string_view data;  // in the buffer that was passed
  };

  // Decrypts into `buffer`. kEnded: the peer said in order that nothing follows.
  Result<ReadResult> Decrypt(std::span<char> buffer);

  // Encrypts `plaintext` whole, for TakeCiphertext.
  Result<void> Encrypt(std::string_view plaintext);

  // How many messages of TLS's own came since the handshake: tickets, new keys, requests to
  // renegotiate.
  size_t own_messages() const { return own_messages_; }

  // Leaves the word that nothing follows (close_notify) for TakeCiphertext.
  void End();

  const std::string& host() const { return host_; }

  // For SSL_CTX_sess_set_new_cb: takes a ticket that came, and with it OpenSSL's reference.
  static int OnTicket(ssl_st* ssl, ssl_session_st* ticket);

  // For SSL_CTX_set_msg_callback.
  static void OnMessage(int is_ours, int version, int type, const void* bytes, size_t size,
                        ssl_st* ssl, void* argument);

 private:
  static int OnVerify(int fine, x509_store_ctx_st* verification);
  void MeanHost();
  Error TakeError();

  TlsContext& context_;
  const std::string host_;
  const std::string ticket_key_;
  ssl_st* const ssl_;
  bio_st* const in_;   // owned by ssl_
  bio_st* const out_;  // owned by ssl_
  bool shaken_ = false;
  size_t own_messages_ = 0;
  std::optional<Error> certificate_fault_;
};

}  // namespace sendoff::net
