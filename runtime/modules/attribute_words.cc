// SPDX-License-Identifier: MIT
#include "runtime/modules/attribute_words.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "runtime/v8/v8_compat.h"

namespace sendoff::runtime {
namespace {

// Of JavaScript's white space what people type, or have in a file without seeing it.
constexpr std::u16string_view kBlanks = u" \t\v\f\u00a0\ufeff";
constexpr std::u16string_view kLineEnds = u"\n\r\u2028\u2029";
constexpr std::u16string_view kSpace = u" \t\v\f\u00a0\ufeff\n\r\u2028\u2029";

std::u16string ToUtf16(v8::Isolate* isolate, v8::Local<v8::String> text) {
  std::u16string units(static_cast<size_t>(text->Length()), u'\0');
  WriteTwoBytes(isolate, text, reinterpret_cast<uint16_t*>(units.data()), text->Length());
  return units;
}

}  // namespace

v8::Local<v8::String> AttributeWords::text() const {
  v8::Local<v8::String> text;
  if (!text_.empty() &&
      v8::String::NewFromTwoByte(isolate_, reinterpret_cast<const uint16_t*>(text_.data()),
                                 v8::NewStringType::kNormal, static_cast<int>(text_.size()))
          .ToLocal(&text)) {
    return text;
  }
  return original_;
}

bool AttributeWords::Mend(v8::Local<v8::Message> message) {
  if (went_back_ || message.IsEmpty() || message->GetStartPosition() < 0) return false;
  const auto place = static_cast<size_t>(message->GetStartPosition());
  if (place < from_) return false;  // what V8 finds only when it has read the whole text
  if (place < to_) {
    text_.replace(from_, to_ - from_, before_);
    went_back_ = true;
    return true;
  }
  if (text_.empty()) text_ = ToUtf16(isolate_, original_);
  return Replace(place);
}

bool AttributeWords::Replace(size_t word) {
  const std::u16string_view text = text_;
  if (word == 0 || word >= text.size() || !text.substr(word).starts_with(kOtherAttributeWord)) {
    return false;
  }
  const size_t quote = text.find_last_not_of(kSpace, word - 1);
  const size_t brace = text.find_first_not_of(kSpace, word + kOtherAttributeWord.size());
  if (quote == text.npos || (text[quote] != u'"' && text[quote] != u'\'') || brace == text.npos ||
      text[brace] != u'{') {
    return false;
  }
  // `assert` must stand on the line of the string: the word goes there, blanks in its old place.
  const std::u16string_view before = text.substr(quote + 1, word - quote - 1);
  std::u16string rest(before);
  rest.append(kOtherAttributeWord.size(), u' ');
  rest.append(
      text.substr(word + kOtherAttributeWord.size(), brace - word - kOtherAttributeWord.size()));
  if (before.find_first_of(kLineEnds) == before.npos) {
    rest.erase(0, std::min(kAttributeWord.size(), rest.find_first_not_of(kBlanks)));
  }
  std::u16string put(kAttributeWord);
  put += rest;
  from_ = quote + 1;
  to_ = from_ + put.size();
  before_ = text.substr(from_, brace - from_);
  text_.replace(from_, brace - from_, put);
  return true;
}

}  // namespace sendoff::runtime
