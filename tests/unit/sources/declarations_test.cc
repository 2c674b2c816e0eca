// SPDX-License-Identifier: MIT
#include "sources/declarations.h"

#include <gtest/gtest.h>

namespace sendoff::sources {
namespace {

TEST(Declarations, NamesTheFunctionOfAFileThatRunsNothing) {
  for (const char* text : {
           "function main() {}",
           "#!/usr/bin/env node\n// a comment\n/* b */ async function main(a, b = {}) { f(); }",
           "function* main() { yield `a${`}`}` }",
           "'use strict'; const x = require('lodash');\nconst { y } = require(\"axios\")\n"
           "function main() {}\nfunction other() {}",
           "import axios from 'axios'\nimport * as a from \"b\"; import { c, d as e } from 'f'\n"
           "function main() {}",
           "const main = async () => { return a / b / c }\nconst n = 1; let s = 'x'",
           "var main = function () { return /[/}]/.test('}') };;",
           "const main = event => { return `\\${ ${event} \\`` }",
       }) {
    EXPECT_EQ(FunctionThatNobodyCalls(text), "main") << text;
  }
}

TEST(Declarations, SaysNothingOfAFileThatMayRunSomething) {
  for (const char* text : {
           "",
           "const n = 1",
           "function main() {} main()",
           "function main() {}\nmain()",
           "(function main() {})()",
           "const main = () => {}\n(1)",
           "const main = function () {}()",
           "const main = (() => {})()",
           "const main = () => f()",
           "const x = f(); function main() {}",
           "import './effects.mjs'; function main() {}",
           "import x from './effects.mjs'; function main() {}",
           "const x = require('./effects.cjs'); function main() {}",
           "const x = require('lodash')(); function main() {}",
           "class A { static x = f() } function main() {}",
           "function main() {} module.exports = main",
           "function main() {} export default main",
           "exports.main = function () {}",
           "function main() {",
       }) {
    EXPECT_EQ(FunctionThatNobodyCalls(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace sendoff::sources
