// SPDX-License-Identifier: MIT
#include "redaction/credentials.h"

#include <algorithm>
#include <array>

#include "redaction/letters.h"
#include "redaction/text_rules.h"

namespace sendoff::redaction {
namespace {

constexpr std::array<std::string_view, 4> kSecretHeaders = {"authorization", "cookie",
                                                            "proxy-authorization", "set-cookie"};
constexpr std::array<std::string_view, 3> kUrlHeaders = {"location", "content-location", "referer"};

template <size_t size>
bool IsOneOf(const std::array<std::string_view, size>& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(), [name](std::string_view known) {
    return std::equal(known.begin(), known.end(), name.begin(), name.end(),
                      [](char a, char b) { return a == Lower(b); });
  });
}

bool IsAlpha(char c) { return IsAlnum(c) && !IsDigit(c); }

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
    if (IsOneOf(kUrlHeaders, header.name)) header.value = RedactUrl(header.value);
    if (IsOneOf(kSecretHeaders, header.name)) header.value = kRedacted;
  }
}

}  // namespace sendoff::redaction
