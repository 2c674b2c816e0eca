// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "net/http/coding/content_decoder.h"

namespace sendoff::net {

// Takes a content coding off a body that comes in pieces, a bounded step at a time: a few bytes can
// stand for megabytes, and whoever calls may have others who wait. Knows no socket and no clock.
class BodyDecoder {
 public:
  struct Limits {
    size_t decoded_bytes;  // it stops there
    // Past its first 64 KiB, decoded data of more than so many times the size of what it was
    // decoded from is taken for a trap. ResponseLimits::kNone: no matter.
    size_t ratio;
    // Decodes blocks of one size, so that where it stops, and what it says, does not depend on how
    // the bytes came; but the last of them wait for those that follow. Else all at once.
    bool in_blocks;
  };
  static constexpr size_t kSmall = 64 << 10;
  static constexpr size_t kStep = 16 << 10;    // room enough for a step
  static constexpr size_t kSlice = 128 << 10;  // so much decoded takes a fraction of a millisecond

  BodyDecoder(ContentCoding coding, const Limits& limits);

  // Takes what came. Decodes nothing yet.
  void Append(std::string_view bytes);

  // Decodes the next step into `room`. Empty: nothing more can be decoded now, or ever when
  // `at_end` says that nothing follows.
  std::string_view Read(bool at_end, std::span<char> room);

  // Why it has given up: the body "says Content-Encoding: gzip but its body ...".
  struct Fault {
    std::string why;
    std::string detail;  // what the decoder calls it, as Error::detail has it
  };
  const std::optional<Fault>& fault() const { return fault_; }

  ContentCoding coding() const { return coding_; }
  bool ended() const { return ended_; }                // the coded data is whole
  bool has_leftover() const { return has_leftover_; }  // and more came after it
  bool is_cut() const { return is_cut_; }              // there is more than `decoded_bytes` of it

 private:
  bool NextBlock(bool at_end);
  std::string_view Step(std::span<char> room);
  void GiveUp(std::string why, std::string detail);
  // Whatever else comes of it makes no difference.
  bool is_over() const { return has_leftover_ || is_cut_ || fault_; }

  const ContentCoding coding_;
  const Limits limits_;
  std::unique_ptr<ContentDecoder> decoder_;  // null once it has given up
  std::string waiting_;                      // came, and is not decoded yet: from `next_` on
  size_t next_ = 0;
  std::string block_;       // is being decoded
  std::string_view input_;  // what is left of it
  bool block_done_ = true;  // and nothing more comes of it
  uint64_t given_ = 0;      // to the decoder
  size_t decoded_ = 0;
  bool ended_ = false;
  bool has_leftover_ = false;
  bool is_cut_ = false;
  std::optional<Fault> fault_;
};

}  // namespace sendoff::net
