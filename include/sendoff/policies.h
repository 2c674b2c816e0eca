// SPDX-License-Identifier: MIT
// The words that the policies of delivery are set with.
#pragma once

namespace sendoff {
inline namespace v1 {

// Which redirects are followed, five at most and never from https to http. Each is a request more,
// so by default only those that cannot do a thing twice are. See docs/delivery.md.
enum class Redirects {
  kNone,
  kSafe,  // of GET and HEAD
  kAll,   // as browsers and axios do: a POST becomes a GET, or is sent again to the same origin
};

// What becomes of requests to destinations that the egress policy refuses. See docs/egress.md.
enum class Egress {
  kEnforce,  // they fail, before anything is sent
  kReport,   // they are sent, all of them, and a warning on the record says what would be refused
};

}  // namespace v1
}  // namespace sendoff
