// Where no newer V8 can be had, the build takes the machine's own, and says so in a line.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { folder } from "./support/sendoff.mjs";

const source = process.env.SENDOFF_SOURCE;
const deps = join(source, "build/deps");

test("with the newer releases out of reach, configure takes the machine's own V8", (t) => {
  if (!existsSync(join(deps, "runtime"))) return t.skip("this tree runs on the machine's own already");
  // The machine's own has to be here before apt is cut off.
  const own = spawnSync(join(source, "third_party/debian-package"), ["closure", "-", join(deps, "v8"), "libnode-dev"]);
  assert.equal(own.status, 0, own.stderr.toString());

  const home = folder(t);
  mkdirSync(join(home, "deps"));
  for (const name of readdirSync(deps)) {
    if (name !== "runtime") symlinkSync(join(deps, name), join(home, "deps", name));
  }
  writeFileSync(join(home, "apt.conf"), 'Dir::Etc::sourcelist "/dev/null";\nDir::Etc::sourceparts "/dev/null";\n');
  const configured = spawnSync("cmake", ["-S", source, "-B", join(home, "tree"), "-G", "Ninja", "-DSENDOFF_V8=newest",
    "-DSENDOFF_TESTS=OFF", `-DSENDOFF_DEPS_DIR=${join(home, "deps")}`],
    { encoding: "utf8", env: { ...process.env, APT_CONFIG: join(home, "apt.conf") } });
  assert.equal(configured.status, 0, configured.stdout + configured.stderr);
  const notice = readFileSync(join(home, "tree/v8-notice.txt"), "utf8");
  assert.match(notice, /^no V8 of .+ could be had, so it is this machine's own; `\.\/x update` tries again$/);
  assert.match(configured.stdout, /-- v8 \d+\.\d+.*\(\/usr\/|-- v8 \d+\.\d+.*\(.*\/deps\/v8\//);
});
