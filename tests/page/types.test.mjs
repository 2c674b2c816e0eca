// The page's script is sound by its types. esbuild, which bundles it, takes them off without a look.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { folder } from "../e2e/support/sendoff.mjs";

const { PAGE_PACKAGES: packages, SENDOFF_NPM_MODULES: modules, SENDOFF_SOURCE: source } = process.env;

test("the types of the page's script hold", (t) => {
  const options = {
    target: "es2023", lib: ["es2024", "dom", "dom.iterable", "dom.asynciterable"], module: "esnext", moduleResolution: "bundler",
    strict: true, noUncheckedIndexedAccess: true, noUnusedLocals: true, noUnusedParameters: true, noImplicitReturns: true,
    jsx: "react-jsx", jsxImportSource: "preact", noEmit: true, types: [], skipLibCheck: true,
    paths: { preact: [join(modules, "preact")], "preact/*": [join(modules, "preact", "*")] },
  };
  const file = join(folder(t), "tsconfig.json");
  writeFileSync(file, JSON.stringify({ compilerOptions: options, include: [join(source, "report/page/script/*")] }));
  const { bin } = createRequire(join(packages, "package.json"))("typescript/package.json");
  execFileSync(process.execPath, [join(packages, "node_modules/typescript", bin.tsc), "-p", file], { stdio: "inherit" });
});
