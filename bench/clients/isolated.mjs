// A step with four sends behind a border of Node's: each in a process of its own (child_process.fork), or in a
// thread of its own (worker_threads), made for it or ahead; or in an isolate of isolated-vm. Prints how long a
// step takes, from when it is wanted until its sends are there.
//
//   node isolated.mjs fork|fork-ready|worker|worker-ready|ivm-isolate RUNS PAUSE_MS
import { fork } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { Worker, isMainThread, parentPort } from "node:worker_threads";

const script = `
  for (let number = 0; number < 4; ++number) {
    send({ method: "POST", url: "http://127.0.0.1:9/hook", data: { number, name: "Luke Skywalker" } });
  }`;
const self = fileURLToPath(import.meta.url);

// The other side: waits for a text, runs it, says what it sends and that it is over.
function serve(port, say) {
  port.once("message", (text) => {
    const sends = [];
    vm.runInContext(text, vm.createContext({ send: (request) => sends.push(request) }));
    say(sends);
  });
}

// Both: `post` a text to it, and it says an array of what was sent, and ends.
const makers = {
  fork() {
    const child = fork(self, ["child"]);
    return { port: child, post: (text) => child.send(text) };
  },
  worker() {
    const worker = new Worker(self);
    return { port: worker, post: (text) => worker.postMessage(text) };
  },
};

// Resolves with a promise of its end.
function answerOf({ port, post }) {
  return new Promise((resolve, reject) => {
    const ended = new Promise((end) => { port.on("exit", end); });
    port.on("message", (sends) => (sends.length === 4 ? resolve({ ended }) : reject(new Error("no sends"))));
    port.on("error", reject);
    post(script);
  });
}

function inIsolate() {
  const ivm = createRequire(join(process.env.PEERS, "any.js"))("isolated-vm");
  return () => {
    const isolate = new ivm.Isolate({ memoryLimit: 256 });
    const context = isolate.createContextSync();
    let sent = 0;
    context.global.setSync("give", new ivm.Callback(() => { ++sent; }));
    context.evalSync(`const send = (request) => give(request);${script}`);
    context.release();
    isolate.dispose();
    if (sent !== 4) throw new Error("no sends");
  };
}

function stepOf(kind) {
  if (kind === "ivm-isolate") return inIsolate();
  const make = makers[kind.split("-")[0]];
  if (!kind.endsWith("-ready")) return () => answerOf(make());
  let ready = make();
  return async () => {
    const answer = await answerOf(ready);
    ready = make();
    return answer;
  };
}

async function measure(kind, runs, pauseMs) {
  const step = stepOf(kind);
  const times = [];
  for (let i = 0; i < runs; ++i) {
    await pause(pauseMs);
    const start = performance.now();
    const answer = await step();
    times.push(performance.now() - start);
    await answer?.ended;
  }
  times.sort((a, b) => a - b);
  console.log(JSON.stringify({ latency_us: runs > 0 ? times[runs >> 1] * 1e3 : 0 }));
  process.exit(0);
}

if (!isMainThread) {
  serve(parentPort, (sends) => parentPort.postMessage(sends));
} else if (process.argv[2] === "child") {
  serve(process, (sends) => process.send(sends, () => process.exit(0)));
} else {
  await measure(process.argv[2], Number(process.argv[3]), Number(process.argv[4]));
}
