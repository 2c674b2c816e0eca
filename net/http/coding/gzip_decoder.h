// SPDX-License-Identifier: MIT
#pragma once

#include "net/http/coding/content_decoder.h"
#include "net/http/coding/inflater.h"

namespace sendoff::net {

// gzip: one member, or several one after another, which together are one text (RFC 1952).
class GzipDecoder final : public ContentDecoder {
 public:
  Step Decode(std::string_view input, std::span<char> room) override;

 private:
  Inflater inflater_{Inflater::Format::kGzip};
  bool between_members_ = false;
};

}  // namespace sendoff::net
