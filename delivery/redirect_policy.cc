// SPDX-License-Identifier: MIT
#include "delivery/redirect_policy.h"

#include <optional>
#include <string_view>
#include <utility>

#include "net/http/header_names.h"
#include "redaction/credentials.h"

namespace sendoff::delivery {
namespace {

// Of path and query. A script's own URLs have the same bound by default (SendLimits::url_bytes); a
// Location can be four times as long, and three times longer again once it is percent-encoded.
constexpr size_t kMaxTarget = 16 << 10;

bool IsRedirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// Of two different ones, which counts would be anybody's guess.
bool HasOtherLocation(const HeaderList& headers, const Header& first) {
  for (const Header& header : headers) {
    if (net::SameHeaderName(header.name, "Location") && header.value != first.value) return true;
  }
  return false;
}

bool IsAboutBody(std::string_view name) {
  constexpr std::string_view kPrefix = "Content-";
  return net::SameHeaderName(name.substr(0, kPrefix.size()), kPrefix);
}

// What tells another origin nothing that was meant for the first one.
bool MayCrossOrigins(std::string_view name) {
  return net::SameHeaderName(name, "Accept") || net::SameHeaderName(name, "Content-Type") ||
         net::SameHeaderName(name, "User-Agent");
}

// https://fetch.spec.whatwg.org/#http-redirect-fetch, step 12.
bool BecomesGet(int status, const std::string& method) {
  if (status == 303) return method != "GET" && method != "HEAD";
  return (status == 301 || status == 302) && method == "POST";
}

net::OutboundRequest NextRequest(const net::OutboundRequest& request, net::Url to, int status) {
  net::OutboundRequest next;
  next.seq = request.seq;
  next.call_site = request.call_site;
  next.awaited = request.awaited;
  const bool becomes_get = BecomesGet(status, *request.method);
  const bool drops_body = becomes_get || status == 303;
  next.method = request.method;
  if (becomes_get) next.method = "GET";
  if (!drops_body) next.body = request.body;
  const bool same_origin = *to.server == *request.url.server;
  request.headers.ForEach([&](std::string_view name, std::string_view value) {
    if (drops_body && IsAboutBody(name)) return;
    if (same_origin || MayCrossOrigins(name)) next.headers.Append(name, value);
  });
  next.url = std::move(to);
  return next;
}

// A Location in a message: without credentials, and no longer than a reader has patience for. The
// whole of it stands in the record's response.
std::string Shown(std::string_view location) {
  constexpr size_t kMost = 200;
  std::string text = redaction::RedactUrl(location);
  if (text.size() <= kMost) return text;
  size_t end = kMost;
  while (end > 0 && (text[end] & '\xc0') == '\x80') --end;  // not within a character of UTF-8
  return text.substr(0, end) + "...";
}

// In words that can stand in brackets; none when the policy lets the redirect be followed.
std::optional<std::string> WhyNot(Redirects mode, const net::OutboundRequest& request) {
  if (mode == Redirects::kNone) return "DeliveryOptions::redirects is Redirects::kNone";
  const bool safe = *request.method == "GET" || *request.method == "HEAD";
  if (mode == Redirects::kSafe && !safe) return "a " + *request.method + " is sent only once";
  return std::nullopt;
}

RedirectPolicy::Stop NotFollowed(const std::string& where, const std::string& why) {
  return {"the response redirects to " + where + " and was not followed (" + why +
          "); send to that URL instead"};
}

}  // namespace

RedirectPolicy::Decision RedirectPolicy::Decide(const net::OutboundRequest& request,
                                                const RecordedResponse& response,
                                                size_t followed) const {
  const Header* location = net::FindHeader(response.headers, "Location");
  // An empty one is a mistake more often than a wish for the same page again.
  if (!IsRedirect(response.status) || location == nullptr || location->value.empty()) return Stop{};
  const std::string where = Shown(location->value);
  if (const auto why = WhyNot(mode_, request)) return NotFollowed(where, *why);

  const auto fail = [](std::string message, std::string detail = "ERR_FR_REDIRECTION_FAILURE") {
    return Error{ErrorCode::kRedirect, std::move(message), std::move(detail)};
  };
  if (HasOtherLocation(response.headers, *location)) {
    return fail(
        "the server redirected to two places at once: its response has Location fields "
        "that differ, the first of them " +
        where);
  }
  if (followed == most_) {
    return fail("the server redirected once more, to " + where + ", after " +
                    std::to_string(most_) + " redirects, which is the most that are followed",
                "ERR_FR_TOO_MANY_REDIRECTS");
  }
  Result<net::Url> to = request.url.Resolve(location->value);
  if (!to.ok()) {
    return fail("the server redirected to " + where +
                ", which cannot be followed: " + to.error().message);
  }
  if (to->target.size() > kMaxTarget) {
    return fail("the server redirected to " + where +
                ", which cannot be followed: its path and query are longer than the " +
                std::to_string(kMaxTarget) + " bytes that a request may have");
  }
  if (request.url.server->https && !to->server->https)
    return NotFollowed(where, "it leads from https to http");
  net::OutboundRequest next = NextRequest(request, std::move(*to), response.status);
  if (next.body != nullptr && *next.url.server != *request.url.server) {
    return NotFollowed(where, "a body is not sent on to another origin");
  }
  return next;
}

}  // namespace sendoff::delivery
