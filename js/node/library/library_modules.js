// SPDX-License-Identifier: MIT
// The modules that are sendoff's own: those of Node's lib/ that stand on a process, a thread or a file system, in the
// size in which the rest of lib/ needs them, and the public ones that sendoff has in its own way.

const { lazily } = need('library');
const globalOf = (name) => globalThis[name];

function plain(values) { return () => values; }

// What console.log and errors' messages need of it at most times is nothing: it is Node's largest file.
function inspectFacade(load) {
  const whole = () => load('internal/util/inspect/whole');
  const facade = {};
  for (const name of ['identicalSequenceRange', 'inspect', 'format', 'formatWithOptions', 'getStringWidth',
                      'stripVTControlCharacters', 'isZeroWidthCodePoint']) {
    facade[name] = (...args) => whole()[name](...args);
  }
  const defaults = { get: () => whole().inspectDefaultOptions, enumerable: true };
  Object.defineProperty(facade, 'inspectDefaultOptions', defaults);
  Object.defineProperty(facade.inspect, 'defaultOptions', defaults);
  facade.inspect.custom = primordials.SymbolInspectCustom;
  return facade;
}

// Node's Timeout and Immediate as timers/promises makes them.
function internalTimers() {
  function Timeout(callback, delay, args = [], isRepeated = false, isRefed = true) {
    const make = globalOf(isRepeated ? 'setInterval' : 'setTimeout');
    const timer = make(callback, delay, ...args);
    return isRefed ? timer : timer.unref();
  }
  function Immediate(callback, args = []) { return globalOf('setImmediate')(callback, ...args); }
  return { Timeout, Immediate, insert() {}, kTimeout: Symbol('timeout') };
}

const kMostLines = 100_000;

// Of assert.ok: reads the line of the call for its message.
function sourceReader() {
  let text = '';
  let at = 0;
  return {
    openSync(file) {
      const lines = [];
      for (let i = 1; i < kMostLines; i++) {
        const line = natives.modules.sourceLine(file, i);
        if (line === undefined) break;
        lines.push(line);
      }
      if (lines.length === 0) throw new Error('no such file');
      text = lines.join('\n');
      at = 0;
      return 3;
    },
    readSync(descriptor, buffer, offset, length) {
      const count = buffer.write(text.slice(at, at + (length >> 2)), offset);
      at += length >> 2;
      return count;
    },
    closeSync() {},
  };
}

function eventTarget() {
  return {
    isEventTarget: (value) => value instanceof globalOf('EventTarget'),
    EventTarget: globalOf('EventTarget'),
    Event: globalOf('Event'),
    kEvents: Symbol('kEvents'),
    kResistStopPropagation: Symbol('kResistStopPropagation'),
    kWeakHandler: Symbol('kWeak'),
  };
}

function abortController(load) {
  return {
    AbortController: globalOf('AbortController'),
    AbortSignal: globalOf('AbortSignal'),
    aborted: async (signal, resource) => {
      const { validateAbortSignal, validateObject, kValidateObjectAllowObjectsAndNull } = load('internal/validators');
      validateAbortSignal(signal, 'signal');
      validateObject(resource, 'resource', kValidateObjectAllowObjectsAndNull);
      if (signal.aborted) return;
      await new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    },
    transferableAbortController: () => new (globalOf('AbortController'))(),
    transferableAbortSignal: (signal) => signal,
  };
}

function timers(load) {
  const names = ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval'];
  const result = {};
  for (const name of names) result[name] = globalOf(name);
  Object.defineProperty(result, 'promises', {
    get: () => load('timers/promises'), enumerable: true, configurable: true,
  });
  return need('library_stubs').withRest('timers', result);
}

// A module that is what there is of these globals.
function ofGlobals(module, names) {
  const makers = {};
  for (const name of names) {
    if (name in globalThis) makers[name] = () => globalOf(name);
  }
  return need('library_stubs').withRest(module, lazily(makers));
}

function performanceHooks() {
  return ofGlobals('perf_hooks', [
    'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure', 'PerformanceObserver', 'PerformanceObserverEntryList',
    'PerformanceResourceTiming', 'performance']);
}

function webStreams() {
  return ofGlobals('stream/web', [
    'ReadableStream', 'ReadableStreamDefaultReader', 'ReadableStreamBYOBReader', 'ReadableStreamBYOBRequest',
    'ReadableByteStreamController', 'ReadableStreamDefaultController', 'TransformStream',
    'TransformStreamDefaultController', 'WritableStream', 'WritableStreamDefaultController',
    'WritableStreamDefaultWriter', 'ByteLengthQueuingStrategy', 'CountQueuingStrategy', 'TextEncoderStream',
    'TextDecoderStream', 'CompressionStream', 'DecompressionStream']);
}

const own = {
  __proto__: null,
  'internal/abort_controller': abortController,
  'internal/async_hooks': plain({}),
  'internal/blob': () => lazily({
    Blob: () => globalOf('Blob'),
    isBlob: () => internals.isBlob,
    resolveObjectURL: () => () => undefined,
  }),
  'internal/bootstrap/realm': () => ({ BuiltinModule: { exists: (name) => need('library_public').isModule(name) } }),
  'internal/console/global': () => globalOf('console'),
  'internal/crypto/keys': plain({ isKeyObject: () => false, isCryptoKey: () => false }),
  'internal/encoding': () => lazily({
    TextDecoder: () => globalOf('TextDecoder'), TextEncoder: () => globalOf('TextEncoder'),
  }),
  'internal/event_target': eventTarget,
  'internal/file': () => lazily({ File: () => globalOf('File') }),
  'internal/fs/source': sourceReader,
  'internal/options': plain({ getOptionValue: () => undefined }),
  'internal/process/task_queues': () => ({
    queueMicrotask: globalOf('queueMicrotask'), nextTick: internals.process.nextTick,
  }),
  'internal/process/warning': () => ({ emitWarningSync: internals.process.emitWarning }),
  'internal/timers': internalTimers,
  'internal/url': (load) => need('library_url').make(load),
  'internal/util/colors': plain({
    blue: '', clear: '', gray: '', green: '', red: '', reset: '', white: '', yellow: '', hasColors: false,
    refresh() {}, shouldColorize: () => false,
  }),
  'internal/util/inspect': inspectFacade,
  'internal/v8/startup_snapshot': plain({
    addAfterUserSerializeDeserializeSnapshot() {}, isBuildingSnapshot: () => false,
    namespace: { isBuildingSnapshot: () => false },
  }),
  async_hooks: (load) => need('library_async').make(load),
  console: () => globalOf('console'),
  module: () => need('library_public').module(),
  perf_hooks: performanceHooks,
  process: () => internals.process,
  'stream/web': webStreams,
  sys: (load) => load('util'),
  timers,
  tty: () => need('library_stubs').withRest('tty', { isatty: () => false }),
};

return { __proto__: null, own };
