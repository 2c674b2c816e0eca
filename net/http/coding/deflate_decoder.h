// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "net/http/coding/content_decoder.h"
#include "net/http/coding/inflater.h"

namespace sendoff::net {

// deflate: by the standard in zlib's format; some servers send it bare, and clients have learnt to
// tell the two apart by the first byte.
class DeflateDecoder final : public ContentDecoder {
 public:
  Step Decode(std::string_view input, std::span<char> room) override;

 private:
  std::optional<Inflater> inflater_;
};

}  // namespace sendoff::net
