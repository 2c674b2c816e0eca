// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sendoff::net {

// Looks at the bytes of a response's head, and of the trailers after a chunked body, before llhttp
// does: counts them, and refuses what some version of llhttp lets pass (folded lines, blanks before
// the colon, HTTP/2.0, a status that is not three digits, line ends other than CR LF) or hands on
// (control characters). What it says does not depend on how the bytes were cut.
class Http1HeadScanner {
 public:
  struct Limits {
    size_t head_bytes;
    size_t header_count;
  };
  enum class Verdict { kFine, kMalformed, kTooLarge };

  explicit Http1HeadScanner(const Limits& limits) : limits_(limits) {}

  // Begins a head, with its status line.
  void Restart();

  // Begins the trailers of the message whose head was scanned last. Limits go on counting.
  void BeginTrailers() { state_ = State::kLineStart; }

  // Scans up to the end of the head, or of the trailers, or of `bytes`. Returns how many of `bytes`
  // are fine: fewer than that when `verdict()` has become something else.
  size_t Scan(std::string_view bytes);

  Verdict verdict() const { return verdict_; }

  // What is wrong, when something is: "the response ..." without the subject.
  const std::string& reason() const { return reason_; }

  // The name that llhttp has for it, or would have.
  std::string_view detail() const { return detail_; }

 private:
  enum class State { kStatusLine, kReason, kLineStart, kName, kValue, kAfterEmptyLine };

  size_t SkipPlain(std::string_view bytes);
  void ScanByte(char c);
  void ScanStatusLine(char c);
  void ScanLineStart(char c);
  void Refuse(Verdict verdict, std::string_view detail, std::string reason);

  const Limits limits_;
  State state_ = State::kStatusLine;
  bool after_cr_ = false;
  size_t column_ = 0;  // in the status line
  size_t bytes_ = 0;
  size_t headers_ = 0;
  Verdict verdict_ = Verdict::kFine;
  std::string reason_;
  std::string_view detail_;  // static
};

}  // namespace sendoff::net
