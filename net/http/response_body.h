// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/http/coding/content_decoder.h"

namespace sendoff::net {

// What the log keeps of a response's body: its first part, decoded where its Content-Encoding is
// one that can be, and else as it came. What it says does not depend on how `Append` was given the
// bytes, nor on how often `Decode` was called. Knows no socket and no clock.
class ResponseBody {
 public:
  struct Limits {
    size_t kept_bytes;
    size_t decoded_bytes;  // decoding stops there; the body counts as truncated
    // Past its first 64 KiB, decoded data of more than so many times the size of what it was
    // decoded from is taken for a trap.
    size_t ratio = 100;
  };
  static constexpr size_t kSmall = 64 << 10;
  static constexpr size_t kAnyRatio = std::numeric_limits<size_t>::max();

  explicit ResponseBody(const Limits& limits) : limits_(limits) {}

  // Before the first `Append`.
  void SetEncoding(ContentEncoding encoding);

  // Takes what came of the body, framing removed. Decodes nothing yet.
  void Append(std::string_view bytes);

  // Decodes a part of what has come: a few bytes can stand for megabytes, and whoever calls may
  // have others who wait. `at_end`: nothing follows. True when no more of it can be decoded now.
  bool Decode(bool at_end);

  // Decodes a last part; what is not decoded then stays so.
  void StopDecoding();

  // How much has come.
  uint64_t size() const { return size_; }

  // The body, at the end of it (`complete`) or of what came; decodes what is left of it. Adds to
  // `warnings` what the reader of the log should know of it. Leaves this empty.
  RecordedBody Take(bool complete, std::vector<std::string>* warnings);

 private:
  bool NextBlock(bool at_end);
  void DecodeStep();
  void Keep(std::string_view decoded);
  void GiveUpDecoding(std::string why, std::string error);
  // Whatever else comes of it makes no difference.
  bool is_over() const { return has_leftover_ || is_cut_ || is_stopped_; }
  RecordedBody TakeDecoded(bool complete, std::vector<std::string>* warnings);

  const Limits limits_;
  uint64_t size_ = 0;
  std::string raw_;  // the first part, as it came

  // As long as nothing stands against showing it decoded.
  std::unique_ptr<ContentDecoder> decoder_;
  std::string_view coding_;
  std::string waiting_;  // came, and is not decoded yet: from `next_` on
  size_t next_ = 0;
  std::string block_;       // is being decoded
  std::string_view input_;  // what is left of it
  bool block_done_ = true;  // and nothing more comes of it
  uint64_t given_ = 0;      // to the decoder
  size_t decoded_size_ = 0;
  std::string decoded_;  // the first part
  bool ended_ = false;
  bool is_cut_ = false;        // there is more than `decoded_bytes` of it
  bool has_leftover_ = false;  // bytes came after the end of the coded data
  bool is_stopped_ = false;    // before all that came was decoded

  std::string obstacle_;        // why the body is coded and yet not decoded
  std::string decoding_error_;  // and what the decoder calls it
};

}  // namespace sendoff::net
