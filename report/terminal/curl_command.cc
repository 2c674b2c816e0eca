// SPDX-License-Identifier: MIT
#include "report/terminal/curl_command.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "base/base64.h"
#include "base/text_encoding.h"
#include "net/http/header_names.h"
#include "net/http/request_rules.h"
#include "report/terminal/printable.h"

namespace sendoff {
namespace {

constexpr std::string_view kRedacted = "[redacted]";

// Bytes. A word of a command line has no more than 128 KiB (Linux's MAX_ARG_STRLEN), quotes
// included.
constexpr size_t kMostBody = size_t{64} << 10;

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

// A text between quotes of bash. Where some of it could not be seen, or would end the line, in the
// quotes that know escapes.
std::string Quoted(std::string_view text) {
  if (PrintableLine(text) == text) {
    std::string quoted = "'";
    for (const char c : text) {
      if (c == '\'') quoted += "'\\'";
      quoted += c;
    }
    return quoted + "'";
  }
  std::string quoted = "$'";
  for (const char c : text) {
    if (c == '\n') {
      quoted += "\\n";
    } else if (c == '\\' || c == '\'') {
      quoted.append("\\").append(1, c);
    } else if (c >= 0x20 && c < 0x7f) {
      quoted += c;
    } else {
      // Three digits: no digit behind it can be taken for one of them.
      const auto byte = static_cast<unsigned char>(c);
      quoted.append("\\").append(1, static_cast<char>('0' + byte / 64));
      quoted.append(1, static_cast<char>('0' + byte / 8 % 8))
          .append(1, static_cast<char>('0' + byte % 8));
    }
  }
  return quoted + "'";
}

// What the value that begins behind `before` is called there: "b" behind `{"a":1,"b":"`, `x&b=` and
// `?b=`; nothing where it is no value's beginning.
std::string_view NameBefore(std::string_view before) {
  const auto drop = [&before](std::string_view characters) {
    const size_t last = before.find_last_not_of(characters);
    before = before.substr(0, last == before.npos ? 0 : last + 1);
  };
  if (before.ends_with('"')) before.remove_suffix(1);
  drop(" \t\r\n");
  if (!before.ends_with('=') && !before.ends_with(':')) return {};
  before.remove_suffix(1);
  drop(" \t\r\n\"");
  const auto begin = std::find_if_not(before.rbegin(), before.rend(), IsWordCharacter).base();
  return before.substr(static_cast<size_t>(begin - before.begin()));
}

// The words of a command, with a variable for each secret.
class Words {
 public:
  // `name` is what a secret is called that stands behind no name in `text`.
  std::string Word(std::string_view text, std::string_view name = {}) {
    std::string word;
    std::string_view rest = text;
    for (size_t at; (at = rest.find(kRedacted)) != rest.npos;) {
      if (at > 0) word += Quoted(rest.substr(0, at));
      const auto before = text.substr(0, static_cast<size_t>(rest.data() - text.data()) + at);
      const std::string_view own = NameBefore(before);
      word += Variable(own.empty() ? name : own);
      rest.remove_prefix(at + kRedacted.size());
    }
    if (!rest.empty() || word.empty()) word += Quoted(rest);
    return word;
  }

  // "Name: value", as curl reads it: an empty value is one that curl would leave out.
  std::string Field(const Header& header) {
    if (header.value.empty()) return Quoted(header.name + ";");
    if (header.value.find(kRedacted) == std::string::npos) {
      return Quoted(header.name + ": " + header.value);
    }
    return Quoted(header.name + ": ") + Word(header.value, header.name);
  }

 private:
  std::string Variable(std::string_view name) {
    // All begin alike, so that none is one of the shell's own; and nothing else of a name that a
    // script chose gets to the shell.
    std::string variable = "SECRET";
    if (!name.empty()) variable += '_';
    for (const char c : name) {
      const bool is_word = IsWordCharacter(c) && c != '-' && c != '.';
      variable += !is_word ? '_' : c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    const std::string first = variable;
    for (int count = 2; !taken_.insert(variable).second; ++count) {
      variable = first + "_" + std::to_string(count);
    }
    return "\"${" + variable + ":?}\"";
  }

  std::set<std::string> taken_;
};

// What curl adds unless it is told not to.
std::string CurlsOwn(const RecordedRequest& request, bool has_body) {
  std::string words;
  for (const std::string_view name : {"Accept", "User-Agent", "Content-Type"}) {
    if (name == "Content-Type" && !has_body) continue;
    if (net::FindHeader(request.headers, name) == nullptr)
      words.append(" -H '").append(name).append(":'");
  }
  return words;
}

// Whether a word of a command line can hold it.
bool IsText(const std::string& body) {
  return body.find('\0') == std::string::npos && !WhyNotUtf8(body);
}

// Whether there is a command for a request with a body.
Result<void> CheckBody(const RecordedRequest& request) {
  const RecordedBody& body = *request.body;
  const auto refused = [](std::string why) { return Error{ErrorCode::kUsage, std::move(why)}; };
  if (body.truncated) {
    return refused("of the body's " + std::to_string(body.size) + " bytes the log has the first " +
                   std::to_string(body.kept->size()));
  }
  if (body.size > kMostBody) {
    return refused("a body of " + std::to_string(body.size) + " bytes is too long for a line");
  }
  if (request.method == "HEAD") return refused("curl sends no body with HEAD");
  if (!IsText(*body.kept) && body.kept->find(kRedacted) != std::string::npos) {
    return refused("the body is no text, and something in it is redacted");
  }
  return {};
}

}  // namespace

Result<std::string> CurlCommand(const RecordedRequest& request) {
  const bool has_body = request.body && request.body->size > 0;
  const Result<void> possible = has_body ? CheckBody(request) : Result<void>();
  if (!possible.ok()) return possible.error();
  Words words;
  std::string command = "curl --globoff --path-as-is ";
  command += request.method == "HEAD" ? "--head" : "-X " + words.Word(request.method);
  command += " " + words.Word(request.url);
  for (const Header& header : request.headers) {
    if (!net::BelongsToConnection(header.name)) command += " -H " + words.Field(header);
  }
  // Without a body curl says its length where it is given an empty one.
  const bool has_data = has_body || !net::MayGoWithoutLength(request.method);
  command += CurlsOwn(request, has_data);
  if (!has_data) return command;
  if (!has_body) return command + " --data-raw ''";
  const std::string& body = *request.body->kept;
  if (IsText(body)) return command + " --data-raw " + words.Word(body);
  return "printf %s " + Quoted(Base64(body)) + " | base64 -d | " + command + " --data-binary @-";
}

}  // namespace sendoff
