// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>

struct ssl_session_st;  // SSL_SESSION, which <openssl/types.h> does not have

namespace sendoff::net {

// What servers gave us to make the next handshake shorter, by server and tenant. Each is used once:
// a ticket that is shown twice lets an onlooker link two connections (RFC 8446 appendix C.4). In
// TLS 1.3 a resumed connection brings new ones; in TLS 1.2 mostly not, and the next handshake is a
// whole one. None carries a byte of a request: no 0-RTT. One loop thread.
class TlsTicketCache {
 public:
  struct TicketDeleter {
    void operator()(ssl_session_st* ticket) const;
  };
  using Ticket = std::unique_ptr<ssl_session_st, TicketDeleter>;

  // As many as there are connections to one origin by default; where more are allowed, the others
  // shake hands in full. With more, a server that sends tickets without end would push out
  // everybody else's.
  static constexpr size_t kPerServer = 8;

  // `capacity`: of tickets in all; the one taken in longest ago gives way. One holds the server's
  // certificates: some kilobytes.
  explicit TlsTicketCache(size_t capacity = 256) : capacity_(capacity) {}

  // What `server` is below: the name that the certificate was checked against, the port, and whose
  // connection it was.
  static std::string Key(const std::string& host, uint16_t port, const std::string& tenant);

  // Takes `ticket` only
  // of a connection whose certificate was accepted: who resumes is not asked for one again.
  void Put(const std::string& server, Ticket ticket);

  // The newest ticket for `server`, or null. Tickets whose certificate has expired meanwhile are
  // dropped.
  Ticket Take(const std::string& server);

  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string server;
    Ticket ticket;
  };

  const size_t capacity_;
  std::list<Entry> entries_;  // the newest first
};

}  // namespace sendoff::net
