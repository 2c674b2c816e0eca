// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <array>
#include <cstddef>
#include <string>
#include <unordered_map>

#include "sources/typescript_files.h"

namespace sendoff::runtime {

// Where in the step's source a native function was called from. Each $send.http asks, so the answer
// is remembered: the machine addresses of the innermost frames, which V8 gives cheaply, tell one
// place in the source from another for as long as V8 moves no code, that is until the next full
// garbage collection. One isolate, on its thread.
class CallSites {
 public:
  // `typescript` outlives it.
  CallSites(v8::Isolate* isolate, const sources::TypeScriptFiles& typescript);
  ~CallSites();
  CallSites(const CallSites&) = delete;
  CallSites& operator=(const CallSites&) = delete;

  // "step.mjs:12:5", of the nearest frame that is not sendoff's own or V8's; empty when there is
  // none.
  std::string Here();

 private:
  static constexpr size_t kSampled = 2;  // frames, the innermost first
  using Frames = std::array<void*, kSampled>;
  struct Hash {
    size_t operator()(const Frames& frames) const;
  };

  static void OnGc(v8::Isolate* isolate, v8::GCType type, v8::GCCallbackFlags flags, void* data);

  // How many frames V8 gave.
  size_t Sample(Frames* frames);
  // Whether the JavaScript frame that lies under `depth` others is surely one of `frames`.
  bool Reaches(const Frames& frames, size_t sampled, int depth) const;
  // Walks the stack. `*depth` is how many JavaScript frames lay above the one that was found.
  std::string Walk(int* depth);
  // Empty when the frame is not the step's own.
  std::string PlaceOf(v8::Local<v8::StackFrame> frame);

  v8::Isolate* const isolate_;
  const sources::TypeScriptFiles& typescript_;
  const void* builtins_begin_ = nullptr;  // V8's own functions
  const void* builtins_end_ = nullptr;
  std::unordered_map<Frames, std::string, Hash> known_;
  std::unordered_map<int, std::string> script_names_;  // by V8's id; of the scripts of `known_`
};

}  // namespace sendoff::runtime
