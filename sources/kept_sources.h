// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "sources/type_stripper.h"

namespace sendoff::sources {

// What was made of source texts, for later runs: V8's code, and the JavaScript of TypeScript. It is
// found by the whole of its source, so that nobody gets what was made of another's text; by the
// time that it takes, a run can tell whether another had the same one. It never leaves the process.
// Bounded; what was not asked for longest goes first. Safe from any thread.
class KeptSources {
 public:
  enum class Kind { kModule, kCommonJs, kBuiltIn, kStep, kTypeScript };

  struct Source {
    Kind kind;
    std::string_view name;  // as stacks have it: it is part of the code
    std::string_view text;
  };

  using Code = std::vector<uint8_t>;  // as V8 writes it
  using Made = std::variant<Code, StrippedSource, TypeScriptError>;

  // How often something was found, kept, and dropped because V8 would not have it.
  struct Counts {
    size_t found = 0;
    size_t kept = 0;
    size_t dropped = 0;
  };

  // 0 keeps nothing.
  explicit KeptSources(uint64_t max_bytes) : max_bytes_(max_bytes) {}
  KeptSources(const KeptSources&) = delete;
  KeptSources& operator=(const KeptSources&) = delete;

  // Null where there is nothing.
  std::shared_ptr<const Made> Find(const Source& source);

  // Whether a source was asked about before, and could be kept; many others may make it forget. To
  // make V8's code ready takes time, and the sources of a process that runs one step come once.
  bool ComesAgain(const Source& source);

  // Keeps it, unless it is there or would take a good part of all room.
  void Keep(const Source& source, std::shared_ptr<const Made> made);

  void Drop(const Source& source);

  Counts counts() const;

 private:
  struct Entry {
    Kind kind;
    std::string name;
    std::string text;
    size_t hash;
    uint64_t bytes;
    std::shared_ptr<const Made> made;
  };
  using Entries = std::list<Entry>;

  Entries::iterator Locate(const Source& source, size_t hash);
  void Erase(Entries::iterator entry);

  const uint64_t max_bytes_;
  mutable std::mutex mutex_;
  // All guarded by mutex_.
  Entries entries_;  // the one that was asked for last first
  std::unordered_multimap<size_t, Entries::iterator> by_hash_;
  uint64_t bytes_ = 0;
  std::array<size_t, 1024> seen_ = {};  // hashes of sources, each in its place
  Counts counts_;
};

}  // namespace sendoff::sources
