// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <string>

#include "net/http/coding/content_coding.h"

namespace sendoff::net {

// What stands before the body of a response.
struct ResponseHead {
  int status = 0;  // 100 to 999
  std::string reason;
  std::string http_version;  // "1.0" or "1.1"
  HeaderList headers;
  ContentEncoding encoding;  // `coding` is being taken off the body; of an interim response: none
};

}  // namespace sendoff::net
