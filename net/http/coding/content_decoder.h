// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "net/http/coding/content_coding.h"

namespace sendoff::net {

// Takes a content coding off a stream of bytes. It sets no limits: it stops wherever `room` ends,
// and whoever calls decides whether there is more. Knows no socket and no clock.
class ContentDecoder {
 public:
  enum class State {
    kGoing,   // all of `input` was taken, or there is no more room
    kEnded,   // the coded data is whole as far as it was given; the rest of `input` is none of it
    kBroken,  // these bytes are not in that coding; no more calls
  };
  struct Step {
    State state;
    size_t consumed;      // of `input`
    size_t produced;      // in `room`
    std::string fault{};  // of kBroken: its name, as Error::detail has it
  };

  virtual ~ContentDecoder() = default;

  // Decodes a part of `input` into `room`, which must not be empty. `input` may be: there may be
  // output left over from before.
  virtual Step Decode(std::string_view input, std::span<char> room) = 0;
};

std::unique_ptr<ContentDecoder> NewContentDecoder(ContentCoding coding);

}  // namespace sendoff::net
