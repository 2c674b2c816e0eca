// SPDX-License-Identifier: MIT
#include "net/http/http1_head_scanner.h"

#include <algorithm>
#include <utility>

#include "net/http/header_names.h"

namespace sendoff::net {
namespace {

constexpr std::string_view kInvalidToken = "HPE_INVALID_HEADER_TOKEN";

bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\r' && c != '\n') || byte == 0x7f;
}

// What a value or a reason goes on with.
bool IsText(char c) { return !IsControl(c) && c != '\r' && c != '\n'; }

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// What llhttp calls a fault of the status line at `column`.
std::string_view StatusLineDetail(size_t column) {
  constexpr size_t kVersion = 5;
  constexpr size_t kStatus = 9;
  if (column < kVersion) return "HPE_INVALID_CONSTANT";
  return column < kStatus ? "HPE_INVALID_VERSION" : "HPE_INVALID_STATUS";
}

}  // namespace

void Http1HeadScanner::Restart() {
  state_ = State::kStatusLine;
  after_cr_ = false;
  column_ = 0;
  bytes_ = 0;
  headers_ = 0;
}

size_t Http1HeadScanner::Scan(std::string_view bytes) {
  for (size_t i = SkipPlain(bytes); i < bytes.size(); i += SkipPlain(bytes.substr(i))) {
    ScanByte(bytes[i]);
    if (verdict_ != Verdict::kFine) return i;
    ++i;
    if (state_ == State::kAfterEmptyLine && !after_cr_) return i;
  }
  return bytes.size();
}

// Counts what only goes on with a name or a value, which is nearly all of a head, and returns how
// much that is.
size_t Http1HeadScanner::SkipPlain(std::string_view bytes) {
  if (after_cr_) return 0;
  const bool in_name = state_ == State::kName;
  if (!in_name && state_ != State::kValue && state_ != State::kReason) return 0;
  const std::string_view part = bytes.substr(0, limits_.head_bytes - bytes_);
  const auto* end = std::find_if(part.begin(), part.end(), [in_name](char c) {
    return !(in_name ? IsTokenChar(c) : IsText(c));
  });
  const auto count = static_cast<size_t>(end - part.begin());
  bytes_ += count;
  return count;
}

void Http1HeadScanner::ScanByte(char c) {
  if (++bytes_ > limits_.head_bytes) {
    return Refuse(Verdict::kTooLarge, "HPE_HEADER_OVERFLOW",
                  "has a head of more than " + std::to_string(limits_.head_bytes) + " bytes");
  }
  if (IsControl(c)) {
    return Refuse(Verdict::kMalformed, kInvalidToken, "has a control character in its head");
  }
  if ((c == '\n') != after_cr_) {
    return Refuse(Verdict::kMalformed, after_cr_ ? "HPE_LF_EXPECTED" : "HPE_CR_EXPECTED",
                  "has a line in its head that does not end with CR LF");
  }
  after_cr_ = c == '\r';
  switch (state_) {
    case State::kStatusLine:
      return ScanStatusLine(c);
    case State::kLineStart:
      return ScanLineStart(c);
    case State::kName:
      if (c == ':') {
        state_ = State::kValue;
      } else if (!IsTokenChar(c)) {
        Refuse(Verdict::kMalformed, kInvalidToken, "has a field name that is not a token");
      }
      return;
    case State::kReason:
    case State::kValue:
      if (c == '\n') state_ = State::kLineStart;
      return;
    case State::kAfterEmptyLine:
      return;
  }
}

// "HTTP/1.1 200", then a blank or the end of the line.
void Http1HeadScanner::ScanStatusLine(char c) {
  constexpr std::string_view kBeginning = "HTTP/1.";
  const size_t column = column_++;
  bool fine = false;
  if (column < kBeginning.size()) {
    fine = c == kBeginning[column];
  } else if (column == 7) {
    fine = c == '0' || c == '1';
  } else if (column == 8) {
    fine = c == ' ';
  } else if (column == 9) {
    fine = c >= '1' && c <= '9';
  } else if (column < 12) {
    fine = IsDigit(c);
  } else {
    fine = c == ' ' || c == '\r';
    state_ = State::kReason;
  }
  if (fine) return;
  Refuse(Verdict::kMalformed, StatusLineDetail(column),
         column < 9 ? "does not begin with HTTP/1.1 or HTTP/1.0"
                    : "has a status that is not a number from 100 to 999");
}

void Http1HeadScanner::ScanLineStart(char c) {
  if (c == '\r' || c == '\n') {
    state_ = State::kAfterEmptyLine;
    return;
  }
  if (c == ' ' || c == '\t') {
    return Refuse(Verdict::kMalformed, kInvalidToken, "has a field line that is folded");
  }
  if (!IsTokenChar(c)) {
    return Refuse(Verdict::kMalformed, kInvalidToken, "has a field name that is not a token");
  }
  if (++headers_ > limits_.header_count) {
    return Refuse(Verdict::kTooLarge, "HPE_HEADER_OVERFLOW",
                  "has more than " + std::to_string(limits_.header_count) + " header fields");
  }
  state_ = State::kName;
}

void Http1HeadScanner::Refuse(Verdict verdict, std::string_view detail, std::string reason) {
  verdict_ = verdict;
  detail_ = detail;
  reason_ = std::move(reason);
}

}  // namespace sendoff::net
