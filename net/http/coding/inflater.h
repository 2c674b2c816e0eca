// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "net/http/coding/content_decoder.h"

struct z_stream_s;

namespace sendoff::net {

// zlib's decompressor: what the gzip and the deflate decoder have in common.
class Inflater {
 public:
  enum class Format { kGzip, kZlib, kRaw };

  explicit Inflater(Format format);
  ~Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  ContentDecoder::Step Decode(std::string_view input, std::span<char> room);

  // Begins with a new stream of the same format.
  void Restart();

 private:
  const std::unique_ptr<z_stream_s> stream_;
};

}  // namespace sendoff::net
