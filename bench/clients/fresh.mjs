// What each candidate does anew for each step, with the step's four sends.
//
//   node fresh.mjs vm|ivm-context|ivm-isolate|worker RUNS
import { createRequire } from "node:module";
import { join } from "node:path";
import vm from "node:vm";
import { Worker } from "node:worker_threads";

const script = `
  for (let number = 0; number < 4; ++number) {
    send({ method: "POST", url: "http://127.0.0.1:9/hook", data: { number, name: "Luke Skywalker" } });
  }`;

let sent = 0;
const take = (request) => {
  if (JSON.stringify(request.data).length > 0) ++sent;
};

function inVm() {
  vm.runInContext(script, vm.createContext({ send: take }));
}

function isolates() {
  const ivm = createRequire(join(process.env.PEERS, "any.js"))("isolated-vm");
  const once = (isolate) => {
    const context = isolate.createContextSync();
    context.global.setSync("give", new ivm.Callback(take));
    context.evalSync(`const send = (request) => give(request);${script}`);
    context.release();
  };
  const newIsolate = () => new ivm.Isolate({ memoryLimit: 256 });
  const warm = newIsolate();
  return {
    "ivm-context": () => once(warm),
    "ivm-isolate": () => {
      const isolate = newIsolate();
      once(isolate);
      isolate.dispose();
    },
  };
}

function inWorker() {
  const source = `const { parentPort } = require("node:worker_threads");
    const send = (request) => parentPort.postMessage(request);${script}`;
  return new Promise((resolve, reject) => {
    const worker = new Worker(source, { eval: true });
    worker.on("message", take).on("error", reject).on("exit", resolve);
  });
}

const [, , kind, runs] = process.argv;
const step = kind === "vm" ? inVm : kind === "worker" ? inWorker : isolates()[kind];
for (let i = 0; i < 5; ++i) await step();
sent = 0;
const began = process.cpuUsage();
const start = performance.now();
for (let i = 0; i < Number(runs); ++i) await step();
const wall = performance.now() - start;
const { user, system } = process.cpuUsage(began);
if (sent !== 4 * Number(runs)) throw new Error(`${sent} sends in ${runs} runs`);
console.log(JSON.stringify({ wall_us: (wall * 1e3) / runs, user_us: user / runs, system_us: system / runs }));
