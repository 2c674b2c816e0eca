// What the command says about itself, and about words that it cannot read.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { linesIn, linesOf, readLines } from "./support/log.mjs";
import { folder, run, sendoff, step } from "./support/sendoff.mjs";

const returns = (value) => `export default ({ steps }) => ${value};`;

// Runs what cannot be read, and resolves to what is said of it.
async function complaint(...args) {
  const { status, signal, stdout, stderr } = await sendoff(args);
  assert.deepEqual([status, signal, stdout], [2, null, ""], `${args.join(" ")}: ${stderr}`);
  const [said, advice, end] = stderr.split("\n");
  assert.match(said, /^sendoff: /);
  if (advice !== "") assert.match(advice, /^Run `sendoff.* --help` for what there is\.$/);
  assert.equal(end ?? "", "", stderr);
  return said.slice("sendoff: ".length);
}

test("a lone file is run, with or without flags, also before it", async (t) => {
  const file = step(t, returns("steps.trigger.event"));
  for (const args of [[file, "--event", "7"], ["--event", "7", file], ["--event=7", file], ["run", file, "--event", "7"]]) {
    const { status, stdout } = await sendoff([...args, "--json"]);
    assert.equal(status, 0, args.join(" "));
    assert.equal(JSON.parse(stdout).step.return_value, 7);
  }
});

test("what is no command and no flag names the nearest", async (t) => {
  const file = step(t, returns("1"));
  for (const [args, said] of [
    [["rnu", file], /^no command and no file rnu; did you mean run\?$/],
    [["snik"], /did you mean sink\?/],
    [["deploy"], /^no command and no file deploy; there are run, view, sink, doctor, help$/],
    [["help", "rum"], /^no command rum; did you mean run\?/],
    [["--evnt", "1", file], /^no flag --evnt; did you mean --event\?/],
    [["run", file, "--evnt", "1"], /^run has no flag --evnt; did you mean --event\?/],
    [["run", "--jsn", file], /--json\?/],
    [["run", file, "--memroy=1GB"], /^run has no flag --memroy; did you mean --memory\?/],
    [["run", file, "--colour"], /^run has no flag --colour; did you mean --color\?$/],
    [["run", file, "--frobnicate"], /^run has no flag --frobnicate$/],
    [["sink", "--prot", "1"], /^sink has no flag --prot; did you mean --port\?/],
    [["run", file, file], /^run: one word too many: /],
    [["run"], /^run needs a FILE: sendoff run step\.mjs$/],
    [["run", "--json"], /^run needs a FILE/],
    [[], /^which command\? run, view, sink, doctor, help$/],
    [["./gone.mjs"], /^cannot read \.\/gone\.mjs: No such file or directory/],
    [["gone.mjs"], /^cannot read gone\.mjs: No such file or directory/],
    [["run", file, "--event"], /^--event needs a value: --event JSON\|@FILE\|-$/],
    [["run", file, "--timeout", "1s", "--timeout", "2s"], /^--timeout was given more than once/],
  ]) {
    assert.match(await complaint(...args), said, args.join(" "));
  }
});

test("a value that cannot be read is told with the flag, what was expected and an example", async (t) => {
  const file = step(t, returns("1"));
  const missing = join(folder(t), "nofile");
  for (const [args, ...parts] of [
    [["sink", "--port", "99999"], "--port: ", "from 0 to 65535", "such as --port 8080", "not 99999"],
    [["sink", "--status", "99"], "--status: ", "from 200 to 599", "such as --status 503"],
    [["sink", "--delay", "2 years"], "--delay: ", "such as --delay 500ms", "at most 24h"],
    [["run", file, "--ca", missing], "--ca: cannot read ", "No such file", "such as --ca roots.pem"],
    [["run", file, "--root", missing], "--root: ", "such as --root ..", missing],
    [["run", file, "--memory", "256"], "--memory: ", "from 1MB to 1TB", "such as --memory 256MB", "counts bytes", "was 256MB meant?"],
    [["run", file, "--memory", "much"], "--memory: ", "such as --memory 256MB, not much"],
    [["run", file, "--timeout", "30"], "--timeout: ", "such as --timeout 500ms, 30s or 2m", "was 30s meant?"],
    [["run", file, "--request-timeout", "soon"], "--request-timeout: ", "at most 24h, not soon"],
    [["run", file, "--concurrency", "0"], "--concurrency: ", "from 1 to 100000", "such as --concurrency 64"],
    [["run", file, "--deliver", "alwys"], "--deliver: ", "settled, fulfilled or always", "did you mean always?"],
    [["run", file, "--redirects", "some"], "--redirects: ", "safe, none or all", "such as --redirects safe"],
    [["run", file, "--egress", "off"], "--egress: ", "enforce or report"],
    [["run", file, "--source-address", "here"], "--source-address: here", "such as 192.0.2.1"],
    [["run", file, "--log", join(missing, "log")], "--log: ", "such as --log run.jsonl"],
    [["run", file, "--env", missing], "--env: cannot read ", "such as --env .env"],
    [["run", file, "--env", "NOT_IN_THE_SHELL"], "--env: ", "export it", "--env NOT_IN_THE_SHELL=VALUE"],
    [["run", file, "--event", file], "--event is not JSON", `--event @${file} reads it`],
  ]) {
    const said = await complaint(...args);
    for (const part of parts) assert.ok(said.includes(part), `${args.join(" ")}: ${said} lacks ${part}`);
  }
});

test("sizes and times are read alike wherever they stand", async (t) => {
  const file = step(t, returns("1"));
  for (const args of [["--memory", "64MB"], ["--memory", "67108864"], ["--memory", "64mb"], ["--timeout", "1h"],
    ["--timeout", "1.5m"], ["--request-timeout", "2000ms"], ["--cpu-time", "10s"]]) {
    assert.equal((await run(file, ...args)).status, 0, args.join(" "));
  }
});

test("- is standard input or output wherever a file is taken", async (t) => {
  const file = step(t, `export default ({ steps }) => {
    $send.http({ method: "POST", url: "https://example.com/" });
    return [steps, process.env.A ?? null];
  };`);
  const given = async (input, ...args) => {
    const { status, stdout, stderr } = await sendoff(args, { input });
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout).step.return_value;
  };
  assert.equal(await given("export default () => 5", "run", "-", "--json"), 5);
  assert.equal(await given("export default () => 5", "-", "--json"), 5);
  assert.deepEqual((await given("[1]", "run", file, "--json", "--sink", "--event", "-"))[0].trigger.event, [1]);
  assert.deepEqual((await given("[1]", "run", file, "--json", "--sink", "--event", "@-"))[0].trigger.event, [1]);
  assert.deepEqual((await given('{"a":{}}', "run", file, "--json", "--sink", "--steps", "-"))[0].a, {});
  assert.equal((await given("A=b", "run", file, "--json", "--sink", "--env", "-"))[1], "b");
  const { stdout, stderr } = await sendoff(["run", file, "--sink", "--log", "-"]);
  const [asked, ended] = readLines(linesIn(stdout));
  assert.deepEqual([asked.request.url, ended.type], ["https://example.com/", "run"]);
  assert.match(stderr, /step\.mjs {2}ok in /);
  assert.match(await complaint("run", file, "--ca", "-"), /\/dev\/stdin holds no certificate/);
  for (const args of [["--event", "-", "--replay", "-"], ["--event", "-", "--env", "-"], ["--steps", "@-", "--ca", "-"], ["--env", "-", "--env", "-"]]) {
    assert.match(await complaint("run", file, ...args), /standard input is read by --\w+ already/);
  }
  assert.match(await complaint("run", "-", "--event", "-"), /^--event: standard input is read by FILE already/);
  assert.match(await complaint("run", file, "--log", "-", "--json"), /^--log: - is standard output/);
});

const flags = ["--event", "--steps", "--props", "--context", "--env", "--root", "--isolation", "--timeout", "--cpu-time", "--memory",
  "--max-requests", "--no-eval", "--deliver", "--request-timeout", "--concurrency", "--concurrency-per-origin", "--ordered",
  "--redirects", "--sink", "--dry-run", "--replay", "--allow-private", "--allow-net", "--deny-net", "--egress", "--ca", "--source-address", "--log",
  "--har", "--page", "--redact", "--secret", "--show-secrets", "--json", "-v", "-q", "--fail-on-send-error", "-h"];

async function helpOf(...args) {
  const { status, stdout, stderr } = await sendoff(args);
  assert.deepEqual([status, stderr], [0, ""], args.join(" "));
  for (const line of stdout.split("\n")) assert.ok(line.length <= 80, `${line.length} columns: ${line}`);
  return stdout;
}

test("help fits a terminal of 80 columns, is grouped, and has units, statuses, environment and examples", async () => {
  const help = await helpOf("run", "--help");
  assert.equal(help, await helpOf("help", "run"));
  const groups = [...help.matchAll(/^([A-Z]\w+(?: \w+)?):/gm)].map(([, name]) => name);
  assert.deepEqual(groups, ["Usage", "Input", "Limits", "Delivery", "Network", "Output", "Exit status", "Environment", "Examples"]);
  for (const flag of flags) assert.match(help, new RegExp(`^  ${flag}\\b`, "m"), flag);
  for (const part of ["TIME has a unit", "SIZE counts bytes", "SENDOFF_AUTH_<NAME>", "(30s)", "(256MB)", "(64)", "3  --fail-on-send-error"]) {
    assert.ok(help.includes(part), part);
  }
  const top = await helpOf("--help");
  assert.equal(top, await helpOf("help"));
  for (const command of ["run", "view", "sink", "doctor", "help"]) assert.match(top, new RegExp(`^  ${command} `, "m"));
  assert.match(await helpOf("help", "sink"), /--delay TIME/);
  assert.match(await helpOf("help", "doctor"), /--json/);
  assert.match(await helpOf("help", "view"), /-o, --output FILE\|-/);
});

test("the examples of the help work", async (t) => {
  const home = folder(t);
  const write = (name, text) => writeFileSync(join(home, name), text);
  write("step.mjs", `export default ({ steps }) => $send.http({ method: "POST", url: "https://example.com/", data: steps.trigger.event });`);
  write("event.json", `{"name": "Leia"}`);
  write(".env", "A=b\n");
  write("slack.json", `{"oauth_access_token": "not a real one"}`);
  write("props.json", `{"text": "hello"}`);
  write("action.mjs", `export default { props: { slack: { type: "app", app: "slack_v2" }, text: { type: "string" } },
    run() { if (this.slack.$auth.oauth_access_token !== "not a real one") throw new Error(); return this.text; } };`);
  const examples = (await helpOf("help", "run")).split("Examples:\n")[1].trim().split("\n");
  assert.equal(examples.length, 3);
  for (const example of examples) {
    // Nothing real is sent, whatever an example says.
    const script = example.replace("sendoff ", '"$SENDOFF_BINARY" ') + (example.includes("--sink") ? "" : " --sink");
    const env = { ...process.env, API_KEY: "k" };
    assert.doesNotThrow(() => execFileSync("sh", ["-c", script], { cwd: home, env, stdio: ["ignore", "pipe", "pipe"] }), example);
  }
});

test("the log is for nobody else, and what it names is the file as it was given", (t) => {
  const home = folder(t);
  writeFileSync(join(home, "step.mjs"), `$send.http({ method: "POST", url: "https://example.com/" });`);
  for (const name of ["step.mjs", "./step.mjs", join(home, "step.mjs")]) {
    const document = JSON.parse(execFileSync(process.env.SENDOFF_BINARY, ["run", name, "--sink", "--json", "--log", "log"],
      { cwd: home, encoding: "utf8" }));
    assert.equal(document.step.file, name);
    assert.equal(document.requests[0].step, name);
    assert.deepEqual(readLines(linesOf(join(home, "log")).slice(-2)).map(({ step }) => step), [name, name]);
  }
  assert.equal(execFileSync("stat", ["-c", "%a", join(home, "log")], { encoding: "utf8" }).trim(), "600");
});
