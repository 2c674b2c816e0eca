// What a step can read of the machine it runs on: the files below its root, and nothing else.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { folder, run, sendoff } from "./support/sendoff.mjs";

const SECRET = "s3cr3t-0f-the-h0st";

// Writes files by name below a folder of the test's own; answers its path.
function tree(t, files) {
  const home = folder(t);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  return home;
}

// Every way to ask for a file. Each answers the error's code and all that it says.
const ways = {
  import: (name) => `import x from ${JSON.stringify(name)};\nexport default () => x;`,
  "import()": (name) => `export default () => import(${JSON.stringify(name)});`,
  require: (name) => `module.exports = () => require(${JSON.stringify(name)});`,
  "import() of eval": (name) => `export default () => (0, eval)(${JSON.stringify(`import(${JSON.stringify(name)})`)});`,
  "import() under another name": (name) =>
    `export default () => eval(${JSON.stringify(`import(${JSON.stringify(name)})\n//# sourceURL=/etc/x.mjs`)});`,
};

async function refused(t, name, files, code, ...args) {
  for (const [way, source] of Object.entries(ways)) {
    const home = tree(t, files);
    const step = join(home, "in", way === "require" ? "step.cjs" : "step.mjs");
    writeFileSync(step, source(name(home)));
    const ended = await run(step, ...args);
    const said = JSON.stringify(ended);
    assert.equal(ended.status, 1, `${way}: ${said}`);
    assert.equal(ended.step.error.code, code, `${way}: ${said}`);
    assert.ok(!said.includes(SECRET), `${way}: ${said}`);
  }
}

const neighbours = {
  "in/package.json": "{}",
  "out/token": SECRET,
  "out/.env": `TOKEN=${SECRET}`,
  "out/bad.mjs": `let let = "${SECRET}"`,
  "out/bad.json": `{"token": ${SECRET}}`,
  "out/good.json": `{"token": "${SECRET}"}`,
  "out/good.mjs": `export default "${SECRET}"`,
  "out/bad.ts": `let x: = "${SECRET}"`,
};

for (const name of ["token", ".env", "bad.mjs", "bad.json", "good.json", "good.mjs", "bad.ts"]) {
  test(`a file beside the root is neither loaded nor shown: ${name}`, async (t) => {
    await refused(t, () => `../out/${name}`, neighbours, "ERR_OUTSIDE_ROOT");
    await refused(t, (home) => join(home, "out", name), neighbours, "ERR_OUTSIDE_ROOT");
    await refused(t, (home) => `file://${join(home, "out", name)}`, neighbours, "ERR_OUTSIDE_ROOT");
  });
}

test("files of the system are outside, whether they are there or not", async (t) => {
  for (const name of ["/etc/shadow", "/etc/passwd", "/etc/passwd.json", "/proc/self/environ", "/proc/self/fd/0", "/dev/zero", "/"]) {
    await refused(t, () => name, { "in/x": "" }, "ERR_OUTSIDE_ROOT");
  }
});

test("a symbolic link does not lead out of the root", async (t) => {
  const home = tree(t, neighbours);
  const links = {
    "file.json": "../out/good.json",
    "absolute.json": join(home, "out/good.json"),
    "nothing.json": "../out/nothing.json",
    "environ.json": "/proc/self/environ",
    "root.json": "/proc/self/root/etc/passwd",
  };
  for (const [name, to] of Object.entries(links)) symlinkSync(to, join(home, "in", name));
  symlinkSync("../out", join(home, "in/folder"));
  for (const name of [...Object.keys(links), "folder/good.json", "folder/nothing.json"]) {
    for (const [way, source] of Object.entries(ways)) {
      const step = join(home, "in", way === "require" ? "step.cjs" : "step.mjs");
      writeFileSync(step, source(`./${name}`));
      const { status, step: result } = await run(step);
      assert.equal(status, 1, `${way} ${name}`);
      assert.equal(result.error.code, "ERR_OUTSIDE_ROOT", `${way} ${name}: ${result.error.message}`);
      assert.match(result.error.message, /is outside the step's root/);
      assert.match(result.error.hint, /--root/);
    }
  }
});

test("a file in the root without a source's ending is neither loaded nor shown", async (t) => {
  const files = { "in/.env": SECRET, "in/token": SECRET, "in/key.pem": SECRET, "in/x.node": SECRET, "in/x.wasm": SECRET };
  for (const name of Object.keys(files)) {
    await refused(t, (home) => join(home, name), files, "ERR_MODULE_NOT_FOUND");
  }
  // To the system, such a name would end at the NUL.
  await refused(t, () => "./.env\0.json", files, "ERR_MODULE_NOT_FOUND");
  await refused(t, (home) => `file://${home}/in/.env%00.json`, files, "ERR_MODULE_NOT_FOUND");
});

test("what is no regular file, or has no end, is an error and no wait", async (t) => {
  const home = tree(t, { "in/huge.json": "" });
  execFileSync("mkfifo", [join(home, "in/pipe.json")]);
  truncateSync(join(home, "in/huge.json"), 2 ** 40);
  for (const [name, message] of [["pipe.json", /not a file/], ["huge.json", /larger than 64 MiB/]]) {
    for (const [way, source] of Object.entries(ways)) {
      const step = join(home, "in", way === "require" ? "step.cjs" : "step.mjs");
      writeFileSync(step, source(`./${name}`));
      const { status, step: result } = await run(step);
      assert.equal(status, 1, `${way} ${name}`);
      assert.match(result.error.message, message, `${way} ${name}`);
    }
  }
  writeFileSync(join(home, "in/step.mjs"), ways.import("/dev/zero"));
  const all = await run(join(home, "in/step.mjs"), "--root", "/");
  assert.match(all.step.error.message, /not a file/);
});

test("a comment cannot have a file of the host read as a source map", async (t) => {
  const map = JSON.stringify({ version: 3, sources: [SECRET], sourcesContent: [SECRET], names: [], mappings: "AAAA" });
  const home = tree(t, { "in/step.ts": "", "in/secret.map": map, "out/secret.map": map });
  for (const url of ["secret.map", "../out/secret.map", join(home, "out/secret.map"), `file://${join(home, "out/secret.map")}`]) {
    writeFileSync(join(home, "in/step.ts"), `const x: number = 1;\nthrow new Error("x" + x);\n//# sourceMappingURL=${url}\n`);
    const ended = await run(join(home, "in/step.ts"));
    assert.equal(ended.status, 1);
    assert.match(ended.step.error.stack, /step\.ts:2:7/);
    assert.ok(!JSON.stringify(ended).includes(SECRET));
  }
});

const reads = `import x from "../shared/x.mjs";\nexport default () => x;`;
const shared = { "shared/x.mjs": `export default "shared"` };

// Runs the step in a file of a tree; its result, or what was said.
async function result(t, files, file, ...args) {
  const ended = await run(join(tree(t, files), file), ...args);
  return ended.status === 0 ? ended.step.return_value : ended.step.error.code;
}

test("the root is found by package.json, workflow.yaml, or the folder alone", async (t) => {
  assert.equal(await result(t, { ...shared, "a/step.mjs": reads }, "a/step.mjs"), "ERR_OUTSIDE_ROOT");
  for (const marker of ["package.json", "workflow.yaml"]) {
    assert.equal(await result(t, { ...shared, "a/step.mjs": reads, [marker]: "" }, "a/step.mjs"), "shared");
    assert.equal(await result(t, { ...shared, "a/step.mjs": reads, [marker]: "", "a/package.json": "{}" }, "a/step.mjs"), "ERR_OUTSIDE_ROOT");
  }
});

test("the root is the repository's where that names the package as one of its own", async (t) => {
  const files = { ...shared, "pack/step.mjs": reads, "pack/package.json": "{}" };
  for (const [name, text, wanted] of [
    ["package.json", `{"workspaces": ["pack"]}`, "shared"],
    ["package.json", `{"workspaces": ["./pack/"]}`, "shared"],
    ["package.json", `{"workspaces": {"packages": ["p*"]}}`, "shared"],
    ["package.json", `{"workspaces": ["other", "**"]}`, "shared"],
    ["package.json", `{"workspaces": ["p*", "!pack"]}`, "ERR_OUTSIDE_ROOT"],
    ["package.json", `{"workspaces": ["pack/*"]}`, "ERR_OUTSIDE_ROOT"],
    ["package.json", `{"workspaces": 5}`, "ERR_OUTSIDE_ROOT"],
    ["package.json", `{"workspaces`, "ERR_OUTSIDE_ROOT"],
    ["pnpm-workspace.yaml", `packages:\n  # all\n  - 'p*'\n`, "shared"],
    ["pnpm-workspace.yaml", `x: 1\npackages: ["other", 'pack']`, "shared"],
    ["pnpm-workspace.yaml", `packages:\n- "other"\nmore:\n- pack\n`, "ERR_OUTSIDE_ROOT"],
  ]) {
    assert.equal(await result(t, { ...files, [name]: text }, "pack/step.mjs"), wanted, text);
  }
});

test("a package that another links to is read where both are in the root", async (t) => {
  for (const absolute of [false, true]) {
    const home = tree(t, {
      "package.json": `{"workspaces": ["packs/*"]}`,
      "packs/a/package.json": "{}",
      "packs/a/step.mjs": `import x from "./node_modules/b/x.mjs";\nexport default () => x;`,
      "packs/b/x.mjs": `export default "b"`,
    });
    mkdirSync(join(home, "packs/a/node_modules"));
    symlinkSync(absolute ? join(home, "packs/b") : "../../b", join(home, "packs/a/node_modules/b"));
    const { step: ended } = await run(join(home, "packs/a/step.mjs"));
    assert.equal(ended.return_value, "b", ended.error?.message);
  }
});

test("--root names another folder, and the step has to be in it", async (t) => {
  const files = { ...shared, "a/step.mjs": reads, "b/x.mjs": "" };
  const home = tree(t, files);
  const step = join(home, "a/step.mjs");
  assert.equal((await run(step, "--root", home)).step.return_value, "shared");
  assert.equal((await run(step, "--root", join(home, "a"))).step.error.code, "ERR_OUTSIDE_ROOT");
  symlinkSync(home, join(home, "name"));
  assert.equal((await run(step, "--root", join(home, "name"))).step.return_value, "shared");
  assert.equal((await run(join(home, "name/a/step.mjs"), "--root", home)).step.return_value, "shared");
  symlinkSync("../a/step.mjs", join(home, "b/link.mjs"));
  for (const [file, root, words] of [
    [step, join(home, "b"), /step\.mjs is not in the folder that the step may read.*--root/],
    [join(home, "b/link.mjs"), join(home, "b"), /link\.mjs .*symbolic link that leads out/],
    [step, step, /--root/],
    [step, join(home, "none"), /--root/],
    [step, "", /--root/],
  ]) {
    const { status, stderr, stdout } = await sendoff(["run", file, "--root", root]);
    assert.equal(status, 2, stderr);
    assert.match(stderr, words);
    assert.equal(stdout, "");
  }
  // A step that is called by a link in its root is read.
  assert.equal((await run(join(home, "b/link.mjs"), "--root", home)).step.return_value, "shared");
});
