// Runs the built binary as a person would, and reads what it says.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const binary = process.env.SENDOFF_BINARY;
if (!binary) throw new Error("SENDOFF_BINARY must name the binary to test; run these by ./x test");

// Resolves to {status, signal, stdout, stderr} when the process has ended.
export function sendoff(args, { input } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args, { stdio: ["pipe", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) {
      child[name].setEncoding("utf8").on("data", (text) => (output[name] += text));
    }
    child.on("error", reject);
    child.on("close", (status, signal) => resolve({ status, signal, ...output }));
    child.stdin.on("error", () => {}); // a process that reads no input may close it first
    child.stdin.end(input ?? "");
  });
}

// `sendoff run` with --json; resolves to {status, stderr, step, requests}.
export async function run(file, ...args) {
  const ended = await sendoff(["run", file, "--json", ...args]);
  if (ended.signal) throw new Error(`ended by ${ended.signal}: ${ended.stderr}`);
  if (ended.stdout === "") throw new Error(`printed nothing, status ${ended.status}: ${ended.stderr}`);
  return { status: ended.status, stderr: ended.stderr, ...JSON.parse(ended.stdout) };
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
