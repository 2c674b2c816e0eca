// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "base/shared.h"
#include "net/address/origin.h"

namespace sendoff::net {

// What connections are kept by: those to one origin, of one tenant (see RunInfo).
struct PoolKey {
  Shared<Origin> origin;
  Shared<std::string> tenant;

  bool operator==(const PoolKey& other) const {
    return SameOrigin()(origin, other.origin) && *tenant == *other.tenant;
  }

  struct Hash {
    size_t operator()(const PoolKey& key) const {
      return OriginHash()(key.origin) ^ (std::hash<std::string>()(*key.tenant) << 1);
    }
  };
};

}  // namespace sendoff::net
