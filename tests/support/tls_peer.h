// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/types.h>

#include <memory>
#include <string>
#include <vector>

#include "base/unique_function.h"
#include "net/stream/byte_stream.h"
#include "tests/support/test_ca.h"

namespace sendoff::test {

struct TlsPeerOptions {
  int max_version = 0;            // TLS1_2_VERSION, ...; 0: the newest
  std::vector<x509_st*> chain;    // sent after the server's own certificate
  std::string ticket_keys;        // 80 bytes; peers with the same ones resume each other's sessions
  bool takes_early_data = false;  // what a client says before the handshake is done (0-RTT)
  std::string greeting;           // said as soon as the handshake is done, before being asked
};

// The server's side of TLS over any stream, for tests.
class TlsPeer final : private net::ByteStream::Listener {
 public:
  TlsPeer(const Identity& identity, std::unique_ptr<net::ByteStream> below,
          const TlsPeerOptions& options = {});
  ~TlsPeer() override;

  // Runs after plaintext came; may send.
  UniqueFunction<void()> on_received;

  bool is_shaken() const { return shaken_; }
  bool was_resumed() const;                                  // by a ticket that the client showed
  bool was_sent_early_data() const;                          // or would have been, if it took it
  const std::string& received() const { return received_; }  // plaintext
  size_t unsent() const { return queued_.size() + (busy_ ? outgoing_.size() : 0); }  // ciphertext
  size_t ciphertext_received() const { return ciphertext_received_; }
  const std::string& server_name() const { return server_name_; }  // SNI; empty without
  const std::string& alpn() const { return alpn_; }                // what the client offers
  bool got_close_notify() const { return got_close_notify_; }
  const std::string& alert() const { return alert_; }  // that the client sent

  void Send(std::string_view plaintext);
  void SendCloseNotify();
  // Asks for a new handshake in TLS 1.2.
  void SendHelloRequest();
  // Asks the client to change its keys too.
  void SendKeyUpdate();
  // Raw bytes, not as TLS.
  void SendRaw(std::string_view bytes);
  // Closes the stream below.
  void Close();

 private:
  void OnData(std::string_view bytes) override;
  void OnEnd() override {}
  void OnError(const Error&) override {}
  void OnWritten() override;
  void Flush();

  const TlsPeerOptions options_;
  ssl_ctx_st* context_;
  ssl_st* ssl_;
  std::unique_ptr<net::ByteStream> below_;
  std::string queued_;
  std::string outgoing_;
  bool busy_ = false;
  bool shaken_ = false;
  bool got_close_notify_ = false;
  size_t ciphertext_received_ = 0;
  std::string received_;
  std::string server_name_;
  std::string alpn_;
  std::string alert_;
};

}  // namespace sendoff::test
