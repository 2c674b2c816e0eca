// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "net/http/response_limits.h"

namespace sendoff::test {

// What a reader and a recorder make of `pieces`, fed one after another, in words that can be
// compared:
//
//   complete | complete at the end | body limit | waiting | the error's name
//   HTTP/1.1 200 OK          once there is a head
//   Name: value
//   body 5 hello             its size, and what was kept of it, escaped; `truncated` and `coded`
//                            before the size
//   warning: ...
//   reusable | not reusable
//   leftover                 when bytes came after the response
//
// Unless `open`, the stream ends after the pieces.
std::string Transcribe(std::span<const std::string_view> pieces, bool to_head, bool open,
                       const net::ResponseLimits& limits = {});

}  // namespace sendoff::test
