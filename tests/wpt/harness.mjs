// A step that runs one file of the web platform tests. Its event has the scripts, in order, and the
// resources that they may fetch; it returns what testharness.js says of each test.
const kBase = "http://web-platform.test/";

function pretend(steps) {
  const { folder, resources } = steps.trigger.event;
  globalThis.self = globalThis;
  globalThis.GLOBAL = { isWindow: () => false, isWorker: () => false, isShadowRealm: () => false };
  globalThis.location = { href: `${kBase}${folder}/`, pathname: `/${folder}/`, search: "", hash: "" };
  const { fetch } = globalThis;
  globalThis.fetch = async (path, ...rest) => {
    if (typeof path !== "string" || path.startsWith("blob:")) return fetch(path, ...rest);
    const name = new URL(path, location.href).pathname.slice(1);
    if (resources[name] === undefined) throw new Error(`there is no ${name}`);
    return { ok: true, json: async () => JSON.parse(resources[name]), text: async () => resources[name] };
  };
}

export default function ({ steps }) {
  pretend(steps);
  // What the tests wait for may keep nothing waiting by itself: AbortSignal.timeout().
  const waiting = setInterval(() => {}, 1000);
  return new Promise((resolve) => {
    globalThis.report = (tests, status) => {
      clearInterval(waiting);
      resolve({
        harness: status.status === 0 ? null : status.message,
        tests: tests.map(({ name, status, message }) => ({ name, passed: status === 0, message })),
      });
    };
    const [first, ...others] = steps.trigger.event.scripts;
    // One script: what a strict one declares would otherwise be its own.
    const strict = /^["']use strict["']/m.test(others.at(-1)) ? '"use strict";' : "";
    (0, eval)([strict, first, "add_completion_callback(report);", ...others].join("\n"));
  });
}
