// SPDX-License-Identifier: MIT
#include "report/page/page.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

#include "base/base64.h"
#include "base/check.h"
#include "embedded/page.h"

namespace sendoff {
namespace {

constexpr std::string_view kPlace = "@log@";
constexpr int kGzip = 15 + 16;  // the largest window, with gzip's header

std::string Gzip(std::string_view text) {
  z_stream stream{};
  SENDOFF_CHECK(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzip, 9,
                             Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed;
  char buffer[64 << 10];
  int status = Z_OK;
  while (status != Z_STREAM_END) {
    if (stream.avail_in == 0) {
      const std::string_view next = text.substr(0, std::numeric_limits<uInt>::max() / 2);
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(next.data()));
      stream.avail_in = static_cast<uInt>(next.size());
      text.remove_prefix(next.size());
    }
    stream.next_out = reinterpret_cast<Bytef*>(buffer);
    stream.avail_out = sizeof(buffer);
    status = deflate(&stream, text.empty() ? Z_FINISH : Z_NO_FLUSH);
    packed.append(buffer, sizeof(buffer) - stream.avail_out);
  }
  deflateEnd(&stream);
  return packed;
}

}  // namespace

std::string Page(std::string_view lines) {
  const auto bytes = embedded::page();
  const std::string_view page(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const size_t place = page.find(kPlace);
  SENDOFF_CHECK(place != page.npos);
  std::string made(page.substr(0, place));
  made += Base64(Gzip(lines));
  made += page.substr(place + kPlace.size());
  return made;
}

}  // namespace sendoff
