// SPDX-License-Identifier: MIT
#include "net/field_block.h"

#include <algorithm>
#include <limits>
#include <utility>

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
  Write({name, kSeparator, value, kLineEnd});
}

void FieldBlock::Reserve(size_t size) {
  if (size <= capacity_ && memory_.use_count() == 1) return;
  SENDOFF_CHECK(size <= std::numeric_limits<uint32_t>::max());
  const std::string_view before = lines();
  capacity_ = std::max(static_cast<uint32_t>(size), size_);
  auto memory = std::make_shared_for_overwrite<char[]>(capacity_);
  std::copy(before.begin(), before.end(), memory.get());
  memory_ = std::move(memory);
}

void FieldBlock::Write(std::initializer_list<std::string_view> pieces) {
  size_t size = size_;
  for (const std::string_view piece : pieces) size += piece.size();
  Reserve(size <= capacity_ ? capacity_ : std::max(size, size_t{2} * size_));
  char* end = memory_.get() + size_;
  for (const std::string_view piece : pieces) end = std::copy(piece.begin(), piece.end(), end);
  size_ = static_cast<uint32_t>(size);
}

void FieldBlock::Compact(const FieldBlock* other) {
  if (other != nullptr && other->lines() == lines()) {
    *this = *other;
  } else if (capacity_ > size_) {
    capacity_ = 0;
    Reserve(size_);
  }
}

std::optional<std::string_view> FieldBlock::Find(std::string_view name) const {
  std::optional<std::string_view> found;
  ForEach([&](std::string_view each, std::string_view value) {
    if (!found && SameHeaderName(each, name)) found = value;
  });
  return found;
}

}  // namespace sendoff::net
