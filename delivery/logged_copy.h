// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/redactor.h>

#include <cstddef>

namespace sendoff::delivery {

// How much of a request and its response the log may show.
struct LogTerms {
  size_t body_kept_bytes = 64 << 10;  // of a response's body
  bool show_secrets = false;
};

// What the log gets of a record that holds everything, because a step waited for it. `redactor`
// knows what its run keeps to itself.
Record LoggedCopy(const Record& record, const LogTerms& terms, const Redactor& redactor);

}  // namespace sendoff::delivery
