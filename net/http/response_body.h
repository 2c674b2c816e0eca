// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <string>
#include <string_view>
#include <vector>

#include "net/http/coding/body_decoder.h"

namespace sendoff::net {

// What the log keeps of a response's body: its first part, decoded where its Content-Encoding is
// one that can be, and else as it came.
class ResponseBody {
 public:
  explicit ResponseBody(size_t kept_bytes) : kept_bytes_(kept_bytes) {}

  // Takes what came of the body, framing removed.
  void Append(std::string_view bytes);

  // Takes what a part of that is when it is decoded.
  void AppendDecoded(std::string_view bytes);

  // The body, at the end of it (`complete`) or of what came. `decoder` is what decoded it; null:
  // nothing did, because of `obstacle`, if any (ContentEncoding). Adds to `warnings` what the
  // reader of the log should know of it. Leaves this empty.
  RecordedBody Take(bool complete, const BodyDecoder* decoder, const std::string& obstacle,
                    std::vector<std::string>* warnings);

 private:
  RecordedBody TakeRaw(bool complete, const std::string& obstacle,
                       std::vector<std::string>* warnings);

  const size_t kept_bytes_;
  uint64_t size_ = 0;
  std::string raw_;  // the first part, as it came
  uint64_t decoded_size_ = 0;
  std::string decoded_;  // the first part
};

}  // namespace sendoff::net
