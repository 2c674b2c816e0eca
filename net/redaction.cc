// SPDX-License-Identifier: MIT
#include "net/redaction.h"

#include <algorithm>
#include <array>

#include "net/header_names.h"

namespace sendoff::net {
namespace {

constexpr std::array<std::string_view, 4> kSecretHeaders = {"authorization", "cookie",
                                                            "proxy-authorization", "set-cookie"};

}  // namespace

void RedactHeaders(HeaderList& headers) {
  for (Header& header : headers) {
    const bool secret =
        std::any_of(kSecretHeaders.begin(), kSecretHeaders.end(),
                    [&](std::string_view name) { return SameHeaderName(header.name, name); });
    if (secret) header.value = kRedacted;
  }
}

}  // namespace sendoff::net
