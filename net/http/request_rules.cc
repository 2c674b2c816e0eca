// SPDX-License-Identifier: MIT
#include "net/http/request_rules.h"

#include <algorithm>
#include <array>

#include "net/http/header_names.h"

namespace sendoff::net {
namespace {

// Proxy-* are matched by their beginning.
constexpr std::array<std::string_view, 9> kOfConnection = {
    "content-length", "transfer-encoding", "connection", "keep-alive",    "te",
    "trailer",        "upgrade",           "expect",     "http2-settings"};

}  // namespace

bool IsForbiddenMethod(std::string_view method) {
  return method == "CONNECT" || method == "TRACE" || method == "TRACK";
}

bool BelongsToConnection(std::string_view name) {
  constexpr std::string_view kProxy = "proxy-";
  if (name.size() > kProxy.size() && SameHeaderName(name.substr(0, kProxy.size()), kProxy)) {
    return true;
  }
  return std::any_of(kOfConnection.begin(), kOfConnection.end(),
                     [&](std::string_view own) { return SameHeaderName(name, own); });
}

bool MayGoWithoutLength(std::string_view method) {
  return method == "GET" || method == "HEAD" || method == "DELETE" || method == "OPTIONS";
}

}  // namespace sendoff::net
