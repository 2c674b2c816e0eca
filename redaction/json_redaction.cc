// SPDX-License-Identifier: MIT
#include <algorithm>

#include "redaction/letters.h"
#include "redaction/named_value.h"
#include "redaction/text_rules.h"

namespace sendoff::redaction {
namespace {

// Whether a string of JSON may have this between its quotes.
bool IsStringContent(std::string_view text) {
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"' || (c >= 0 && c < ' ')) return false;
    if (c != '\\') continue;
    if (++at == text.size()) return false;
    if (text[at] == 'u' && HexNumber(text, at + 1, 4) < 0) return false;
    if (std::string_view("\"\\/bfnrtu").find(text[at]) == std::string_view::npos) return false;
  }
  return true;
}

// Copies a document value by value, so that what is hidden never reaches past a string.
class JsonCopy {
 public:
  JsonCopy(const TextRules& rules, std::string_view json) : rules_(rules), json_(json) {}

  std::string Take() {
    while (at_ < json_.size()) {
      const char c = json_[at_];
      if (c == '"') {
        CopyString();
      } else if (IsAlnum(c) || c == '-') {
        CopyAtom();
      } else {
        copy_ += c;
        ++at_;
      }
    }
    return std::move(copy_);
  }

 private:
  void CopyString() {
    const size_t end = EndOfJsonValue(json_, at_);
    const std::string_view content = json_.substr(at_ + 1, end - at_ - 2);
    AddContent(content);
    at_ = end;
    if (!rules_.HasName(content)) return;
    const size_t sign = SkipBlanks(end);
    if (At(sign) == ':') HideMember(SkipBlanks(sign + 1));
    if (At(sign) == ',') HidePaired(SkipBlanks(sign + 1));
  }

  char At(size_t at) const { return at < json_.size() ? json_[at] : '\0'; }
  size_t SkipBlanks(size_t at) const {
    return std::min(json_.find_first_not_of(" \t\r\n", at), json_.size());
  }

  // The value that begins there.
  void HideMember(size_t value) {
    const size_t end = EndOfJsonValue(json_, value);
    const std::string_view text = json_.substr(value, end - value);
    if (text == "null" || text == "\"\"") return;
    copy_.append(json_.substr(at_, value - at_));
    copy_.append("\"").append(kRedacted).append("\"");
    at_ = end;
  }

  // Where values follow their names: see FindNamedValue.
  void HidePaired(size_t next) {
    if (At(next) != '"') return;
    const size_t end = EndOfJsonValue(json_, next);
    const size_t sign = SkipBlanks(end);
    if (At(sign) != ':') return HideMember(next);
    if (json_.substr(next, end - next) == "\"value\"") HideMember(SkipBlanks(sign + 1));
  }

  // A number may have the digits of a secret.
  void CopyAtom() {
    const size_t end = EndOfJsonValue(json_, at_);
    const std::string_view atom = json_.substr(at_, end - at_);
    at_ = end;
    if (rules_.Redacted(atom, TextKind::kWhole)) {
      copy_.append("\"").append(kRedacted).append("\"");
    } else {
      copy_ += atom;
    }
  }

  void AddContent(std::string_view content) {
    std::optional<std::string> redacted = rules_.Redacted(content, TextKind::kWhole);
    // What is hidden may begin with the end of an escape.
    if (redacted && !IsStringContent(*redacted)) *redacted = kRedacted;
    copy_.append("\"").append(redacted ? std::string_view(*redacted) : content).append("\"");
  }

  const TextRules& rules_;
  const std::string_view json_;
  size_t at_ = 0;
  std::string copy_;
};

}  // namespace

std::optional<std::string> RedactedJson(const TextRules& rules, std::string_view json) {
  if (!rules.Redacted(json, TextKind::kWhole)) return std::nullopt;
  return JsonCopy(rules, json).Take();
}

}  // namespace sendoff::redaction
