// SPDX-License-Identifier: MIT
#include <sendoff/redactor.h>

#include <utility>

#include "redaction/text_rules.h"

namespace sendoff {
namespace {

using redaction::TextKind;
using redaction::TextRules;

// Takes what is hidden out of what has many texts.
class Hider {
 public:
  explicit Hider(const TextRules& rules) : rules_(rules) {}

  void Text(std::string* text, TextKind kind = TextKind::kWhole) const {
    if (auto redacted = rules_.Redacted(*text, kind)) *text = std::move(*redacted);
  }
  void Message(std::string* text) const { Text(text, TextKind::kMessage); }
  void Json(std::string* json) const {
    if (auto redacted = redaction::RedactedJson(rules_, *json)) *json = std::move(*redacted);
  }
  void Json(std::optional<std::string>* json) const {
    if (json->has_value()) Json(&**json);
  }

  void Headers(HeaderList* headers) const {
    for (Header& header : *headers) {
      if (rules_.HasName(header.name)) {
        header.value = redaction::kRedacted;
      } else {
        Text(&header.value);
      }
      Text(&header.name);
    }
  }

  // What it has in common with others is copied only where something is hidden in it.
  void Body(RecordedBody* body) const {
    if (body->kept) {
      const TextKind kind = body->truncated ? TextKind::kCut : TextKind::kWhole;
      if (auto redacted = rules_.Redacted(*body->kept, kind)) {
        body->kept = std::make_shared<const std::string>(std::move(*redacted));
      }
    }
    Message(&body->decoding_error);
  }

  void Error(StepError* error) const {
    for (std::string* text :
         {&error->name, &error->message, &error->code, &error->stack, &error->hint}) {
      Message(text);
    }
    if (!error->cause) return;
    StepError cause = *error->cause;
    Error(&cause);
    error->cause = std::make_shared<const StepError>(std::move(cause));
  }

 private:
  const TextRules& rules_;
};

void Hide(const Hider& hider, Record* record) {
  hider.Text(&record->step);
  hider.Text(&record->call_site);
  if (record->error) {
    hider.Message(&record->error->message);
    hider.Message(&record->error->detail);
  }
  hider.Text(&record->request.method);
  hider.Text(&record->request.url);
  hider.Headers(&record->request.headers);
  if (record->request.body) hider.Body(&*record->request.body);
  if (record->response) {
    hider.Text(&record->response->reason);
    hider.Headers(&record->response->headers);
    hider.Body(&record->response->body);
  }
  for (RecordedRedirect& redirect : record->redirects) {
    hider.Text(&redirect.location);
    hider.Text(&redirect.remote_address);
  }
  hider.Text(&record->remote_address);
  hider.Text(&record->local_address);
  for (std::string& warning : record->warnings) hider.Message(&warning);
}

void Hide(const Hider& hider, StepResult* step) {
  hider.Json(&step->return_value_json);
  hider.Json(&step->exports_json);
  hider.Json(&step->respond_json);
  for (FlowIntent& intent : step->flow) hider.Json(&intent.arguments_json);
  if (step->error) hider.Error(&*step->error);
  for (ConsoleLine& line : step->console) hider.Message(&line.text);
  for (std::string& warning : step->warnings) hider.Message(&warning);
}

}  // namespace

inline namespace v1 {

class Redactor::Rules {
 public:
  explicit Rules(const RedactionTerms& terms)
      : text(terms.names, terms.secrets, kLeastCharacters) {}

  const TextRules text;
};

Redactor::Redactor(const RedactionTerms& terms) {
  if (terms.names.empty() && terms.secrets.empty()) return;
  auto rules = std::make_shared<const Rules>(terms);
  if (!rules->text.empty()) rules_ = std::move(rules);
}

bool Redactor::IsLongEnough(std::string_view secret) {
  return redaction::IsLongEnough(secret, kLeastCharacters);
}

std::string Redactor::Redacted(std::string text) const {
  if (rules_) Hider(rules_->text).Message(&text);
  return text;
}

std::string Redactor::RedactedJson(std::string json) const {
  if (rules_) Hider(rules_->text).Json(&json);
  return json;
}

StepResult Redactor::Redacted(StepResult step) const {
  if (rules_) Hide(Hider(rules_->text), &step);
  return step;
}

Record Redactor::Redacted(Record record) const {
  if (rules_) Hide(Hider(rules_->text), &record);
  return record;
}

}  // namespace v1
}  // namespace sendoff
