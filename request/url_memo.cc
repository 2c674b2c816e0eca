// SPDX-License-Identifier: MIT
#include "request/url_memo.h"

#include <utility>

#include "request/telltale.h"

namespace sendoff::request {

Result<net::Url> UrlMemo::Parse(const std::string& text, std::string* userinfo) {
  // The text of no URL is empty.
  if (text.empty() || text != text_) {
    std::string found;
    Result<net::Url> parsed = net::Url::Parse(text, &found);
    if (!parsed.ok()) return parsed;
    text_ = text;
    url_ = std::move(*parsed);
    userinfo_ = std::move(found);
    telltale_ = FindTelltale(text, kBeforeNullInUrl);
  }
  *userinfo = userinfo_;
  return url_;
}

}  // namespace sendoff::request
