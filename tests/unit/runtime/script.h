// SPDX-License-Identifier: MIT
#pragma once

#include <cctype>
#include <ostream>

namespace sendoff::runtime {

// A step as a test's parameter. The test is called after the letters in it, which is all that ctest
// can take.
struct Script {
  Script(const char* code) : text(code) {}
  const char* text;
};

inline void PrintTo(const Script& script, std::ostream* out) {
  bool gap = false;
  for (const char* c = script.text; *c != '\0'; ++c) {
    const bool plain = std::isalnum(static_cast<unsigned char>(*c)) != 0;
    if (plain && gap) *out << '_';
    if (plain) *out << *c;
    gap = !plain;
  }
}

}  // namespace sendoff::runtime
