// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "net/http/body_source.h"

namespace sendoff::net {

// A request's body on its way from a source to the wire: framed, and held to the length that it
// said it has. Knows no socket and no clock.
class OutgoingBody {
 public:
  explicit OutgoingBody(std::unique_ptr<BodySource> source)
      : source_(std::move(source)), length_(source_->length()) {
    is_done_ = length_ == 0u;
  }

  // Asks the source for its next piece, as BodySource has it.
  void Pull(BodySource::Callback then) {
    was_asked_ = true;
    source_->Pull(std::move(then));
  }

  // What goes on the wire for the piece that came, one after another; valid until the next call.
  // Errors: the source's own, and kInternal where it gives more or less than it said.
  using Frames = std::array<std::string_view, 3>;
  Result<Frames> Frame(const Result<BodySource::Piece>& piece);

  bool was_asked() const { return was_asked_; }  // at least once
  bool is_done() const { return is_done_; }      // all has been framed

  std::unique_ptr<BodySource> TakeSource() { return std::move(source_); }

 private:
  std::unique_ptr<BodySource> source_;
  const std::optional<uint64_t> length_;
  uint64_t given_ = 0;
  std::string chunk_line_;
  bool was_asked_ = false;
  bool is_done_ = false;
};

}  // namespace sendoff::net
