// SPDX-License-Identifier: MIT
#include "runtime/leavings/secrets.h"

#include <algorithm>
#include <utility>

#include "base/text_encoding.h"

namespace sendoff::runtime {

void Secrets::Add(std::string text) {
  if (text.empty() || std::ranges::find(texts_, text) != texts_.end()) return;
  longest_ = std::max(longest_, text.size());
  texts_.push_back(std::move(text));
}

std::string Secrets::Redacted(std::string_view text, size_t end) const {
  std::string result;
  end = FirstBytes(text, end).size();
  // Where each is next: none is looked for twice in the same place.
  std::vector<size_t> next;
  for (const std::string& secret : texts_) next.push_back(text.find(secret));
  size_t from = 0;
  for (;;) {
    size_t place = end;
    size_t length = 0;
    for (size_t i = 0; i < texts_.size(); ++i) {
      if (next[i] < from) next[i] = text.find(texts_[i], from);
      // Of two that begin in one place the longer: one may be the beginning of another.
      if (next[i] < place || (next[i] == place && texts_[i].size() > length && place < end)) {
        place = next[i];
        length = texts_[i].size();
      }
    }
    if (from < end) result.append(text.substr(from, place - from));
    if (length == 0) return result;
    result.append("[redacted]");
    from = place + length;
  }
}

}  // namespace sendoff::runtime
