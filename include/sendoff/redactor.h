// SPDX-License-Identifier: MIT
// What no sink shows of a run, and how to take it out of what a sink is given.
#pragma once

#include <sendoff/record.h>
#include <sendoff/step.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sendoff {
inline namespace v1 {

// What is to be hidden.
struct RedactionTerms {
  // Of header fields, query keys, fields of JSON and of forms, in any letter case: what they are
  // the names of is hidden.
  std::vector<std::string> names;

  // Texts that were given in confidence, UTF-8: hidden wherever they stand. Those of fewer than
  // Redactor::kLeastCharacters are not, for they stand in other words, too.
  std::vector<std::string> secrets;
};

// Puts "[redacted]" in the place of secrets, also where they stand in base64 (whatever is before
// them, in either alphabet), percent-encoded, as in a form, or escaped as in JSON or HTML, any of
// these over another; and where a text was cut within one. What else can be made of a secret, such
// as a hash of it or its digits in hexadecimal, it does not know. docs/log.md has the rules.
//
// An immutable value; copies share what they hold. Any thread.
class Redactor {
 public:
  static constexpr size_t kLeastCharacters = 8;  // of a secret

  // Hides nothing, and costs nothing.
  Redactor() = default;

  explicit Redactor(const RedactionTerms& terms);

  bool hides_nothing() const { return rules_ == nullptr; }

  // Whether a text is long enough to be hidden as a secret.
  static bool IsLongEnough(std::string_view secret);

  // A message, or another text for people.
  std::string Redacted(std::string text) const;

  // A JSON document; stays one.
  std::string RedactedJson(std::string json) const;

  // All that a step made and said. Whoever goes on with a step's return value and exports keeps
  // what this is given, and shows what it returns.
  StepResult Redacted(StepResult step) const;

  // All but `id` and `run`, by which records are found. Those of an Engine are redacted already.
  Record Redacted(Record record) const;

 private:
  class Rules;

  std::shared_ptr<const Rules> rules_;  // null: there is nothing to hide
};

}  // namespace v1
}  // namespace sendoff
