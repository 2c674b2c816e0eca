// SPDX-License-Identifier: MIT
#include "runtime/leavings/warnings.h"

#include <utility>

#include "base/text_encoding.h"

namespace sendoff::runtime {
namespace {

constexpr size_t kMaxText = 64 << 10;  // bytes; a warning may quote what a step made up

}  // namespace

void Warnings::Add(std::string text) {
  text.resize(FirstBytes(text, kMaxText).size());
  const std::lock_guard lock(mutex_);
  if (texts_.size() >= kMaxWarnings || !known_.insert(text).second) return;
  texts_.push_back(std::move(text));
}

std::vector<std::string> Warnings::Take() {
  const std::lock_guard lock(mutex_);
  return std::move(texts_);
}

}  // namespace sendoff::runtime
