// SPDX-License-Identifier: MIT
#include "net/http/field_block.h"

#include "base/check.h"
#include "net/http/header_names.h"

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
  Write({name, kSeparator, value, kLineEnd});
}

void FieldBlock::Write(std::initializer_list<std::string_view> pieces) {
  std::string& lines = lines_.Own();
  for (const std::string_view piece : pieces) lines += piece;
}

std::optional<std::string_view> FieldBlock::Find(std::string_view name) const {
  std::optional<std::string_view> found;
  ForEach([&](std::string_view each, std::string_view value) {
    if (!found && SameHeaderName(each, name)) found = value;
  });
  return found;
}

}  // namespace sendoff::net
