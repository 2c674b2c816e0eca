// SPDX-License-Identifier: MIT
#include "net/address/origin.h"

namespace sendoff::net {

std::string Origin::HostAndPort() const {
  std::string text = ip && ip->is_v6() ? "[" + host + "]" : host;
  if (port != (https ? 443 : 80)) text.append(":").append(std::to_string(port));
  return text;
}

std::string Origin::ToString() const { return (https ? "https://" : "http://") + HostAndPort(); }

}  // namespace sendoff::net
