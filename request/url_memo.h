// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>

#include "net/address/url.h"

namespace sendoff::request {

// The last URL that a run's calls named, as it was parsed: a step that tells one receiver many
// things names it again and again. One run, on its thread.
class UrlMemo {
 public:
  // As net::Url::Parse.
  Result<net::Url> Parse(const std::string& text, std::string* userinfo);

  // What the URL that was parsed last shows of a missing value; see request/telltale.h.
  const std::string& telltale() const { return telltale_; }

 private:
  std::string text_;
  net::Url url_;
  std::string userinfo_;
  std::string telltale_;
};

}  // namespace sendoff::request
