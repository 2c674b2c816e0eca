// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/content_decoder.h"

namespace sendoff::net {

// What the log keeps of a response's body: its first part, decoded where its Content-Encoding is
// one that can be, and else as it came. What it says does not depend on how `Append` was given the
// bytes. Knows no socket and no clock.
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

  // Takes what came of the body, framing removed.
  void Append(std::string_view bytes);

  // How much has come.
  uint64_t size() const { return size_; }

  // The body, at the end of it (`complete`) or of what came. Adds to `warnings` what the reader of
  // the log should know of it. Leaves this empty.
  RecordedBody Take(bool complete, std::vector<std::string>* warnings);

 private:
  void DecodeBlock();
  void Keep(std::string_view decoded);
  void GiveUpDecoding(std::string why);
  RecordedBody TakeDecoded(bool complete, std::vector<std::string>* warnings);

  const Limits limits_;
  uint64_t size_ = 0;
  std::string raw_;  // the first part, as it came

  // As long as nothing stands against showing it decoded.
  std::unique_ptr<ContentDecoder> decoder_;
  std::string_view coding_;
  std::string block_;   // came, and is not decoded yet
  uint64_t given_ = 0;  // to the decoder
  size_t decoded_size_ = 0;
  std::string decoded_;  // the first part
  bool ended_ = false;
  bool is_cut_ = false;        // there is more than `decoded_bytes` of it
  bool has_leftover_ = false;  // bytes came after the end of the coded data

  std::string obstacle_;  // why the body is coded and yet not decoded
};

}  // namespace sendoff::net
