// What --env gives a step: files as Node's own reader has them, names of the shell, values.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import util from "node:util";

import { folder, run, sendoff, step } from "./support/sendoff.mjs";

const all = "export default () => ({ ...process.env });";

// What each says is true of Node 20's reader, and Node is asked here.
const files = {
  "names and values": "A=1\nB=two words\nC=\nD=a=b\n",
  "blanks": "  A =  b  \nB= c\n",
  "comments": "# first\nA=1\n#\nB=2\n# B=3\n",
  "comments behind values": "A=1 # one\nB=x#y\nC= # nothing\nD='a # b' # c\n",
  "quotes": "A=\"a 'b' `c`\"\nB='a \"b\"'\nC=`a \"b\" 'c'`\nD=''\nE=\"  padded  \"\n",
  "line ends in quotes": "A=\"one\ntwo\n# three\"\nB='one\ntwo'\nC=`one\n\ntwo`\nD=4\n",
  "escapes": "A=\"a\\nb\\n\"\nB='a\\nb'\nC=a\\nb\nD=\"a\\tb\"\nE=\"a\\\\nb\"\n",
  "a quote that is not closed": "A=\"open\nB=2\nC='x\nD=`y\n",
  "what stands behind a quote": "A=\"v\" junk\nB='w'junk\nC=3\n",
  "a quote within": "A=a\"b\"c\nB=it's\nC=3\n",
  "export": "export A=1\nexport B = 2\nexportC=3\n",
  "carriage returns": "A=1\r\nB=\"x\r\ny\"\r\n\r\n# c\r\nC=3\r\n",
  "no line end at the end": "A=1\nB=last",
  "no line end behind a quote": "A=1\nB=\"last\"",
  "no line end behind a comment": "A=1\nB=last # c",
  "a name twice": "A=1\nA=2\n",
  "empty lines": "\n\nA=1\n\n\nB=2\n\n",
  "other letters": "GRÜSSE=grün\nA=日本 # c\nB=\"日\n本\"\n",
  "names as some have them": "a.b=1\nA-B=2\n1A=3\n",
  "words after a value": "A=1 2 3   # 4\nB= 'x' \n",
};

for (const [name, text] of Object.entries(files)) {
  test(`a file is read as by Node: ${name}`, { skip: util.parseEnv === undefined }, async (t) => {
    const home = folder(t);
    writeFileSync(join(home, ".env"), text);
    writeFileSync(join(home, "step.mjs"), all);
    const { status, stderr, step: result } = await run(join(home, "step.mjs"), "--env", join(home, ".env"));
    assert.deepEqual([status, stderr], [0, ""]);
    assert.deepEqual(result.return_value, { ...util.parseEnv(text) });
  });
}

test("what Node reads otherwise than it is meant is read as it is meant, or said", async (t) => {
  const home = folder(t);
  writeFileSync(join(home, "step.mjs"), all);
  for (const [text, variables, warning] of [
    ["\ufeffA=1\n", { A: "1" }],
    ["A=1\n  # indented\n  B=2\n", { A: "1", B: "2" }],
    ["A=1\n#B=2", { A: "1" }],
    ["A\t=\t1\t# tabs\n", { A: "1" }],
    ["A=\"open", { A: "\"open" }],
    ["nonsense\nA=1\n", { A: "1" }, /\.env:1 is left out: expected NAME=VALUE/],
    ["A=1\n=2\nB=3\n", { A: "1", B: "3" }, /\.env:2 is left out/],
    ["", {}, /\.env holds no variable/],
  ]) {
    writeFileSync(join(home, ".env"), text);
    const { status, stderr, step: result } = await run(join(home, "step.mjs"), "--env", join(home, ".env"));
    assert.equal(status, 0);
    assert.deepEqual(result.return_value, variables, JSON.stringify(text));
    if (warning === undefined) assert.equal(stderr, "");
    else assert.match(stderr, warning);
  }
});

test("--env takes files, names of the shell and values, the last one winning, and nothing else comes through", (t) => {
  const home = folder(t);
  writeFileSync(join(home, "one.env"), "A=file\nB=file\n");
  writeFileSync(join(home, "two.env"), "B=second\n");
  writeFileSync(join(home, "step.mjs"), all);
  const given = (...args) => {
    const env = { PATH: process.env.PATH, SHELL_KEY: "from the shell", OTHER: "unseen" };
    const stdout = execFileSync(process.env.SENDOFF_BINARY, ["run", "step.mjs", "--json", ...args.flatMap((a) => ["--env", a])],
      { cwd: home, env, encoding: "utf8" });
    return JSON.parse(stdout).step.return_value;
  };
  assert.deepEqual(given(), {});
  assert.deepEqual(given("one.env", "two.env", "SHELL_KEY", "C=a,b=c"),
    { A: "file", B: "second", SHELL_KEY: "from the shell", C: "a,b=c" });
  assert.deepEqual(given("SHELL_KEY", "SHELL_KEY="), { SHELL_KEY: "" });
  assert.deepEqual(given("A=mine", "one.env"), { A: "file", B: "file" });
});

test("an error after a name was read that is not set has the hint, and following it mends the step", async (t) => {
  const file = step(t, `export default () => {
    const { API_KEY } = process.env;
    return API_KEY.trim();
  };`);
  const failed = await run(file);
  assert.equal(failed.status, 1);
  assert.match(failed.step.error.hint, /process\.env\.API_KEY.*--env \(NAME for one of the shell/);
  const mended = await run(file, "--env", "API_KEY= k ");
  assert.equal(mended.step.return_value, "k");
});

test("a name that is set, or that nobody read, is no hint; process.env is otherwise an object like others", async (t) => {
  for (const body of ["process.env.A; throw new Error('x')", "process.env.NODE_ENV; throw new Error('x')", "throw new Error('x')",
    "process.env.B = '1'; process.env.B; throw new Error('x')", "process.env.toString(); throw new Error('x')"]) {
    const { step: result } = await run(step(t, `export default () => { ${body} };`), "--env", "A=1");
    assert.equal(result.error.hint, undefined, body);
  }
  const { step: result } = await run(step(t, `export default () => {
    const { env } = process;
    console.log(env);
    env.NEW = "2";
    delete env.GONE;
    return [Object.keys(env), "A" in env, "B" in env, env.B === undefined, { ...env }, JSON.stringify(env), \`\${env}\`,
      structuredClone(env).A, env.hasOwnProperty("A"), [...(function* () { for (const name in env) yield name; })()]];
  };`), "--env", "A=1", "--env", "GONE=1");
  assert.deepEqual(result.return_value, [["A", "NEW"], true, false, true, { A: "1", NEW: "2" }, '{"A":"1","NEW":"2"}',
    "[object Object]", "1", true, ["A", "NEW"]]);
  assert.equal(result.console[0].text, "{ A: '1', GONE: '1' }");
});

test("accounts may stand in a file, and are not the step's", async (t) => {
  const home = folder(t);
  writeFileSync(join(home, "account.json"), '\ufeff{"token": "t"}\r\n');
  writeFileSync(join(home, "step.mjs"), `export default { props: { slack: { type: "app", app: "slack" } },
    run() { return [this.slack.$auth.token, Object.keys(process.env)]; } };`);
  const { step: result } = await run(join(home, "step.mjs"), "--env", `SENDOFF_AUTH_SLACK=@${join(home, "account.json")}`);
  assert.deepEqual(result.return_value, ["t", []]);
  const { status, stderr } = await sendoff(["run", join(home, "step.mjs"), "--env", "SENDOFF_AUTH_SLACK=-"]);
  assert.equal(status, 2);
  assert.match(stderr, /SENDOFF_AUTH_SLACK must be a JSON object, or @FILE/);
});
