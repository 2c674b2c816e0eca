// SPDX-License-Identifier: MIT
#include "delivery/logged_copy.h"

#include <memory>
#include <string>
#include <utility>

#include "redaction/credentials.h"

namespace sendoff::delivery {
namespace {

void Cut(size_t most, RecordedBody* body) {
  if (!body->kept || body->kept->size() <= most) return;
  body->kept = std::make_shared<const std::string>(body->kept->substr(0, most));
  body->truncated = true;
}

}  // namespace

Record LoggedCopy(const Record& record, const LogTerms& terms, const Redactor& redactor) {
  Record copy = record;
  if (!terms.show_secrets) redaction::RedactHeaders(copy.request.headers);
  if (copy.response) {
    if (!terms.show_secrets) redaction::RedactHeaders(copy.response->headers);
    Cut(terms.body_kept_bytes, &copy.response->body);
  }
  return redactor.Redacted(std::move(copy));
}

}  // namespace sendoff::delivery
