// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>
#include <v8.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "runtime/snapshot/binding_table.h"
#include "runtime/snapshot/lazy_script.h"
#include "runtime/snapshot/script_texts.h"

namespace sendoff::runtime {

// What stands before V8's own bytes, the texts and the lazy scripts in a snapshot file, so that a
// program refuses a snapshot that it cannot use, where V8 would crash.
struct SnapshotHeader {
  char magic[8];
  char v8_version[40];   // zero-padded
  uint64_t tables_hash;  // of the binding tables
  uint64_t flags_hash;   // of V8's flags
  uint64_t heap_size;    // of V8's bytes, which follow the header, a multiple of eight
  uint64_t texts_size;   // of the texts of the bootstrap scripts, which come next; likewise
  uint64_t size;         // of them all, and the lazy scripts at the end
  uint64_t checksum;     // of all that but the lazy scripts, which have their own in a table
};

// The header that this program writes and expects, for a payload that begins with V8's bytes and
// the texts, and has packed lazy scripts behind them.
SnapshotHeader MakeSnapshotHeader(std::span<const Binding> bindings,
                                  std::span<const uint8_t> payload, size_t heap_size,
                                  size_t texts_size);

// A startup snapshot: the heap as it was after the bootstrap scripts had run. Isolates that are
// made from it read it as long as they live, so it outlives them all. Immutable; safe from any
// thread. A second one (say, with more in it) is simply another Snapshot: each run names the one it
// wants.
class Snapshot {
 public:
  // Which of its context's data is `internals`, the functions of js/ that the native side calls.
  static constexpr size_t kInternalsIndex = 0;

  // `file` is what SnapshotBuilder made; its bytes must stay where they are. `bindings` must be the
  // tables that it was made with. Fails with kSnapshot, saying what differs.
  static Result<Snapshot> Load(std::span<const uint8_t> file, std::span<const Binding> bindings);

  // The same for the snapshot that is built into the program, by the library sendoff_snapshot.
  static Result<Snapshot> Load(std::span<const Binding> bindings);

  // Sets what an isolate needs to start from this snapshot.
  void Apply(v8::Isolate::CreateParams* params) const;

  // What is made at its first use, and so not in the heap.
  std::span<const LazyScript> lazy_scripts() const { return lazy_scripts_; }

 private:
  Snapshot(std::span<const uint8_t> heap, ScriptTexts texts, std::span<const Binding> bindings,
           std::vector<LazyScript> lazy_scripts);

  std::unique_ptr<v8::StartupData> data_;  // V8 keeps its address
  ScriptTexts texts_;                      // and those of these
  std::vector<intptr_t> references_;
  std::vector<LazyScript> lazy_scripts_;
};

}  // namespace sendoff::runtime
