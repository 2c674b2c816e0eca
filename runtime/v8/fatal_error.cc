// SPDX-License-Identifier: MIT
#include "runtime/v8/fatal_error.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/check.h"

namespace sendoff::runtime {
namespace {

thread_local FatalErrorListener* listener_of_thread = nullptr;

void Tell(FatalError error) {
  if (listener_of_thread != nullptr) listener_of_thread->OnFatalError(std::move(error));
}

// V8 passes its words to nobody, but leaves them on the stack between two marks, so that they can
// be found in the memory of a process that died (v8::base's FailureMessage).
constexpr uintptr_t kStartMark = 0xdecade10;
constexpr uintptr_t kEndMark = 0xdecade11;
constexpr size_t kTextBytes = 512;
// Between the frame that is called and them; the stack of a thread that runs JavaScript is deeper.
constexpr size_t kSearchedWords = 512;

// The words are another function's, which a sanitizer would call an overflow.
__attribute__((no_sanitize("address"))) uintptr_t WordAt(const uintptr_t* address) {
  return *static_cast<const volatile uintptr_t*>(address);
}

std::string FindWords(const uintptr_t* stack) {
  constexpr size_t kTextWords = kTextBytes / sizeof(uintptr_t);
  for (size_t i = 0; i < kSearchedWords; ++i) {
    if (WordAt(stack + i) != kStartMark || WordAt(stack + i + 1 + kTextWords) != kEndMark) continue;
    std::array<uintptr_t, kTextWords> words{};
    for (size_t j = 0; j < kTextWords; ++j) words[j] = WordAt(stack + i + 1 + j);
    std::array<char, kTextBytes + 1> text{};
    std::memcpy(text.data(), words.data(), kTextBytes);
    return text.data();
  }
  return {};
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

FatalErrorScope::FatalErrorScope(FatalErrorListener& listener) {
  SENDOFF_CHECK(listener_of_thread == nullptr);
  listener_of_thread = &listener;
}

FatalErrorScope::~FatalErrorScope() { listener_of_thread = nullptr; }

void OnFatalErrorPrinted() {
  if (listener_of_thread == nullptr) return;
  std::string words = FindWords(static_cast<const uintptr_t*>(__builtin_frame_address(0)));
  // Without words it is what V8 prints where the system has no memory.
  const bool is_about_memory = words.empty() || Contains(words, "invalid size") ||
                               Contains(words, "out of memory") || Contains(words, "OOM");
  Tell({is_about_memory, std::move(words)});
}

void OnOutOfMemory() { Tell({true, {}}); }

void OnApiMisuse(const char* location, const char* message) {
  const std::string words = std::string(location) + ": " + message;
  std::fprintf(stderr, "V8: %s\n", words.c_str());
  Tell({false, words});
  std::abort();
}

}  // namespace sendoff::runtime
