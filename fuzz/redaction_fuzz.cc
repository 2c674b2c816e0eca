// SPDX-License-Identifier: MIT
// Secrets in texts. The search for many needles finds what a naive one finds; whatever is hidden,
// none of the usual encodings of a secret is left to a naive search, what has none of it comes out
// as it went in, and JSON stays JSON.
#include <sendoff/redactor.h>
#include <simdjson.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/base64.h"
#include "base/check.h"
#include "fuzz/byte_reader.h"
#include "redaction/letters.h"
#include "redaction/loose_match.h"
#include "redaction/pattern_search.h"
#include "redaction/text_rules.h"

namespace sendoff::redaction {
namespace {

// ---- The search --------------------------------------------------------------------------------

using Found = std::vector<std::pair<size_t, uint32_t>>;  // place, needle

void CompareSearch(const std::vector<std::string>& needles, std::string_view text) {
  Found found;
  PatternSearch(needles, PatternSearch::Case::kAny)
      .ForEach(text, [&](uint32_t needle, size_t place) { found.emplace_back(place, needle); });
  SENDOFF_CHECK(std::is_sorted(found.begin(), found.end(),
                               [](const auto& a, const auto& b) { return a.first < b.first; }));
  Found naive;
  const std::string lower = Lowered(text);
  for (uint32_t i = 0; i < needles.size(); ++i) {
    const std::string needle = Lowered(needles[i]);
    for (size_t at = lower.find(needle); at != lower.npos; at = lower.find(needle, at + 1)) {
      naive.emplace_back(at, i);
    }
  }
  std::sort(found.begin(), found.end());
  std::sort(naive.begin(), naive.end());
  SENDOFF_CHECK(found == naive);
}

// ---- Encodings, written anew -------------------------------------------------------------------

std::string Percent(std::string_view text, bool is_form) {
  std::string encoded;
  for (const char c : text) {
    if (is_form && c == ' ') {
      encoded += '+';
    } else if (IsAlnum(c) || std::string_view("-_.~").find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.append("%").append(1, "0123456789ABCDEF"[byte >> 4]);
      encoded.append(1, "0123456789ABCDEF"[byte & 15]);
    }
  }
  return encoded;
}

std::string Json(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (c == '"' || c == '\\') encoded += '\\';
    encoded += c;
  }
  return encoded;
}

// What stands in base64 for `text` behind `before` bytes, whatever is around it.
std::string Base64Core(std::string_view text, size_t before) {
  const std::string whole = Base64(std::string(before, 'x').append(text));
  const size_t first = (8 * before + 5) / 6;
  return whole.substr(first, 8 * (before + text.size()) / 6 - first);
}

std::vector<std::string> EncodingsOf(const std::string& secret) {
  std::vector<std::string> encodings = {secret, Json(secret), Percent(secret, false),
                                        Percent(secret, true)};
  // Without a few letters in a row, or much else than backslashes, a secret is known in the usual
  // encodings only.
  const Plain plain = PlainOf(secret);
  if (plain.run_size >= 3 && plain.text.size() >= 8) {
    encodings.push_back(Json(Json(secret)));
    encodings.push_back(Percent(Percent(secret, false), false));
  }
  for (size_t before = 0; before < 3; ++before) {
    encodings.push_back(Base64Core(secret, before));
    encodings.push_back(encodings.back());
    for (char& c : encodings.back()) c = c == '+' ? '-' : c == '/' ? '_' : c;
  }
  return encodings;
}

// ---- Texts with secrets in them ----------------------------------------------------------------

// Of printable characters, so that no line of it is another secret; none of those that the
// replacement begins and ends with, so that it makes none.
std::string NewSecret(fuzz::ByteReader& choices) {
  constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%%%%%\\\\\\\"\"&;+ "
      "/-_.=?{}:,'";
  std::string secret;
  for (size_t left = 8 + choices.Byte() % 24; left > 0; --left) {
    secret += kLetters[choices.Byte() % kLetters.size()];
  }
  if (secret.front() == ' ') secret.front() = 'x';
  // Nor one that makes another escape with what may follow it.
  for (size_t i = secret.size() - 2; i < secret.size(); ++i) {
    if (!IsAlnum(secret[i])) secret[i] = 'x';
  }
  return secret;
}

std::string NewText(fuzz::ByteReader& choices, const std::vector<std::string>& secrets) {
  std::string text;
  while (!choices.empty()) {
    const uint8_t what = choices.Byte();
    if (what < 64 && !secrets.empty()) {
      const std::vector<std::string> forms = EncodingsOf(secrets[what % secrets.size()]);
      text += forms[choices.Byte() % forms.size()];
    } else {
      text += choices.Bytes(what % 16);
    }
  }
  return text;
}

void CheckNothingIsLeft(const std::vector<std::string>& secrets, const std::string& text) {
  const auto redacted =
      TextRules({}, secrets, Redactor::kLeastCharacters).Redacted(text, TextKind::kWhole);
  const std::string& shown = redacted ? *redacted : text;
  for (const std::string& secret : secrets) {
    for (const std::string& form : EncodingsOf(secret)) {
      if (kRedacted.find(form) == kRedacted.npos) SENDOFF_CHECK(shown.find(form) == shown.npos);
    }
  }
}

void CheckJsonStays(const Redactor& redactor, const std::string& text) {
  simdjson::dom::parser parser;
  if (parser.parse(text).error() != simdjson::SUCCESS) return;
  const std::string shown = redactor.RedactedJson(text);
  SENDOFF_CHECK(parser.parse(shown).error() == simdjson::SUCCESS);
}

std::string InJson(std::string_view text) {
  std::string printable(text);
  for (char& c : printable) c = c >= ' ' && c < 0x7F ? c : '.';
  return "{\"password\":\"" + Json(printable) + "\",\"a\":[\"" + Json(Json(printable)) + "\",12]}";
}

}  // namespace
}  // namespace sendoff::redaction

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sendoff::redaction;
  const std::string input(reinterpret_cast<const char*>(data), size);
  sendoff::fuzz::ByteReader choices(input);
  std::vector<std::string> secrets;
  for (int left = choices.Byte() % 4; left > 0; --left) secrets.push_back(NewSecret(choices));
  std::vector<std::string> needles;
  for (int left = choices.Byte() % 4; left > 0; --left) {
    needles.emplace_back(choices.Bytes(1 + choices.Byte() % 10));
    if (needles.back().empty()) needles.pop_back();
  }
  const std::string text = NewText(choices, secrets);
  CompareSearch(needles, text);
  CheckNothingIsLeft(secrets, text);
  const sendoff::Redactor redactor({needles, secrets});
  CheckJsonStays(redactor, input);
  CheckJsonStays(redactor, InJson(text));
  // Cut anywhere, and with the marks of what was cut.
  sendoff::Record record;
  record.response.emplace().body = {size, std::make_shared<const std::string>(text), true};
  record.warnings = {input};
  (void)redactor.Redacted(record);
  return 0;
}
