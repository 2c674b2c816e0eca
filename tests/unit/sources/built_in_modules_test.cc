// SPDX-License-Identifier: MIT
#include "sources/built_in_modules.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sendoff::sources {
namespace {

// One other character in it, and V8 keeps two bytes for each of a hundred thousand, which it has to
// decode in each run that imports it.
TEST(BuiltInModules, AreAscii) {
  for (const BuiltInModuleSource& module : BuiltInModules()) {
    EXPECT_TRUE(std::all_of(module.source.begin(), module.source.end(), [](char c) {
      return static_cast<unsigned char>(c) < 0x80;
    })) << module.name;
    EXPECT_FALSE(module.source.empty()) << module.name;
  }
}

}  // namespace
}  // namespace sendoff::sources
