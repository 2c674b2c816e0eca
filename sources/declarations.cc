// SPDX-License-Identifier: MIT
#include "sources/declarations.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>

namespace sendoff::sources {
namespace {

// Reads the statements of a script one after another. Each function that is not sure says false.
class Declarations {
 public:
  explicit Declarations(std::string_view text) : text_(text) {}

  bool Read() {
    for (SkipSpace(); at_ < text_.size(); SkipSpace()) {
      if (!Statement()) return false;
    }
    return true;
  }

  const std::string& first_function() const { return first_function_; }

 private:
  static bool IsWordPart(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) != 0 || c == '_' || c == '$' || byte >= 0x80;
  }

  char Next() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool Take(std::string_view sign) {
    SkipSpace();
    if (!text_.substr(at_).starts_with(sign)) return false;
    if (IsWordPart(sign.back()) && at_ + sign.size() < text_.size() &&
        IsWordPart(text_[at_ + sign.size()])) {
      return false;
    }
    at_ += sign.size();
    return true;
  }

  std::string Word() {
    SkipSpace();
    const size_t begin = at_;
    while (at_ < text_.size() && IsWordPart(text_[at_])) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  // Comments, too. Notes whether a line ended.
  void SkipSpace() {
    saw_newline_ = false;
    while (at_ < text_.size()) {
      const std::string_view rest = text_.substr(at_);
      if (std::isspace(static_cast<unsigned char>(rest[0])) != 0) {
        saw_newline_ = saw_newline_ || rest[0] == '\n';
        ++at_;
      } else if (rest.starts_with("//") || rest.starts_with("#!")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (rest.starts_with("/*")) {
        at_ = std::min(text_.find("*/", at_ + 2), text_.size() - 2) + 2;
      } else {
        return;
      }
    }
  }

  bool Statement() {
    if (Take(";")) return true;
    if (Next() == '"' || Next() == '\'') return Quoted() && EndOfStatement();  // "use strict"
    if (Take("import")) return Import();
    if (Take("const") || Take("let") || Take("var")) return Variable();
    return Function({});
  }

  // import x from "package". A file of the step's own may do something when it is imported.
  bool Import() {
    SkipSpace();
    if (Next() == '(' || Next() == '.' || Next() == '"' || Next() == '\'') return false;
    while (!Take("from")) {
      SkipSpace();
      if (Next() == '{' ? !Group() : !Take("*") && !Take(",") && Word().empty()) return false;
    }
    return Package() && EndOfStatement();
  }

  // A quoted specifier that is no path.
  bool Package() {
    SkipSpace();
    const bool is_path = at_ + 1 < text_.size() && (text_[at_ + 1] == '.' || text_[at_ + 1] == '/');
    return (Next() == '"' || Next() == '\'') && !is_path && Quoted();
  }

  bool Variable() {
    SkipSpace();
    std::string name;
    if (Next() == '{') {
      if (!Group()) return false;
    } else {
      name = Word();
      if (name.empty()) return false;
    }
    return Take("=") && Value(name) && EndOfStatement();
  }

  // What a variable begins with: a function, something from a package, or a literal.
  bool Value(const std::string& name) {
    if (Take("require")) {
      return Take("(") && Package() && Take(")");
    }
    SkipSpace();
    if (Next() == '"' || Next() == '\'') return Quoted();
    if (std::isdigit(static_cast<unsigned char>(Next())) != 0) return !Word().empty();
    if (Take("true") || Take("false") || Take("null")) return true;
    return !name.empty() && Function(name);
  }

  // A function, or an arrow function with a body in braces. `name` is that of its variable.
  bool Function(const std::string& name) {
    const bool is_statement = name.empty();
    Take("async");
    if (Take("function")) {
      Take("*");
      const std::string own = Word();
      if (is_statement && own.empty()) return false;
      Note(is_statement ? own : name);
      return Parenthesis() && Body();
    }
    if (is_statement) return false;
    SkipSpace();
    if (Next() == '(' ? !Group() : Word().empty()) return false;
    Note(name);
    return Take("=>") && Body();
  }

  void Note(const std::string& name) {
    if (first_function_.empty()) first_function_ = name;
  }

  bool Parenthesis() {
    SkipSpace();
    return Next() == '(' && Group();
  }

  bool Body() {
    SkipSpace();
    return Next() == '{' && Group();
  }

  // That nothing goes on behind it, as in `} (argument)`.
  bool EndOfStatement() {
    SkipSpace();
    if (at_ >= text_.size() || Next() == ';') return true;
    return saw_newline_ && IsWordPart(Next());
  }

  bool Quoted() {
    const char quote = Next();
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == quote) return ++at_ > 0;
      if (text_[at_] == '\\') {
        ++at_;
      } else if (quote == '`' && text_.substr(at_).starts_with("${")) {
        ++at_;
        if (!Group()) return false;
        --at_;
      }
    }
    return false;
  }

  // From an opening bracket to behind the one that closes it.
  bool Group() {
    size_t open = 0;
    bool is_operand = false;  // what comes before, so that a slash divides
    for (SkipSpace(); at_ < text_.size(); SkipSpace()) {
      const char c = Next();
      if (c == '"' || c == '\'' || c == '`') {
        if (!Quoted()) return false;
        is_operand = true;
      } else if (c == '/' && !is_operand) {
        if (!RegExp()) return false;
        is_operand = true;
      } else if (IsWordPart(c)) {
        is_operand = !IsBeforeOperand(Word());
      } else {
        ++at_;
        if (c == '(' || c == '[' || c == '{') ++open;
        is_operand = c == ')' || c == ']' || c == '}';
        if (is_operand && --open == 0) return true;
      }
    }
    return false;
  }

  static bool IsBeforeOperand(std::string_view word) {
    for (const std::string_view each :
         {"return", "typeof", "case", "in", "of", "await", "yield", "void", "delete", "throw",
          "else", "do", "instanceof", "new"}) {
      if (word == each) return true;
    }
    return false;
  }

  bool RegExp() {
    bool is_in_class = false;
    for (++at_; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
      const char c = text_[at_];
      if (c == '\\') {
        ++at_;
      } else if (c == '[' || c == ']') {
        is_in_class = c == '[';
      } else if (c == '/' && !is_in_class) {
        ++at_;
        return true;
      }
    }
    return false;
  }

  const std::string_view text_;
  size_t at_ = 0;
  bool saw_newline_ = false;
  std::string first_function_;
};

}  // namespace

std::optional<std::string> FunctionThatNobodyCalls(std::string_view text) {
  Declarations declarations(text);
  if (!declarations.Read() || declarations.first_function().empty()) return std::nullopt;
  return declarations.first_function();
}

}  // namespace sendoff::sources
