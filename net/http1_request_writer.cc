// SPDX-License-Identifier: MIT
#include "net/http1_request_writer.h"

#include <string_view>

#include "base/check.h"
#include "net/header_names.h"

namespace sendoff::net {
namespace {

// A method that says nothing about a body is sent without a Content-Length when it has none; with
// any other, a server may wait for one. The same four as in Node, whose requests are the measure.
bool MayGoWithoutLength(std::string_view method) {
  return method == "GET" || method == "HEAD" || method == "DELETE" || method == "OPTIONS";
}

// A line end inside a field would let a script write a request of its own behind this one. Calls
// with such fields have been refused, so one here is a hole in sendoff.
void CheckField(std::string_view text) {
  SENDOFF_CHECK(text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
}

}  // namespace

HeaderList RequestHeaders(const OutboundRequest& request) {
  HeaderList headers;
  headers.reserve(request.headers.size() + 3);
  const Header* host = FindHeader(request.headers, "host");
  headers.push_back({"Host", host != nullptr ? host->value : request.url.HostAndPort()});
  if (request.body != nullptr || !MayGoWithoutLength(request.method)) {
    const size_t length = request.body != nullptr ? request.body->size() : 0;
    headers.push_back({"Content-Length", std::to_string(length)});
  }
  for (const Header& header : request.headers) {
    if (!SameHeaderName(header.name, "host")) headers.push_back(header);
  }
  headers.push_back({"Connection", "keep-alive"});
  return headers;
}

std::string WriteRequestHead(const OutboundRequest& request) {
  CheckField(request.method);
  CheckField(request.url.target);
  std::string head = request.method + " " + request.url.target + " HTTP/1.1\r\n";
  for (const Header& header : RequestHeaders(request)) {
    CheckField(header.name);
    CheckField(header.value);
    head += header.name;
    head += ": ";
    head += header.value;
    head += "\r\n";
  }
  head += "\r\n";
  return head;
}

}  // namespace sendoff::net
