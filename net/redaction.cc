// SPDX-License-Identifier: MIT
#include "net/redaction.h"

#include <algorithm>
#include <array>

#include "net/header_names.h"

namespace sendoff::net {
namespace {

constexpr std::array<std::string_view, 4> kSecretHeaders = {"authorization", "cookie",
                                                            "proxy-authorization", "set-cookie"};

bool HoldsUrl(std::string_view name) {
  return SameHeaderName(name, "Location") || SameHeaderName(name, "Content-Location") ||
         SameHeaderName(name, "Referer");
}

// Takes what stands before an @ in the authority out of an absolute URL.
void RedactUserinfo(std::string& url) {
  const size_t scheme = url.find("//");
  if (scheme == std::string::npos) return;
  const size_t start = scheme + 2;
  const size_t end = url.find_first_of("/?#\\", start);
  const size_t at = url.rfind('@', end);
  if (at == std::string::npos || at < start) return;
  url.replace(start, at - start, kRedacted);
}

}  // namespace

void RedactHeaders(HeaderList& headers) {
  for (Header& header : headers) {
    if (HoldsUrl(header.name)) RedactUserinfo(header.value);
    const bool secret =
        std::any_of(kSecretHeaders.begin(), kSecretHeaders.end(),
                    [&](std::string_view name) { return SameHeaderName(header.name, name); });
    if (secret) header.value = kRedacted;
  }
}

}  // namespace sendoff::net
