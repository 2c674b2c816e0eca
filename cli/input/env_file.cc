// SPDX-License-Identifier: MIT
#include "cli/input/env_file.h"

#include <algorithm>
#include <utility>

#include "cli/input/input.h"

namespace sendoff::cli {
namespace {

class Reader {
 public:
  Reader(std::string text, const std::string& name) : text_(std::move(text)), name_(name) {}

  Result<EnvFile> Read() {
    if (const size_t nul = text_.find('\0'); nul != text_.npos) {
      return Error{ErrorCode::kUsage,
                   Place(nul) + ": a NUL character; no variable of an environment can have one"};
    }
    while (SkipToName()) ReadVariable();
    if (file_.variables.empty() && file_.warnings.empty()) {
      file_.warnings.push_back(name_ + " holds no variable");
    }
    return std::move(file_);
  }

 private:
  std::string Place(size_t at) const {
    const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<long>(at), '\n');
    return name_ + ":" + std::to_string(line);
  }

  size_t LineEnd(size_t from) const { return std::min(text_.find('\n', from), text_.size()); }

  std::string_view Piece(size_t from, size_t to) const {
    return std::string_view(text_).substr(from, to - from);
  }

  // Past empty lines and comments; false at the end.
  bool SkipToName() {
    while (true) {
      at_ = text_.find_first_not_of(" \t\n", at_);
      if (at_ == text_.npos) return false;
      if (text_[at_] != '#') return true;
      at_ = LineEnd(at_);
    }
  }

  void ReadVariable() {
    const size_t end = LineEnd(at_);
    const size_t equals = Piece(at_, end).find('=');
    std::string_view name = Trim(Piece(at_, equals == std::string_view::npos ? at_ : at_ + equals));
    if (name.starts_with("export ")) name = Trim(name.substr(7));
    if (name.empty()) {
      file_.warnings.push_back(Place(at_) +
                               " is left out: expected NAME=VALUE, or # before a comment");
      at_ = end;
      return;
    }
    const std::string variable(name);
    at_ = std::min(text_.find_first_not_of(" \t", at_ + equals + 1), text_.size());
    file_.variables[variable] = ReadValue();
  }

  std::string ReadValue() {
    const size_t end = LineEnd(at_);
    if (at_ == end) return {};
    const char quote = text_[at_];
    if (quote == '"' || quote == '\'' || quote == '`') {
      const size_t closing = text_.find(quote, at_ + 1);
      if (closing != text_.npos) {
        std::string value(Piece(at_ + 1, closing));
        at_ = LineEnd(closing);
        return quote == '"' ? WithLineEnds(value) : value;
      }
      // The rest of the line as it is, as in Node.
      return std::string(Piece(std::exchange(at_, end), end));
    }
    const std::string_view line = Piece(std::exchange(at_, end), end);
    return std::string(Trim(line.substr(0, line.find('#'))));
  }

  static std::string WithLineEnds(std::string value) {
    for (size_t at = value.find("\\n"); at != value.npos; at = value.find("\\n", at + 1)) {
      value.replace(at, 2, "\n");
    }
    return value;
  }

  const std::string text_;
  const std::string& name_;
  size_t at_ = 0;
  EnvFile file_;
};

}  // namespace

Result<EnvFile> ParseEnvFile(std::string_view text, const std::string& name) {
  std::string lines(text);
  std::erase(lines, '\r');
  return Reader(std::move(lines), name).Read();
}

}  // namespace sendoff::cli
