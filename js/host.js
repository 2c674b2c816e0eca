// SPDX-License-Identifier: MIT
// What steps ask of the machine and the program: performance, crypto, structuredClone, navigator and
// process. A step sees only what its run was given.

const { ArrayIsArray, BigInt, MathTrunc, ObjectDefineProperty, ReflectApply,
        TypedArrayPrototypeGetTag } = primordials;
const { classNameOf, expose, isObject, listOf, needArguments, needDictionary, needFunction, typeError } =
  internals.webIdl;

function defineGlobal(name, value, enumerable = true) {
  ObjectDefineProperty(global, name, {
    __proto__: null, value, writable: true, enumerable, configurable: true,
  });
}

// ---- performance

class Performance extends internals.EventTarget {
  #origin = undefined;

  constructor(key = undefined) {
    if (key !== internals) throw typeError('Performance cannot be made', 'ERR_ILLEGAL_CONSTRUCTOR');
    super();
  }

  get timeOrigin() { return this.#origin ??= natives.machine.timeOrigin(); }
  now() { return this.#origin, natives.machine.now(); }
  toJSON() { return { timeOrigin: this.timeOrigin }; }
}
expose(Performance, 'Performance');
defineGlobal('performance', new Performance(internals));

// ---- crypto

const kIntegerViews = {
  __proto__: null, Int8Array: true, Uint8Array: true, Uint8ClampedArray: true, Int16Array: true,
  Uint16Array: true, Int32Array: true, Uint32Array: true, BigInt64Array: true, BigUint64Array: true,
};
const kMostRandom = 65536;  // bytes, as the Web Cryptography standard has it

class Crypto {
  #made = true;

  constructor(key = undefined) {
    if (key !== internals) throw typeError('Crypto cannot be made', 'ERR_ILLEGAL_CONSTRUCTOR');
  }

  getRandomValues(view) {
    this.#made;
    needArguments(arguments.length, 1, 'crypto.getRandomValues');
    if (typeof view !== 'object' || view === null || !kIntegerViews[TypedArrayPrototypeGetTag(view)]) {
      throw internals.domException(
        'crypto.getRandomValues: expected a typed array of integers', 'TypeMismatchError');
    }
    if (natives.bytes.size(view) > kMostRandom) {
      throw internals.domException(
        `crypto.getRandomValues: at most ${kMostRandom} bytes at once`, 'QuotaExceededError');
    }
    natives.machine.fillRandom(view);
    return view;
  }

  randomUUID() { return this.#made && natives.machine.randomUuid(); }
}
expose(Crypto, 'Crypto');
defineGlobal('crypto', new Crypto(internals));

// ---- structuredClone

internals.dataCloneError = (message) => internals.domException(message, 'DataCloneError');

// V8 takes an object of the web's classes for a plain one: their members are nothing that it sees.
function refuseWebObject(value) {
  const name = isObject(value) ? classNameOf(value) : undefined;
  if (name === undefined || name === 'DOMException' || internals.isBlob(value)) return;
  throw internals.dataCloneError(
    `structuredClone: an object of the class ${name} cannot be cloned; clone what it holds`);
}

function structuredClone(value, options = undefined) {
  needArguments(arguments.length, 1, 'structuredClone');
  const { transfer } = needDictionary(options, 'structuredClone');
  const buffers = transfer === undefined ? [] : listOf(
    transfer, transfer?.[primordials.SymbolIterator], 'structuredClone: transfer', (one) => one);
  for (let i = 0; i < buffers.length; i++) {
    if (typeof buffers[i] !== 'object' || natives.values.kind(buffers[i]) !== 'arraybuffer') {
      throw internals.dataCloneError('structuredClone: only an ArrayBuffer can be transferred');
    }
    for (let j = 0; j < i; j++) {
      if (buffers[i] !== buffers[j]) continue;
      throw internals.dataCloneError('structuredClone: a buffer is to be transferred twice');
    }
  }
  refuseWebObject(value);
  if (!internals.isBlob(value)) return natives.machine.clone(value, buffers);
  natives.machine.clone(undefined, buffers);
  return internals.cloneBlob(value);
}
defineGlobal('structuredClone', structuredClone);

// ---- navigator and process

class Navigator {
  #made = true;

  constructor(key = undefined) {
    if (key !== internals) throw typeError('Navigator cannot be made', 'ERR_ILLEGAL_CONSTRUCTOR');
  }

  get userAgent() { return this.#made && `sendoff/${natives.machine.version()}`; }
  get language() { return this.#made && 'en-US'; }
  get languages() { return this.#made && ['en-US']; }
  get hardwareConcurrency() { return this.#made && 1; }
}
expose(Navigator, 'Navigator');
defineGlobal('navigator', new Navigator(internals));

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

const { queueMicrotask } = internals;

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
  cwd: () => '/',
  uptime: () => natives.machine.now() / 1000,
  hrtime,
  nextTick(callback, ...args) {
    needFunction(callback, 'process.nextTick');
    queueMicrotask(() => ReflectApply(callback, undefined, args));
  },
  emitWarning(warning) { natives.step.warn(`${warning?.message ?? warning}`); },
  on() { return this; },
  once() { return this; },
  off() { return this; },
};
defineGlobal('process', process, false);

// The environment that the run was given, and the file of its step.
internals.setUpProcess = function setUpProcess(env, file) {
  process.env = env;
  process.argv[1] = file;
};
