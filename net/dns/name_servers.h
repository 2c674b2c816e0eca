// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>
#include <vector>

namespace sendoff::net {

// Whom this machine asks for names, as a resolver without options of its own does: those of
// /etc/resolv.conf, or 127.0.0.1. An address each, with its port where that is not 53. kDns: the
// machine's settings cannot be read.
Result<std::vector<std::string>> SystemNameServers();

}  // namespace sendoff::net
