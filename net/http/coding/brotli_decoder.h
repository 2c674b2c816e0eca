// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "net/http/coding/content_decoder.h"

struct BrotliDecoderStateStruct;

namespace sendoff::net {

// br (RFC 7932). Without the extension for windows above 16 MiB, so that one response cannot hold
// more than that.
class BrotliDecoder final : public ContentDecoder {
 public:
  BrotliDecoder();
  Step Decode(std::string_view input, std::span<char> room) override;

 private:
  const std::unique_ptr<BrotliDecoderStateStruct, void (*)(BrotliDecoderStateStruct*)> state_;
};

}  // namespace sendoff::net
