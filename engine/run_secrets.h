// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/redactor.h>

#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace sendoff::engine {

// What one run keeps to itself, as far as it is known: what its host named, and what the step's
// side finds in accounts and props. Any thread.
class RunSecrets {
 public:
  // `hides_nothing`: DeliveryOptions::show_secrets.
  RunSecrets(RedactionTerms terms, bool hides_nothing)
      : hides_nothing_(hides_nothing), terms_(std::move(terms)), is_made_(hides_nothing) {}

  void Add(std::string text) {
    if (hides_nothing_) return;
    const std::lock_guard lock(mutex_);
    terms_.secrets.push_back(std::move(text));
    is_made_ = false;
  }

  // Of all that is known by now. Made where something has been added since, in some microseconds
  // for each.
  Redactor redactor() {
    const std::lock_guard lock(mutex_);
    if (!is_made_) made_ = Redactor(terms_);
    is_made_ = true;
    return made_;
  }

 private:
  const bool hides_nothing_;
  std::mutex mutex_;
  // Guarded by mutex_.
  RedactionTerms terms_;
  Redactor made_;
  bool is_made_;
};

}  // namespace sendoff::engine
