// SPDX-License-Identifier: MIT
#include "net/tls/tls_ticket_cache.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <utility>

namespace sendoff::net {
namespace {

bool IsStillGood(const SSL_SESSION* ticket) {
  X509* certificate = SSL_SESSION_get0_peer(const_cast<SSL_SESSION*>(ticket));
  return certificate != nullptr && SSL_SESSION_is_resumable(ticket) == 1 &&
         X509_cmp_current_time(X509_get0_notAfter(certificate)) > 0;
}

}  // namespace

void TlsTicketCache::TicketDeleter::operator()(SSL_SESSION* ticket) const {
  SSL_SESSION_free(ticket);
}

// No host has a blank in it.
std::string TlsTicketCache::Key(const std::string& host, uint16_t port, const std::string& tenant) {
  const std::string server = host + ':' + std::to_string(port);
  return tenant.empty() ? server : server + ' ' + tenant;
}

void TlsTicketCache::Put(const std::string& server, Ticket ticket) {
  entries_.push_front({server, std::move(ticket)});
  size_t of_server = 0;
  std::erase_if(entries_, [&](const Entry& entry) {
    return entry.server == server && ++of_server > kPerServer;
  });
  if (entries_.size() > capacity_) entries_.pop_back();
}

TlsTicketCache::Ticket TlsTicketCache::Take(const std::string& server) {
  const auto is_for_server = [&](const Entry& entry) { return entry.server == server; };
  while (true) {
    const auto found = std::find_if(entries_.begin(), entries_.end(), is_for_server);
    if (found == entries_.end()) return nullptr;
    Ticket ticket = std::move(found->ticket);
    entries_.erase(found);
    if (IsStillGood(ticket.get())) return ticket;
  }
}

}  // namespace sendoff::net
