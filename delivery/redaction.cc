// SPDX-License-Identifier: MIT
#include "delivery/redaction.h"

#include <algorithm>
#include <array>

#include "net/http/header_names.h"

namespace sendoff::delivery {
namespace {

constexpr std::array<std::string_view, 4> kSecretHeaders = {"authorization", "cookie",
                                                            "proxy-authorization", "set-cookie"};

bool HoldsUrl(std::string_view name) {
  return net::SameHeaderName(name, "Location") || net::SameHeaderName(name, "Content-Location") ||
         net::SameHeaderName(name, "Referer");
}

bool IsAlpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Where the authority of `url` begins: after "//", which the URL standard lets be any number of
// slashes of either kind behind http: or https:. At the end where there is no authority.
size_t AuthorityStart(std::string_view url) {
  constexpr std::string_view kSlashes = "/\\";
  const size_t first = std::min(url.find_first_not_of(" \t"), url.size());
  size_t after_scheme = first;
  while (after_scheme < url.size() && IsAlpha(url[after_scheme])) ++after_scheme;
  const bool has_scheme = after_scheme < url.size() && url[after_scheme] == ':';
  const size_t slashes = has_scheme ? after_scheme + 1 : first;
  const size_t start = std::min(url.find_first_not_of(kSlashes, slashes), url.size());
  return has_scheme || start >= slashes + 2 ? start : url.size();
}

}  // namespace

std::string RedactUrl(std::string_view url) {
  std::string text(url);
  const size_t start = AuthorityStart(text);
  const size_t at = text.rfind('@', text.find_first_of("/?#\\", start));
  if (start == text.size() || at == std::string::npos || at < start) return text;
  return text.replace(start, at - start, kRedacted);
}

void RedactHeaders(HeaderList& headers) {
  for (Header& header : headers) {
    if (HoldsUrl(header.name)) header.value = RedactUrl(header.value);
    const bool secret =
        std::any_of(kSecretHeaders.begin(), kSecretHeaders.end(),
                    [&](std::string_view name) { return net::SameHeaderName(header.name, name); });
    if (secret) header.value = kRedacted;
  }
}

}  // namespace sendoff::delivery
