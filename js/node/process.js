// SPDX-License-Identifier: MIT
// `process`: what steps that were written for Node ask of it. A step sees only what its run was given.

const { append, ArrayIsArray, ArrayPrototypeIncludes, ArrayPrototypeJoin, BigInt, MathTrunc, ObjectCreate,
        ObjectDefineProperty, ObjectPrototype, ObjectSetPrototypeOf, Proxy, ReflectGet,
        StringPrototypeIncludes } = primordials;

function needFunction(callback, what) { internals.need('web_idl').needFunction(callback, what); }

function hrtime(since = undefined) {
  const now = natives.machine.now();
  let seconds = MathTrunc(now / 1000);
  let nanoseconds = MathTrunc((now % 1000) * 1e6);
  if (ArrayIsArray(since)) {
    seconds -= since[0];
    nanoseconds -= since[1];
    if (nanoseconds < 0) {
      seconds--;
      nanoseconds += 1e9;
    }
  }
  return [seconds, nanoseconds];
}
hrtime.bigint = () => BigInt(MathTrunc(natives.machine.now() * 1e6));

let firstTick;  // of what process.nextTick was given and has not been called yet, each with its `next`
let lastTick;

function addTick(tick) {
  if (lastTick === undefined) {
    firstTick = tick;
    natives.timers.scheduleTicks();
  } else {
    lastTick.next = tick;
  }
  lastTick = tick;
}

// Called by the native side where Node calls them: after a callback, and when the microtasks are done.
internals.runTicks = function runTicks() {
  while (firstTick !== undefined) {
    const { callback, args, frame, next } = firstTick;
    firstTick = next;
    if (next === undefined) lastTick = undefined;
    try {
      internals.callIn(frame, callback, undefined, args);
    } catch (error) {
      natives.timers.uncaught(error);
      return;
    }
  }
};

// Whole, but for what internals.setUpProcess knows.
const process = {
  title: 'sendoff',
  version: `v${natives.machine.version()}`,
  versions: { sendoff: natives.machine.version(), v8: natives.machine.v8Version() },
  release: { name: 'sendoff' },
  platform: 'linux',
  arch: natives.machine.arch(),
  pid: 1,
  argv: ['sendoff', undefined],
  execArgv: [],
  env: undefined,
  get stdout() { return internals.need('process_output').stdout; },
  get stderr() { return internals.need('process_output').stderr; },
  cwd: () => '/',
  uptime: () => natives.machine.now() / 1000,
  hrtime,
  nextTick(callback, ...args) {
    needFunction(callback, 'process.nextTick');
    addTick({ __proto__: null, callback, args, frame: internals.frameNow(), next: undefined });
  },
  emitWarning(warning) { natives.step.warn(`${warning?.message ?? warning}`); },
  on() { return this; },
  once() { return this; },
  off() { return this; },
};
internals.process = process;
ObjectDefineProperty(global, 'process', {
  __proto__: null, value: process, writable: true, enumerable: false, configurable: true,
});

// The variables that the step asked for and that it was not given, the first ones, in words: a hint
// when it fails. Not those that libraries look for on their way, and promises.
const kNotTold = ' then toJSON NODE_ENV NODE_DEBUG DEBUG NO_COLOR FORCE_COLOR CI TERM ';
const kMostUnset = 3;
const unset = [];

// Behind the variables that there are, so that reading those costs nothing; as in Node there is an
// object of process.env's own before Object.prototype.
const variablesPrototype = internals.seeThrough(new Proxy(ObjectCreate(ObjectPrototype), {
  __proto__: null,
  get(target, name, receiver) {
    if (unset.length < kMostUnset && typeof name === 'string' && !(name in target)) {
      const variable = `process.env.${name}`;
      if (!StringPrototypeIncludes(kNotTold, ` ${name} `) && !ArrayPrototypeIncludes(unset, variable)) {
        append(unset, variable);
      }
    }
    return ReflectGet(target, name, receiver);
  },
}));
internals.unsetVariables = () => (unset.length === 0 ? undefined : ArrayPrototypeJoin(unset, ', '));

// The environment that the run was given, and the file of its step.
internals.setUpProcess = function setUpProcess(env, file) {
  process.env = ObjectSetPrototypeOf(env, variablesPrototype);
  process.argv[1] = file;
};
