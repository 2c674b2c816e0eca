// SPDX-License-Identifier: MIT
#include "request/form_fields.h"

#include <array>

#include "base/random.h"

namespace sendoff::request {
namespace {

// What encodeURIComponent leaves, and what axios puts back after it.
constexpr std::string_view kPlainInQuery = "-_.!~*'():$,";
constexpr std::string_view kPlainInForm = "*-._";

void AppendEncoded(std::string_view text, std::string_view plain, std::string* out) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool alphanumeric =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (alphanumeric || (c != '\0' && plain.find(c) != std::string_view::npos)) {
      *out += c;
    } else if (c == ' ') {
      *out += '+';
    } else {
      *out += '%';
      *out += kDigits[byte >> 4];
      *out += kDigits[byte & 15];
    }
  }
}

std::string WritePairs(const std::vector<FormField>& fields, std::string_view plain) {
  std::string text;
  for (const FormField& field : fields) {
    if (!text.empty()) text += '&';
    AppendEncoded(field.name, plain, &text);
    text += '=';
    AppendEncoded(field.value, plain, &text);
  }
  return text;
}

}  // namespace

std::string WriteQuery(const std::vector<FormField>& fields) {
  return WritePairs(fields, kPlainInQuery);
}

std::string WriteUrlEncoded(const std::vector<FormField>& fields) {
  return WritePairs(fields, kPlainInForm);
}

std::string WriteMultipart(const std::vector<FormField>& fields, std::string_view boundary) {
  std::string body;
  for (const FormField& field : fields) {
    body.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"");
    body.append(QuotedName(field.name)).append("\"\r\n");
    if (field.is_bytes) body += "Content-Type: application/octet-stream\r\n";
    body.append("\r\n").append(field.value).append("\r\n");
  }
  return body.append("--").append(boundary).append("--\r\n");
}

std::string QuotedName(std::string_view name) {
  std::string quoted;
  for (const char c : name) {
    if (c == '"') {
      quoted += "%22";
    } else if (c == '\r') {
      quoted += "%0D";
    } else if (c == '\n') {
      quoted += "%0A";
    } else {
      quoted += c;
    }
  }
  return quoted;
}

std::string NewBoundary() {
  std::string boundary = "--------------------------";
  std::array<unsigned char, 24> random;
  RandomBytes(random.data(), random.size());
  for (const unsigned char byte : random) boundary += static_cast<char>('0' + byte % 10);
  return boundary;
}

}  // namespace sendoff::request
