// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/loop.h"
#include "net/dns/resolver.h"

namespace sendoff::net {

struct CaresOptions {
  // Name servers as "address[:port]", separated by commas, in place of those of /etc/resolv.conf.
  std::string servers;

  // How long the first try waits; each round over the servers waits twice as long as the one
  // before. Two tries end within the default deadline of a request, so that a dead name server is
  // reported as such and not as a timeout.
  std::chrono::milliseconds timeout{1500};
  int tries = 2;
};

// A resolver on c-ares: /etc/hosts, then the name servers of /etc/resolv.conf, on the loop and
// without threads, so that a dead name holds up nobody else. The loop must outlive it. c-ares and
// the machine's settings wait for the first name that needs them.
std::unique_ptr<Resolver> NewCaresResolver(Loop& loop, const CaresOptions& options = {});

}  // namespace sendoff::net
