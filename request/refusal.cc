// SPDX-License-Identifier: MIT
#include "request/refusal.h"

#include "base/text_encoding.h"

namespace sendoff::request {
namespace {

constexpr size_t kShownBytes = 60;

}  // namespace

Error InvalidValue(std::string_view shown, std::string_view path, std::string_view expected) {
  std::string message = "invalid value ";
  message.append(shown).append(" for ").append(path).append(": ").append(expected);
  return {ErrorCode::kSendInvalidArg, std::move(message)};
}

Error LimitError(const std::string& what, uint64_t limit, const char* option) {
  return {ErrorCode::kSendLimit, what + " " + std::to_string(limit) + " (" + option +
                                     "); send less, or raise the limit where the step " + "is run"};
}

Error TooManyBytes(std::string_view what, uint64_t bytes, uint64_t limit, const char* option) {
  return LimitError(
      std::string(what) + " has " + std::to_string(bytes) + " bytes, more than the limit of", limit,
      option);
}

Error MoreBytes(std::string_view what, uint64_t limit, const char* option) {
  return LimitError(std::string(what) + " has more bytes than the limit of", limit, option);
}

Error TooLate() {
  return {ErrorCode::kSendClosed,
          "the step had already ended when this call was made, so it cannot be sent; await what "
          "makes it before the step returns"};
}

std::string Quoted(std::string_view text) {
  const std::string_view shown = FirstBytes(text, kShownBytes);
  std::string quoted = "\"";
  for (const char c : shown) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      quoted += "\\x";
      quoted += kDigits[static_cast<unsigned char>(c) >> 4];
      quoted += kDigits[static_cast<unsigned char>(c) & 15];
    } else {
      quoted += c;
    }
  }
  return quoted + (shown.size() < text.size() ? "…\"" : "\"");
}

}  // namespace sendoff::request
