// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <optional>
#include <string>
#include <string_view>

namespace sendoff::net {

// The content codings that are decoded for the log.
enum class ContentCoding { kGzip, kDeflate, kBrotli };

// As in Content-Encoding: "gzip", "deflate", "br".
std::string_view ToString(ContentCoding coding);

// What a response's Content-Encoding asks of its reader.
struct ContentEncoding {
  std::optional<ContentCoding> coding;  // none: show the body as it is
  std::string obstacle;  // why it is not decoded, when it is coded: "has ..." after "the response"
};
ContentEncoding FindContentEncoding(const HeaderList& headers);

}  // namespace sendoff::net
