// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/snapshot/lazy_script.h"

namespace sendoff::runtime {

// The native half of js/core/lazy.js: the lazy scripts of one isolate, each compiled when it is
// first asked for, from its code cache. For whoever is in the isolate; destroyed before it.
class LazyScripts {
 public:
  // The scripts, and what they view, outlive the isolate.
  LazyScripts(v8::Isolate* isolate, std::span<const LazyScript> scripts)
      : isolate_(isolate), scripts_(scripts), compiled_(scripts.size()) {}
  LazyScripts(const LazyScripts&) = delete;
  LazyScripts& operator=(const LazyScripts&) = delete;

  // The function of the script of that name, in this context. Empty with an exception pending when
  // the stack is full, or when a limit has ended the run.
  v8::MaybeLocal<v8::Value> Function(v8::Local<v8::Context> context, std::string_view name);

  // Whether there is one of that name.
  bool Has(std::string_view name) const;

  // How many were compiled, and how many of them without that V8 had to parse.
  size_t compiled() const { return count_; }
  size_t cached() const { return cached_; }

 private:
  v8::MaybeLocal<v8::UnboundScript> Compile(size_t index);

  v8::Isolate* const isolate_;
  const std::span<const LazyScript> scripts_;
  std::vector<v8::Global<v8::UnboundScript>> compiled_;  // empty as long as nobody asked
  size_t count_ = 0;
  size_t cached_ = 0;
};

}  // namespace sendoff::runtime
