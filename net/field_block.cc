// SPDX-License-Identifier: MIT
#include "net/field_block.h"

#include "base/check.h"
#include "net/header_names.h"

namespace sendoff::net {
namespace {

void CheckText(std::string_view text) {
  // Three searches by the C library take a fraction of one loop over the characters.
  for (const char bad : {'\r', '\n', '\0'}) {
    SENDOFF_CHECK(text.find(bad) == std::string_view::npos);
  }
}

}  // namespace

FieldBlock::FieldBlock(std::initializer_list<Header> fields) {
  for (const Header& field : fields) Append(field.name, field.value);
}

void FieldBlock::Append(std::string_view name, std::string_view value) {
  CheckText(value);
  SENDOFF_CHECK(IsToken(name));
  Own().append(name).append(kSeparator).append(value).append(kLineEnd);
}

void FieldBlock::Compact(const FieldBlock* other) {
  if (other != nullptr && other->lines() == lines()) {
    lines_ = other->lines_;
  } else if (lines_) {
    lines_ = std::make_shared<std::string>(*lines_);
  }
}

std::string& FieldBlock::Own() {
  if (!lines_ || lines_.use_count() > 1) lines_ = std::make_shared<std::string>(lines());
  return *lines_;
}

std::optional<std::string_view> FieldBlock::Find(std::string_view name) const {
  std::optional<std::string_view> found;
  ForEach([&](std::string_view each, std::string_view value) {
    if (!found && SameHeaderName(each, name)) found = value;
  });
  return found;
}

}  // namespace sendoff::net
