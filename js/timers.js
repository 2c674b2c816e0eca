// SPDX-License-Identifier: MIT
// setTimeout and its relatives. The deadlines are native; which callback belongs to which id, and
// the objects that Node's functions return, are here.

const { Map, MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet,
        Number, ObjectDefineProperty, ReflectApply, SymbolToPrimitive } = primordials;

const kMaxDelay = 2 ** 31 - 1;  // ms; above it Node uses 1 ms, too

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
      ReflectApply(timeout.#callback, timeout, timeout.#args);
    } finally {
      if (timeout.#repeats && !timeout.#isCleared) timeout.#start();
      else if (!timeout.#isStarted) MapPrototypeDelete(active, timeout.#id);
    }
  }

  static is(value) { return typeof value === 'object' && value !== null && #id in value; }
}

class Immediate extends Ticket {
  #id = idOf(this);
  #callback;
  #args;

  constructor(callback, args) {
    super();
    this.#callback = callback;
    this.#args = args;
    MapPrototypeSet(immediates, this.#id, this);
    natives.timers.startImmediate(this.#id);
  }

  static run(immediate) {
    MapPrototypeDelete(immediates, immediate.#id);
    ReflectApply(immediate.#callback, immediate, immediate.#args);
  }

  static clear(immediate) {
    if (!MapPrototypeDelete(immediates, immediate.#id)) return;
    natives.timers.stop(immediate.#id);
  }

  static is(value) { return typeof value === 'object' && value !== null && #id in value; }
}

const runTimeout = Timeout.run;
const isTimeout = Timeout.is;
const runImmediate = Immediate.run;
const clearAnImmediate = Immediate.clear;
const isImmediate = Immediate.is;
const closeTimeout = Timeout.prototype.close;
delete Timeout.run;
delete Timeout.is;
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
    natives.timers.queueMicrotask(() => {
      try {
        callback();
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
internals.queueMicrotask = functions.queueMicrotask;

// setTimeout, but it keeps nothing waiting.
internals.remind = function remind(callback, delay) {
  ReflectApply(unref, functions.setTimeout(callback, delay), []);
};
