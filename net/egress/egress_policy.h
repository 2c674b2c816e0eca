// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/policies.h>
#include <sendoff/result.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/address/ip_address.h"
#include "net/egress/own_addresses.h"

namespace sendoff::net {

// Which destinations may be contacted. Checked on resolved addresses when a connection is made, on
// the connected peer before a byte is sent, and again on each redirect. Immutable; any thread.
// The table of ranges and the meaning of the entries: docs/egress.md.
class EgressPolicy {
 public:
  struct Options {
    bool allow_private = false;
    std::vector<std::string> allow_net;
    std::vector<std::string> deny_net;
    Egress mode = Egress::kEnforce;
    std::shared_ptr<const OwnAddresses> own_addresses;  // null: none are known
  };

  // Fails (kUsage) on an entry it cannot read, naming the entry and the forms there are.
  static Result<std::shared_ptr<const EgressPolicy>> Create(const Options& options);

  // Whether `host` (lower case, punycode, or an address without brackets), resolved to `address`,
  // may be contacted on `port`, in either mode. The error is kEgressDenied; its message names the
  // address, the rule that matched and the flag that would open it.
  virtual Result<void> Check(std::string_view host, const IpAddress& address,
                             uint16_t port) const = 0;

  // The same, for who would connect: in report mode never an error, and what would have been one is
  // added to `reports`, each only once.
  Result<void> Judge(std::string_view host, const IpAddress& address, uint16_t port,
                     std::vector<std::string>* reports) const;

  virtual ~EgressPolicy() = default;

 protected:
  explicit EgressPolicy(Egress mode) : mode_(mode) {}

 private:
  const Egress mode_;
};

}  // namespace sendoff::net
