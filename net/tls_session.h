// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/types.h>
#include <sendoff/result.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "net/tls_context.h"

namespace sendoff::net {

// The client's side of one TLS connection: bytes in, bytes out. Knows no stream and no clock.
class TlsSession {
 public:
  // `host` as in TlsHandshake::Start. `context` must outlive it.
  TlsSession(TlsContext& context, const std::string& host);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  // Goes on with the handshake. True once it is done; false when it waits for the peer. The error
  // is kTls.
  Result<bool> Handshake();

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

  const std::string& host() const { return host_; }

 private:
  static int OnVerify(int fine, x509_store_ctx_st* verification);
  void MeanHost();
  Error TakeError();

  const std::string host_;
  ssl_st* const ssl_;
  bio_st* const in_;   // owned by ssl_
  bio_st* const out_;  // owned by ssl_
  std::string certificate_fault_;
};

}  // namespace sendoff::net
