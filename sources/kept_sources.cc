// SPDX-License-Identifier: MIT
#include "sources/kept_sources.h"

#include <functional>
#include <iterator>
#include <utility>

namespace sendoff::sources {
namespace {

constexpr uint64_t kEntryCost = 256;   // bytes that each takes beside its texts
constexpr uint64_t kLargestShare = 4;  // one may take a quarter of the room

size_t HashOf(const KeptSources::Source& source) {
  const std::hash<std::string_view> hash;
  return (hash(source.text) * 31 + hash(source.name)) * 31 + static_cast<size_t>(source.kind);
}

uint64_t BytesOf(const KeptSources::Made& made) {
  if (const auto* code = std::get_if<KeptSources::Code>(&made)) return code->size();
  if (const auto* stripped = std::get_if<StrippedSource>(&made)) {
    return stripped->code.size() + stripped->map.bytes();
  }
  return std::get<TypeScriptError>(made).message.size();
}

}  // namespace

std::shared_ptr<const KeptSources::Made> KeptSources::Find(const Source& source) {
  const size_t hash = HashOf(source);
  const std::lock_guard lock(mutex_);
  const auto entry = Locate(source, hash);
  if (entry == entries_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, entry);
  ++counts_.found;
  return entry->made;
}

bool KeptSources::ComesAgain(const Source& source) {
  if (source.text.size() >= max_bytes_ / kLargestShare) return false;  // it would not be kept
  const size_t hash = HashOf(source);
  const std::lock_guard lock(mutex_);
  return std::exchange(seen_[hash % seen_.size()], hash) == hash;
}

void KeptSources::Keep(const Source& source, std::shared_ptr<const Made> made) {
  const uint64_t bytes = kEntryCost + source.name.size() + source.text.size() + BytesOf(*made);
  if (bytes > max_bytes_ / kLargestShare) return;
  const size_t hash = HashOf(source);
  Entry entry{source.kind, std::string(source.name), std::string(source.text), hash,
              bytes,       std::move(made)};
  const std::lock_guard lock(mutex_);
  if (Locate(source, hash) != entries_.end()) return;
  while (bytes_ + bytes > max_bytes_) Erase(std::prev(entries_.end()));
  entries_.push_front(std::move(entry));
  by_hash_.emplace(hash, entries_.begin());
  bytes_ += bytes;
  ++counts_.kept;
}

void KeptSources::Drop(const Source& source) {
  const size_t hash = HashOf(source);
  const std::lock_guard lock(mutex_);
  const auto entry = Locate(source, hash);
  if (entry == entries_.end()) return;
  Erase(entry);
  ++counts_.dropped;
}

KeptSources::Counts KeptSources::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

KeptSources::Entries::iterator KeptSources::Locate(const Source& source, size_t hash) {
  const auto [begin, end] = by_hash_.equal_range(hash);
  for (auto found = begin; found != end; ++found) {
    const Entry& entry = *found->second;
    if (entry.kind == source.kind && entry.name == source.name && entry.text == source.text) {
      return found->second;
    }
  }
  return entries_.end();
}

void KeptSources::Erase(Entries::iterator entry) {
  const auto [begin, end] = by_hash_.equal_range(entry->hash);
  for (auto found = begin; found != end; ++found) {
    if (found->second != entry) continue;
    by_hash_.erase(found);
    break;
  }
  bytes_ -= entry->bytes;
  entries_.erase(entry);
}

}  // namespace sendoff::sources
