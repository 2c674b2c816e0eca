// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace sendoff::runtime {

// What V8 found before it was going to end the process.
struct FatalError {
  bool is_about_memory = false;  // it cannot have the memory, or make a value of that size
  std::string words;             // V8's own; empty where it has none
};

// Whoever can do without the isolate that V8 gives up.
class FatalErrorListener {
 public:
  virtual ~FatalErrorListener() = default;

  // V8 cannot go on, and ends the process when this returns. The listener's thread, deep in V8,
  // whose locks may be held: nothing of the isolate may be touched any more, now or later.
  virtual void OnFatalError(FatalError error) = 0;
};

// As long as it lives, `listener` hears when V8 gives up on this thread. One for a thread.
class FatalErrorScope {
 public:
  explicit FatalErrorScope(FatalErrorListener& listener);
  ~FatalErrorScope();
  FatalErrorScope(const FatalErrorScope&) = delete;
  FatalErrorScope& operator=(const FatalErrorScope&) = delete;
};

// What V8 calls, on any thread. Those without a listener end the process as V8 would.

// Of a platform, for a stack to be printed: V8 has printed what is wrong, and aborts after this.
void OnFatalErrorPrinted();

// Of an isolate, when there is no memory.
void OnOutOfMemory();

// Of an isolate, when a function of V8's API was called where it must not be.
void OnApiMisuse(const char* location, const char* message);

}  // namespace sendoff::runtime
