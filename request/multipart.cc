// SPDX-License-Identifier: MIT
#include "request/multipart.h"

#include <cctype>
#include <utility>

#include "request/form_fields.h"

namespace sendoff::request {

void MultipartWriter::Begin(std::string_view name) {
  body_.append("--").append(boundary_).append("\r\nContent-Disposition: form-data; name=\"");
  body_.append(QuotedName(name)).append("\"");
}

void MultipartWriter::AddText(std::string_view name, std::string_view text) {
  Begin(name);
  body_ += "\r\n\r\n";
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' && text[i] != '\n') {
      body_ += text[i];
      continue;
    }
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
    body_ += "\r\n";
  }
  body_ += "\r\n";
}

void MultipartWriter::BeginFile(std::string_view name, std::string_view file_name,
                                std::string_view type) {
  Begin(name);
  if (!file_name.empty()) body_.append("; filename=\"").append(QuotedName(file_name)).append("\"");
  body_.append("\r\nContent-Type: ");
  body_.append(type.empty() ? "application/octet-stream" : type).append("\r\n\r\n");
}

std::string MultipartWriter::Finish() {
  body_.append("--").append(boundary_).append("--\r\n");
  return std::exchange(body_, {});
}

std::string BoundaryOf(std::string_view content_type) {
  constexpr std::string_view kName = "boundary=";
  constexpr size_t kShortest = 10;
  constexpr size_t kLongest = 70;
  std::string lower(content_type);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const size_t at = lower.find(kName);
  if (at == std::string::npos) return NewBoundary();
  const std::string_view rest = content_type.substr(at + kName.size());
  size_t size = 0;
  while (size < rest.size() && size < kLongest &&
         (std::isalnum(static_cast<unsigned char>(rest[size])) != 0 || rest[size] == '-' ||
          rest[size] == '_')) {
    ++size;
  }
  return size < kShortest ? NewBoundary() : std::string(rest.substr(0, size));
}

}  // namespace sendoff::request
