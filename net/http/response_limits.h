// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <limits>

namespace sendoff::net {

// How the body of a response reaches who wants it.
enum class BodyPurpose {
  // Made into one piece, for the log or for a step that awaits it: it is told as it came, too, and
  // what is wrong with its coding is no error here, because whoever has the whole can judge it;
  // decoded pieces then do not depend on how the bytes were cut.
  kRecorded,
  // Used as it comes: that it is not what its Content-Encoding says, be it too short or too long,
  // is an error behind the last piece, kBadResponse.
  kStreamed,
};

// What a response may be, and what is made of its body.
struct ResponseLimits {
  static constexpr size_t kNone = std::numeric_limits<size_t>::max();

  size_t head_bytes = 64 << 10;  // status line and field lines together
  size_t header_count = 128;
  size_t interim_responses = 8;  // 1xx before the response itself
  // Of a chunked body, what is not data: sizes, extensions, line ends. Besides, eight bytes of it
  // for each byte of data are fine, because some servers send a byte at a time.
  size_t chunk_framing_bytes = 16 << 10;
  size_t body_kept_bytes = 64 << 10;  // of a recorded body: ResponseRecorder
  size_t body_read_bytes = 1 << 20;   // of the body: the response ends there; and decoded
  size_t decoding_ratio = 100;        // how many times larger a body past 64 KiB may become;
                                      // kNone: no matter
  bool decodes = true;                // takes a Content-Encoding off; else it stays as it came
  BodyPurpose purpose = BodyPurpose::kRecorded;

  // Of a response that somebody reads as it comes: whoever is slow holds its server up, so that
  // how much there is of it does not matter.
  static ResponseLimits OfStream() {
    return {.body_read_bytes = kNone, .decoding_ratio = kNone, .purpose = BodyPurpose::kStreamed};
  }
};

}  // namespace sendoff::net
