// sendoff doctor: what the machine gives, for people and for programs.
import assert from "node:assert/strict";
import { test } from "node:test";

import { start } from "./support/sendoff.mjs";

const doctor = (args = [], env) => start(["doctor", ...args], { env }).ended;

const keys = {
  "": ["ok", "sendoff", "v8", "threads", "processes", "machine", "network", "limits"],
  threads: ["ok", "error", "ready_ms"],
  processes: ["ok", "error", "ready_ms", "worker", "v8", "program_ms", "worker_ms", "layers"],
  machine: ["system", "kernel", "architecture", "landlock", "time_zone", "time_offset"],
  network: ["name_servers", "name_servers_error", "roots_file", "roots_folder"],
  limits: ["processors", "memory_bytes", "free_memory_bytes", "descriptors", "tasks", "group"],
};

test("--json has the keys that docs/doctor.md has", async () => {
  const { status, stdout, stderr } = await doctor(["--json"]);
  assert.equal(stderr, "");
  const document = JSON.parse(stdout);
  assert.equal(status, document.ok ? 0 : 1);
  for (const [name, expected] of Object.entries(keys)) {
    assert.deepEqual(Object.keys(name ? document[name] : document), expected, name);
  }
  for (const layer of document.processes.layers) {
    assert.deepEqual(Object.keys(layer), ["name", "holds", "reason", "advice"]);
    assert.equal(layer.holds, layer.reason === null, layer.name);
  }
  assert.equal(document.processes.layers.at(-1).name, "seccomp");
});

test("where steps can be run in both ways it says so, and ends with 0", async () => {
  const { status, stdout, stderr } = await doctor();
  assert.deepEqual([status, stderr], [0, ""]);
  for (const title of ["Steps can be run", "What a worker is locked in by", "Machine", "Network", "Limits"]) {
    assert.match(stdout, new RegExp(`^${title}$`, "m"));
  }
  assert.match(stdout, /^ {2}on threads +yes ready in /m);
  assert.match(stdout, /^ {2}in processes +yes ready in /m);
  assert.match(stdout, /^ {2}seccomp +holds$/m);
  for (const line of stdout.split("\n")) assert.ok(line.length <= 80 || line.trim().startsWith("/"), line);
});

test("what cannot be had is told, and the status is 1", async () => {
  const { status, stdout, stderr } = await doctor([], { SENDOFF_WORKER: "/nowhere/worker" });
  assert.deepEqual([status, stderr], [1, ""]);
  assert.match(stdout, /^ {2}in processes +no: .*\s+was not found/m);
  const { processes, threads, ok } = JSON.parse((await doctor(["--json"], { SENDOFF_WORKER: "/nowhere/worker" })).stdout);
  assert.deepEqual([ok, threads.ok, processes.ok, processes.worker, processes.layers], [false, true, false, null, []]);
  assert.match(processes.error, /\/nowhere\/worker \(SENDOFF_WORKER\): No such file/);
});

test("it is in colour where that is asked for", async () => {
  assert.match((await doctor(["--color", "always"])).stdout, /\x1b\[32myes\x1b\[0m/);
  assert.doesNotMatch((await doctor()).stdout, /\x1b/);
});
