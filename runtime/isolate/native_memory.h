// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>

namespace sendoff::runtime {

// Memory that values of a run hold outside of V8's heap and that V8 does not know of: ICU's, behind
// the objects of Intl (js/core/guards.js says which and, by measure, how much), and native objects.
// The isolate's thread.
class NativeMemory {
 public:
  explicit NativeMemory(v8::Isolate* isolate) : isolate_(isolate) {}
  NativeMemory(const NativeMemory&) = delete;
  NativeMemory& operator=(const NativeMemory&) = delete;

  // A native object that goes with the value that stands for it.
  class Held {
   public:
    Held() = default;
    virtual ~Held() = default;
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
  };

  // Counts `bytes` until `owner` is collected, and lets V8 collect the sooner. `held`, if there is
  // one, is destroyed then, or with the isolate; its destructor must not touch V8.
  void Charge(v8::Local<v8::Object> owner, size_t bytes, std::unique_ptr<Held> held = nullptr);

  // To be called after each collection.
  void Report();

  uint64_t bytes() const { return bytes_; }

 private:
  struct Entry {
    NativeMemory* counter;
    size_t bytes;
    v8::Global<v8::Object> owner;
    std::unique_ptr<Held> held;
    std::list<Entry>::iterator self;
  };

  static void OnCollected(const v8::WeakCallbackInfo<Entry>& info);

  v8::Isolate* const isolate_;
  uint64_t bytes_ = 0;
  int64_t reported_ = 0;  // what V8 was told
  std::list<Entry> entries_;
};

}  // namespace sendoff::runtime
