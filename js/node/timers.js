// SPDX-License-Identifier: MIT
// setTimeout and its relatives. The deadlines are native; which callback belongs to which id, and
// the objects that Node's functions return, are here.

const { append, Map, MapPrototypeDelete, MapPrototypeForEach, MapPrototypeGet, MapPrototypeGetSize,
        MapPrototypeSet, MathMax, MathMin, Number, ObjectDefineProperty, ReflectApply,
        SymbolPromisifyCustom, SymbolToPrimitive } = primordials;

const kMaxDelay = 2 ** 31 - 1;  // ms; above it Node uses 1 ms, too

const kMostPlaces = 4;  // timers at once of which is known where they were made, because that takes long

const active = new Map();      // id -> Timeout
const immediates = new Map();  // id -> Immediate, in the order of the calls
let nextId = 1;

function checkCallback(callback, name) {
  if (typeof callback === 'function') return;
  const error = new primordials.TypeError(
    `${name}: the callback must be a function, not ${internals.inspect(callback, 0)}`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  throw error;
}

function delayOf(value) {
  const delay = Number(value);
  if (!(delay >= 1 && delay <= kMaxDelay)) return 1;
  return primordials.MathTrunc(delay);
}

// What both kinds share. An object without the private parts is refused by them.
class Ticket {
  #id = nextId++;
  #hasRef = true;

  static idOf(ticket) { return ticket.#id; }

  ref() {
    this.#hasRef = true;
    natives.timers.setRef(this.#id, true);
    return this;
  }

  unref() {
    this.#hasRef = false;
    natives.timers.setRef(this.#id, false);
    return this;
  }

  hasRef() { return this.#hasRef; }
}
const idOf = Ticket.idOf;
delete Ticket.idOf;
const { hasRef, unref } = Ticket.prototype;

class Timeout extends Ticket {
  #id = idOf(this);
  #callback;
  #args;
  #delay;
  #repeats;
  #isStarted = false;
  #isCleared = false;
  #frame = internals.frameNow();
  #place = MapPrototypeGetSize(active) < kMostPlaces ? natives.timers.place() : '';

  constructor(callback, delay, args, repeats) {
    super();
    this.#callback = callback;
    this.#args = args;
    this.#delay = delay;
    this.#repeats = repeats;
    this.#start();
  }

  #start() {
    this.#isStarted = true;
    MapPrototypeSet(active, this.#id, this);
    natives.timers.start(this.#id, this.#delay, ReflectApply(hasRef, this, []));
  }

  // As in Node, one that has called its callback is started again, and one that was cleared is not.
  refresh() {
    if (this.#isCleared) return this;
    if (!this.#isStarted) natives.timers.reserve();
    this.#start();
    return this;
  }

  close() {
    this.#isStarted = false;
    this.#isCleared = true;
    MapPrototypeDelete(active, this.#id);
    natives.timers.stop(this.#id);
    return this;
  }

  [SymbolToPrimitive]() { return this.#id; }

  static run(timeout) {
    // It stays active while it runs, so that its callback can clear it.
    timeout.#isStarted = false;
    try {
      internals.callIn(timeout.#frame, timeout.#callback, timeout, timeout.#args);
    } finally {
      if (timeout.#repeats && !timeout.#isCleared) timeout.#start();
      else if (!timeout.#isStarted) MapPrototypeDelete(active, timeout.#id);
    }
  }

  static is(value) { return typeof value === 'object' && value !== null && #id in value; }

  static describe(timeout) {
    const name = timeout.#repeats ? 'setInterval' : 'setTimeout';
    return timeout.#place === '' ? name : `${name} at ${timeout.#place}`;
  }
}

class Immediate extends Ticket {
  #id = idOf(this);
  #callback;
  #args;
  #frame = internals.frameNow();

  constructor(callback, args) {
    super();
    this.#callback = callback;
    this.#args = args;
    MapPrototypeSet(immediates, this.#id, this);
    natives.timers.startImmediate(this.#id);
  }

  static run(immediate) {
    MapPrototypeDelete(immediates, immediate.#id);
    internals.callIn(immediate.#frame, immediate.#callback, immediate, immediate.#args);
  }

  static clear(immediate) {
    if (!MapPrototypeDelete(immediates, immediate.#id)) return;
    natives.timers.stop(immediate.#id);
  }

  static is(value) { return typeof value === 'object' && value !== null && #id in value; }
}

const runTimeout = Timeout.run;
const isTimeout = Timeout.is;
const describeTimeout = Timeout.describe;
const runImmediate = Immediate.run;
const clearAnImmediate = Immediate.clear;
const isImmediate = Immediate.is;
const closeTimeout = Timeout.prototype.close;
delete Timeout.run;
delete Timeout.is;
delete Timeout.describe;
delete Immediate.run;
delete Immediate.clear;
delete Immediate.is;

// Called by the native side when a deadline has passed or an immediate's turn has come.
internals.runTimer = function runTimer(id) {
  const timeout = MapPrototypeGet(active, id);
  if (timeout !== undefined) return runTimeout(timeout);
  const immediate = MapPrototypeGet(immediates, id);
  if (immediate !== undefined) runImmediate(immediate);
};

// The timers that would have kept the run waiting, the first few of them, for people.
internals.openTimers = function openTimers(most) {
  const open = [];
  MapPrototypeForEach(active, (timeout) => {
    if (open.length < most && ReflectApply(hasRef, timeout, [])) append(open, describeTimeout(timeout));
  });
  return open;
};

function clear(timer) {
  if (isTimeout(timer)) return ReflectApply(closeTimeout, timer, []);
  let id = timer;
  if (typeof timer === 'string') id = Number(timer);
  if (typeof id !== 'number') return;
  const timeout = MapPrototypeGet(active, id);
  if (timeout !== undefined) ReflectApply(closeTimeout, timeout, []);
}

const functions = {
  setTimeout(callback, delay, ...args) {
    checkCallback(callback, 'setTimeout');
    natives.timers.reserve();
    return new Timeout(callback, delayOf(delay), args, false);
  },
  setInterval(callback, delay, ...args) {
    checkCallback(callback, 'setInterval');
    natives.timers.reserve();
    return new Timeout(callback, delayOf(delay), args, true);
  },
  setImmediate(callback, ...args) {
    checkCallback(callback, 'setImmediate');
    natives.timers.reserve();
    return new Immediate(callback, args);
  },
  clearTimeout(timer) { clear(timer); },
  clearInterval(timer) { clear(timer); },
  clearImmediate(immediate) { if (isImmediate(immediate)) clearAnImmediate(immediate); },
  queueMicrotask(callback) {
    checkCallback(callback, 'queueMicrotask');
    const frame = internals.frameNow();
    natives.timers.queueMicrotask(() => {
      try {
        internals.callIn(frame, callback, undefined, []);
      } catch (error) {
        natives.timers.uncaught(error);
      }
    });
  },
};
for (const name of primordials.ObjectKeys(functions)) {
  ObjectDefineProperty(global, name, {
    __proto__: null, value: functions[name], writable: true, enumerable: true, configurable: true,
  });
}
// util.promisify(setTimeout) is that of node:timers/promises.
for (const name of ['setTimeout', 'setImmediate']) {
  ObjectDefineProperty(functions[name], SymbolPromisifyCustom, {
    __proto__: null, get: () => internals.need('library').load('timers/promises')[name], enumerable: true,
  });
}
// setImmediate.
internals.soon = (callback) => { functions.setImmediate(callback); };

// setTimeout, but it keeps nothing waiting.
internals.remind = function remind(callback, delay) {
  ReflectApply(unref, functions.setTimeout(callback, delay), []);
};

// V8 settles a wait that has a timeout by a task of its own, which is due then. Nothing but a timer makes
// the run's loop look for it, and say that there is something to wait for.
function stayAwake(promise, delay) {
  const timer = functions.setTimeout(() => {
    if (natives.values.promise(promise)[0] === 'pending') stayAwake(promise, 1);
  }, delay);
  clearLater(promise, timer);
}

async function clearLater(promise, timer) {
  await promise;
  clear(timer);
}

// Called by the native side when a step first asks for Atomics.
internals.watchWaits = function watchWaits(atomics) {
  const native = atomics.waitAsync;
  const { waitAsync } = {
    waitAsync(typedArray, index, value, timeout) {
      const limit = timeout === undefined ? Infinity : Number(timeout);
      const result = ReflectApply(native, this, [typedArray, index, value, limit]);
      if (result.async && limit < Infinity) {
        stayAwake(result.value, MathMin(MathMax(limit, 0) + 1, kMaxDelay));
      }
      return result;
    },
  };
  ObjectDefineProperty(atomics, 'waitAsync', {
    __proto__: null, value: waitAsync, writable: true, enumerable: false, configurable: true,
  });
};
