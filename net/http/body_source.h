// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/unique_function.h"

namespace sendoff::net {

// Where the body of a request comes from, in pieces: a file, a script's stream. It is read once, by
// one exchange, and asked for the next piece when the network has taken all that it gave before.
// Destroying it says that nothing more of it is wanted. One loop thread.
class BodySource {
 public:
  struct Piece {
    std::string_view bytes;  // stay valid until the next Pull, or until the source is destroyed
    bool is_last = false;    // nothing follows; may be empty, as any other may
  };
  using Callback = UniqueFunction<void(Result<Piece>)>;

  virtual ~BodySource() = default;

  // How many bytes it gives in all, where that is known before the first: they go with a
  // Content-Length, and without this as chunks. Always the same.
  virtual std::optional<uint64_t> length() const = 0;

  // Asks for the next piece. `then` runs exactly once, never inside this call, unless the source is
  // destroyed first; it may destroy the source. Not called again before that, nor after the last
  // piece, the end of `length()`, or an error.
  virtual void Pull(Callback then) = 0;
};

}  // namespace sendoff::net
