// Runs the built binary as a person would, and reads what it says.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { checked } from "./log.mjs";

const binary = process.env.SENDOFF_BINARY;
if (!binary) throw new Error("SENDOFF_BINARY must name the binary to test; run these by ./x test");

// Whether these tests are those of steps in processes, which are the same as of steps on threads.
export const inProcesses = process.env.SENDOFF_TEST_ISOLATION === "process";

// What a person would write to have that.
export function asked(args) {
  if (!inProcesses) return args;
  if (args[0] === "run") return ["run", "--isolation", "process", ...args.slice(1)];
  return existsSync(args[0] ?? "") ? ["--isolation", "process", ...args] : args;
}

// The processes that one has started, and those that these have: {pid, name, resident}, the last in bytes.
// Any of them may end meanwhile.
export function descendantsOf(pid) {
  try {
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean));
    return children.flatMap((child) => [processOf(child), ...descendantsOf(child)]);
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ESRCH") return [];
    throw error;
  }
}

export function processOf(pid) {
  const name = readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  return { pid, name, resident: Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096 };
}

// A process that runs: {child, ended, said, printed}. `ended` resolves to {status, signal, stdout, stderr};
// `said(pattern)` resolves when what it says on standard error matches, `printed(pattern)` when what it
// prints does.
export function watch(child) {
  const output = { stdout: "", stderr: "" };
  const waiting = [];
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => {
      output[name] += text;
      for (const { from, pattern, resolve } of waiting) if (pattern.test(output[from])) resolve();
    });
  }
  const ended = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => resolve({ status, signal, ...output }));
  });
  const matches = (from) => (pattern) =>
    new Promise((resolve, reject) => {
      if (pattern.test(output[from])) return resolve();
      waiting.push({ from, pattern, resolve });
      ended.then(() => reject(new Error(`it ended without ${pattern}: ${output[from]}`)));
    });
  return { child, ended, said: matches("stderr"), printed: matches("stdout") };
}

// Starts the binary and returns at once; see `watch`.
export function start(args, { env, detached } = {}) {
  return watch(spawn(binary, asked(args), { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env }, detached }));
}

// The same from a shell that has run `command` before.
export function startAfter(command, args) {
  return watch(spawn("sh", ["-c", `${command}; exec "$0" "$@"`, binary, ...asked(args)], { stdio: ["ignore", "pipe", "pipe"] }));
}

// The same with a signal ignored from the beginning, as nohup does with HUP.
export function startIgnoring(signal, args) {
  return startAfter(`trap "" ${signal}`, args);
}

// Runs the binary in a network namespace of its own that has `address` beside loopback, and nothing
// else. The status is 77 where the machine lets nobody make one.
export function inNetwork(address, args) {
  return inNamespace('ip link set lo up && ip addr add "$0" dev lo', address, args);
}

// The same with a network in which packets to `hole` are swallowed: a cable whose other end belongs
// to nobody.
export function besideBlackHole(address, hole, args) {
  const cable = 'ip link set lo up && ip link add hole type veth peer name far && ip link set far up && ip link set hole up';
  const lines = `${cable} && ip addr add "$0" dev hole && ip neigh add ${hole} lladdr 02:00:00:00:00:01 dev hole`;
  return inNamespace(lines, address, args);
}

// The same in a network that has loopback alone, and one port for those who do not choose theirs.
export function withOnePort(port, args) {
  return inNamespace(`ip link set lo up && echo "$0 $0" > /proc/sys/net/ipv4/ip_local_port_range`, port, args);
}

function inNamespace(commands, argument, args) {
  const inside = ["unshare", "-rn", "sh", "-c", `${commands} || exit 77; exec "$@"`, argument, binary, ...asked(args)];
  // unshare's own failure is 1, which is also a step's.
  const outside = 'command -v ip >/dev/null && unshare -rn true 2>/dev/null || exit 77; exec "$@"';
  return watch(spawn("sh", ["-c", outside, "sh", ...inside], { stdio: ["ignore", "pipe", "pipe"] })).ended;
}

// Resolves to {status, signal, stdout, stderr} when the process has ended.
export function sendoff(args, { input } = {}) {
  const { child, ended } = watch(spawn(binary, asked(args), { stdio: ["pipe", "pipe", "pipe"] }));
  child.stdin.on("error", () => {}); // a process that reads no input may close it first
  child.stdin.end(input ?? "");
  return ended;
}

// `sendoff run` with --json; resolves to {status, stderr, step, requests}.
export async function run(file, ...args) {
  const ended = await sendoff(["run", file, "--json", ...args]);
  if (ended.signal) throw new Error(`ended by ${ended.signal}: ${ended.stderr}`);
  if (ended.stdout === "") throw new Error(`printed nothing, status ${ended.status}: ${ended.stderr}`);
  const document = JSON.parse(ended.stdout);
  document.requests.forEach(checked);
  return { status: ended.status, stderr: ended.stderr, ...document };
}

// A folder for a test's files; gone after the test.
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), "sendoff-test-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

// Writes a step into a folder of its own and returns its path.
export function step(t, source, name = "step.mjs") {
  const path = join(folder(t), name);
  writeFileSync(path, source);
  return path;
}
