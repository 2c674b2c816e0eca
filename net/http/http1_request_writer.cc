// SPDX-License-Identifier: MIT
#include "net/http/http1_request_writer.h"

#include <optional>
#include <string_view>

#include "base/check.h"
#include "net/http/header_names.h"
#include "net/http/request_rules.h"

namespace sendoff::net {
namespace {

// The fields of the request as they go on the wire, one after another, to `take(name, value)`.
template <class Take>
void ForEachField(const OutboundRequest& request, const BodySource* body, Take take) {
  const std::optional<std::string_view> host = request.headers.Find("Host");
  take("Host", host ? *host : std::string_view(request.url.server->HostAndPort()));
  if (body != nullptr) {
    if (const auto length = body->length()) {
      take("Content-Length", std::string_view(std::to_string(*length)));
    } else {
      take("Transfer-Encoding", "chunked");
    }
  } else if (request.body != nullptr || !MayGoWithoutLength(*request.method)) {
    const size_t length = request.body != nullptr ? request.body->size() : 0;
    take("Content-Length", std::string_view(std::to_string(length)));
  }
  request.headers.ForEach([&](std::string_view name, std::string_view value) {
    if (!SameHeaderName(name, "Host")) take(name, value);
  });
  take("Connection", "keep-alive");
}

}  // namespace

HeaderList RequestHeaders(const OutboundRequest& request) {
  HeaderList headers;
  headers.reserve(8);  // as many as most have
  ForEachField(request, nullptr, [&](std::string_view name, std::string_view value) {
    headers.push_back({std::string(name), std::string(value)});
  });
  return headers;
}

std::string WriteRequestHead(const OutboundRequest& request, const BodySource* body) {
  SENDOFF_CHECK(body == nullptr || request.body == nullptr);
  // What a URL or a method holds was checked where it was parsed; a line end here is a hole.
  SENDOFF_CHECK(IsToken(*request.method));
  SENDOFF_CHECK(request.url.target.find_first_of("\r\n ") == std::string::npos);
  constexpr size_t kOurs = 96;  // most of the time
  std::string head;
  head.reserve(request.method->size() + request.url.target.size() +
               request.url.server->host.size() + request.headers.lines().size() + kOurs);
  head.append(*request.method).append(" ").append(request.url.target).append(" HTTP/1.1\r\n");
  ForEachField(request, body, [&](std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
  });
  head += "\r\n";
  return head;
}

}  // namespace sendoff::net
