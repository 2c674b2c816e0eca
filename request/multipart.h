// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace sendoff::request {

// A multipart/form-data body (RFC 7578) of a FormData, as axios writes it: file parts have a file
// name and a type, line ends in texts are CR LF. Not for plain objects, whose parts look otherwise
// (request/form_fields.h).
class MultipartWriter {
 public:
  explicit MultipartWriter(std::string boundary) : boundary_(std::move(boundary)) {}

  void AddText(std::string_view name, std::string_view text);

  // `content` is appended by the caller to `body()`, between the two.
  void BeginFile(std::string_view name, std::string_view file_name, std::string_view type);
  void EndFile() { body_ += "\r\n"; }

  std::string& body() { return body_; }

  // The whole; the writer is empty afterwards.
  std::string Finish();

 private:
  void Begin(std::string_view name);

  std::string boundary_;
  std::string body_;
};

// The boundary that a Content-Type names, as axios lets the script choose it: 10 to 70 characters
// that need no quotes. Else a new one.
std::string BoundaryOf(std::string_view content_type);

}  // namespace sendoff::request
