// SPDX-License-Identifier: MIT
#include "net/http/coding/content_decoder.h"

#include "base/check.h"
#include "net/http/coding/brotli_decoder.h"
#include "net/http/coding/deflate_decoder.h"
#include "net/http/coding/gzip_decoder.h"

namespace sendoff::net {

std::unique_ptr<ContentDecoder> NewContentDecoder(ContentCoding coding) {
  switch (coding) {
    case ContentCoding::kGzip:
      return std::make_unique<GzipDecoder>();
    case ContentCoding::kDeflate:
      return std::make_unique<DeflateDecoder>();
    case ContentCoding::kBrotli:
      return std::make_unique<BrotliDecoder>();
  }
  SENDOFF_UNREACHABLE();
}

}  // namespace sendoff::net
