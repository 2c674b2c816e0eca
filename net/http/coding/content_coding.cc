// SPDX-License-Identifier: MIT
#include "net/http/coding/content_coding.h"

#include <algorithm>

#include "base/check.h"
#include "net/http/header_names.h"

namespace sendoff::net {
namespace {

// A longer name is not worth the room in a warning.
constexpr size_t kLongestName = 40;

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t";
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

std::optional<ContentCoding> FindCoding(std::string_view name) {
  if (SameHeaderName(name, "gzip") || SameHeaderName(name, "x-gzip")) return ContentCoding::kGzip;
  if (SameHeaderName(name, "deflate")) return ContentCoding::kDeflate;
  if (SameHeaderName(name, "br")) return ContentCoding::kBrotli;
  return std::nullopt;
}

}  // namespace

std::string_view ToString(ContentCoding coding) {
  switch (coding) {
    case ContentCoding::kGzip:
      return "gzip";
    case ContentCoding::kDeflate:
      return "deflate";
    case ContentCoding::kBrotli:
      return "br";
  }
  SENDOFF_UNREACHABLE();
}

ContentEncoding FindContentEncoding(const HeaderList& headers) {
  std::string_view found;
  for (const Header& header : headers) {
    if (!SameHeaderName(header.name, "content-encoding")) continue;
    std::string_view rest = header.value;
    while (!rest.empty()) {
      const size_t comma = std::min(rest.find(','), rest.size());
      const std::string_view name = Trim(rest.substr(0, comma));
      rest.remove_prefix(std::min(comma + 1, rest.size()));
      if (name.empty() || SameHeaderName(name, "identity")) continue;
      // Each layer multiplies what a small body can grow to.
      if (!found.empty()) return {std::nullopt, "has more than one Content-Encoding"};
      found = name;
    }
  }
  if (found.empty()) return {};
  if (const auto coding = FindCoding(found)) return {coding, {}};
  if (found.size() > kLongestName || !IsToken(found)) {
    return {std::nullopt, "has an unknown Content-Encoding"};
  }
  return {std::nullopt, "has the Content-Encoding " + std::string(found)};
}

}  // namespace sendoff::net
