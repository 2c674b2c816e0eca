// What `cmake --install` puts somewhere runs wherever that is moved to, on whatever is there.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, readlinkSync, renameSync, rmSync, statSync,
  symlinkSync, writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";

import { folder } from "./support/sendoff.mjs";

const tree = process.env.SENDOFF_BUILD_TREE;
const source = process.env.SENDOFF_SOURCE;

let home;  // of all: home/root/opt/sendoff is the installation
let root;
let sendoff;

before((t) => {
  home = folder(t);
  chmodSync(home, 0o755);  // others start it, too
  execFileSync("cmake", ["--install", tree, "--prefix", join(home, "first/opt/sendoff")], { stdio: "pipe" });
  root = join(home, "root");
  renameSync(join(home, "first"), root);
  sendoff = join(root, "opt/sendoff/bin/sendoff");
  writeFileSync(join(root, "step.mjs"), "export default () => [1, 2, 3].toSorted?.().length ?? 3");
  writeFileSync(join(root, "step.ts"), "export default (): number => 3 as number");
});

// Runs it with nothing in its environment.
function run(command, args, options = {}) {
  return spawnSync(command, args, { encoding: "utf8", env: { PATH: process.env.PATH }, ...options });
}

function expectThree(result) {
  assert.equal(result.status, 0, result.stderr + result.stdout);
  assert.equal(JSON.parse(result.stdout).step.return_value, 3);
}

test("runs where it was moved to, and finds files in the directory that it was started in", () => {
  expectThree(run(sendoff, ["run", "step.mjs", "--json"], { cwd: root }));
  expectThree(run(sendoff, ["run", "step.ts", "--json"], { cwd: root }));
});

test("says which V8 it runs on", () => {
  assert.match(run(sendoff, ["--version"]).stdout, /^sendoff \d+\.\d+\.\d+\nV8 \d+\.\d+\.\d+\.\d+ \(.+\)\n$/);
});

test("is found by PATH, by a relative path and through symbolic links", () => {
  const links = join(home, "links");
  mkdirSync(links);
  symlinkSync(sendoff, join(links, "sendoff"));
  expectThree(run("sendoff", ["run", "step.mjs", "--json"], { cwd: root, env: { PATH: links } }));
  expectThree(run("./opt/sendoff/bin/sendoff", ["run", "step.mjs", "--json"], { cwd: root }));
  expectThree(run("../links/sendoff", ["run", "step.mjs", "--json"], { cwd: root }));
});

test("starts in a working directory that was removed", () => {
  const gone = join(home, "gone");
  mkdirSync(gone);
  expectThree(run("sh", ["-c", 'rmdir "$PWD"; exec "$@"', "sh", sendoff, "run", join(root, "step.mjs"), "--json"],
    { cwd: gone }));
});

test("starts in a working directory that may not be entered", (t) => {
  const closed = join(home, "closed");
  mkdirSync(closed);
  const isRoot = process.getuid() === 0;
  const as = isRoot ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
  if (isRoot && run("setpriv", ["--version"]).status !== 0) return t.skip("root enters everywhere, and there is no setpriv");
  expectThree(run("sh", ["-c", 'chmod 0 .; exec "$@"', "sh", ...as, sendoff, "run", join(root, "step.mjs"), "--json"],
    { cwd: closed }));
});

test("raises the soft limit of descriptors where all are taken, and says so where it cannot", () => {
  const started = (limit) => run("sh", ["-c", `${limit}; exec "$@"`, "sh", sendoff, "run", "step.mjs", "--json"], { cwd: root });
  expectThree(started("ulimit -S -n 3"));
  const refused = started("ulimit -n 3");
  assert.equal(refused.status, 126);
  assert.match(refused.stderr, /^sendoff: no file descriptor is free.*ulimit -n/);
});

test("says what is missing of an installation", () => {
  const part = join(home, "part");
  mkdirSync(join(part, "bin"), { recursive: true });
  copyFileSync(sendoff, join(part, "bin/sendoff"));
  const result = run(join(part, "bin/sendoff"), ["--version"]);
  assert.equal(result.status, 126);
  assert.match(result.stderr, /^sendoff: cannot enter .*\/part\/lib\/sendoff: No such file or directory/);
});

test("is known by its own name, maps nothing of the machine and holds no directory open", async () => {
  const child = spawn(sendoff, ["sink", "--port", "0"], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  try {
    await new Promise((resolve, reject) => {
      child.stderr.once("data", resolve);
      child.stdout.once("data", resolve);
      child.once("exit", reject);
    });
    const of = (name) => `/proc/${child.pid}/${name}`;
    assert.equal(readFileSync(of("comm"), "utf8"), "sendoff\n");
    assert.equal(readlinkSync(of("cwd")), root);
    const mapped = readFileSync(of("maps"), "utf8").split("\n").map((line) => line.split(/\s+/)[5]).filter((file) => file?.startsWith("/"));
    const foreign = mapped.filter((file) => !file.startsWith(join(root, "opt/sendoff/lib/sendoff/")));
    assert.deepEqual([...new Set(foreign)], []);
    const open = readdirSync(of("fd")).filter((fd) => statSync(of(`fd/${fd}`)).isDirectory());
    assert.deepEqual(open, []);
  } finally {
    child.kill();
  }
});

test("runs steps in processes of the program beside it", () => {
  for (const file of ["step.mjs", "step.ts"]) {
    expectThree(run(sendoff, ["run", file, "--isolation", "process", "--json"], { cwd: root }));
  }
  const gone = join(home, "gone-too");
  mkdirSync(gone);
  expectThree(run("sh", ["-c", 'rmdir "$PWD"; exec "$@"', "sh", sendoff, "run", join(root, "step.mjs"), "--isolation", "process",
    "--json"], { cwd: gone }));
});

test("names each place where the program for processes is missing", () => {
  const part = join(home, "without-worker");
  execFileSync("cp", ["-a", join(root, "opt/sendoff"), part]);
  rmSync(join(part, "lib/sendoff/sendoff-worker"));
  const result = run(join(part, "bin/sendoff"), ["run", "step.mjs", "--isolation", "process"], { cwd: root, env: { SENDOFF_WORKER: "/nowhere/worker" } });
  assert.equal(result.status, 2, result.stderr);
  assert.match(result.stderr, /\/nowhere\/worker \(SENDOFF_WORKER\): No such file or directory/);
});

test("carries its libraries under their sonames, no symbolic link, and their licences", () => {
  const libraries = readdirSync(join(root, "opt/sendoff/lib/sendoff"), { withFileTypes: true });
  for (const file of libraries) assert.ok(file.isFile(), file.name);
  const names = libraries.map(({ name }) => name);
  for (const name of ["sendoff", "sendoff-worker", "libc.so.6", "libstdc++.so.6"]) assert.ok(names.includes(name), name);
  assert.ok(names.some((name) => /^ld-linux/.test(name)));
  const licences = readdirSync(join(root, "opt/sendoff/share/doc/sendoff")).join(" ");
  for (const what of [/LICENSE/, /axios/, /esbuild/, /libc6/, /libssl3/, /libicu/, /libuv1/]) assert.match(licences, what);
});

// Runs it in a root directory of its own.
function inRoot(t, directory, ...command) {
  const result = run("unshare", ["--user", "--map-root-user", "--mount", "chroot", directory, ...command]);
  if (/^unshare: /.test(result.stderr)) return t.skip(`no namespaces here: ${result.stderr.trim()}`);
  return result;
}

test("runs in a root that has nothing else, not even /proc", (t) => {
  for (const file of ["/step.mjs", "/step.ts"]) {
    for (const isolation of ["thread", "process"]) {
      const result = inRoot(t, root, "/opt/sendoff/bin/sendoff", "run", file, "--isolation", isolation, "--json");
      if (!result) return;
      expectThree(result);
    }
  }
});

test("runs beside another C library", (t) => {
  for (const name of ["musl", "busybox-static"]) {
    const unpacked = join(source, "build/deps", name);
    const fetched = run(join(source, "third_party/debian-package"), ["binary", "-", unpacked, name]);
    if (fetched.status !== 0) return t.skip(`${name} could not be had: ${fetched.stderr.trim().split("\n").at(-1)}`);
    execFileSync("cp", ["-a", `${unpacked}/.`, root]);
  }
  assert.ok(!existsSync(join(root, "lib/x86_64-linux-gnu/libc.so.6")));
  mkdirSync(join(root, "usr/local/bin"), { recursive: true });
  symlinkSync("../../../opt/sendoff/bin/sendoff", join(root, "usr/local/bin/sendoff"));
  const busybox = ["bin/busybox", "usr/bin/busybox"].find((path) => existsSync(join(root, path)));
  const result = inRoot(t, root, `/${busybox}`, "sh", "-c", "cd /opt && PATH=/usr/local/bin && exec sendoff run ../step.mjs --json");
  if (result) expectThree(result);
});
