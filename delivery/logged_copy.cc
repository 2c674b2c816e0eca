// SPDX-License-Identifier: MIT
#include "delivery/logged_copy.h"

#include <memory>
#include <string>

#include "delivery/redaction.h"

namespace sendoff::delivery {

Record LoggedCopy(const Record& record, const LogTerms& terms) {
  Record copy = record;
  if (!terms.show_secrets) RedactHeaders(copy.request.headers);
  if (!copy.response) return copy;
  if (!terms.show_secrets) RedactHeaders(copy.response->headers);
  RecordedBody& body = copy.response->body;
  if (body.kept && body.kept->size() > terms.body_kept_bytes) {
    body.kept = std::make_shared<const std::string>(body.kept->substr(0, terms.body_kept_bytes));
    body.truncated = true;
  }
  return copy;
}

}  // namespace sendoff::delivery
