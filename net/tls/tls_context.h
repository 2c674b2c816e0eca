// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/types.h>
#include <sendoff/result.h>

#include <memory>
#include <string>

#include "net/tls/system_trust.h"
#include "net/tls/tls_roots.h"
#include "net/tls/tls_ticket_cache.h"

namespace sendoff::net {

// What all TLS connections share: trusted roots, protocol settings and tickets. TLS 1.2 or newer,
// the peer verified, ALPN http/1.1, no renegotiation, no 0-RTT. One loop thread.
class TlsContext {
 public:
  // Trusts the system's roots and, when `ca_file` is not empty, those in that PEM file too. Fails
  // as TlsRoots::Add does.
  static Result<std::unique_ptr<TlsContext>> Create(const std::string& ca_file);

  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  // For a connection. The first call has OpenSSL begin, which takes a millisecond: a program that
  // makes no TLS connection need not wait for it.
  ssl_ctx_st* get();

  TlsTicketCache& tickets() { return tickets_; }

 private:
  TlsContext();

  const SystemTrust trust_;
  TlsRoots roots_;
  ssl_ctx_st* context_ = nullptr;  // null until somebody needs it
  TlsTicketCache tickets_;
};

}  // namespace sendoff::net
