// SPDX-License-Identifier: MIT
// What Node's library has of its native side: internalBinding(name).

const { kind } = natives.values;
const { lazily } = need('library');

const is = (wanted) => (value) => kind(value) === wanted;
const isBoxed = (type) => (value) => kind(value) === 'boxed' && natives.values.boxedType(value) === type;

function isFunctionOf(part) {
  return (value) => typeof value === 'function' && kind(value) === 'function' &&
    natives.values.functionType(value).includes(part);
}

const kStates = { __proto__: null, pending: 0, fulfilled: 1, rejected: 2 };

const kOfDecoder = ['kIncompleteCharactersStart', 'kIncompleteCharactersEnd', 'kMissingBytes', 'kBufferedBytes',
                    'kEncodingField', 'kNumFields', 'kSize', 'decode', 'flush'];

const kTranscoded = ['ucs2', 'utf8', 'utf16le', 'latin1', 'ascii'];
const kIllegalArgument = 1;

// What has no character in the other encoding becomes a question mark.
function transcode(load, source, from, to) {
  if (!kTranscoded.includes(from) || !kTranscoded.includes(to)) return kIllegalArgument;
  const { Buffer } = load('buffer');
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  let text = from === 'ascii' ? bytes.toString('latin1').replace(/[^\0-\x7f]/g, '\ufffd') : bytes.toString(from);
  if (to === 'latin1') text = text.replace(/[^\0-\xff]/gu, '?');
  if (to === 'ascii') text = text.replace(/[^\0-\x7f]/gu, '?');
  return Buffer.from(text, to);
}

// The text of a .env file.
function parseEnv(text) {
  const result = {};
  const kLine = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\n#]*))[^\n]*$/gm;
  for (const [, name, double, single, back, bare] of text.replaceAll('\r\n', '\n').matchAll(kLine)) {
    result[name] = double?.replaceAll('\\n', '\n') ?? single ?? back ?? bare.trim();
  }
  return result;
}

const makers = {
  __proto__: null,

  async_wrap: () => ({ setupHooks() {}, registerDestroyHook() {} }),

  buffer() {
    const { atob, btoa } = need('base64');
    return {
      ...natives.lazy.natives('node_buffer'),
      kMaxLength: 2 ** 32,
      kStringMaxLength: 2 ** 29 - 24,
      createUnsafeArrayBuffer: (size) => new ArrayBuffer(size),
      atob,
      btoa,
    };
  },

  config: () => ({ hasIntl: true, hasInspector: false, hasOpenSSL: false, fipsMode: false, noBrowserGlobals: false }),

  constants: () => lazily({
    os: () => need('data.os'), fs: () => need('data.fs'), crypto: () => need('data.crypto'),
    zlib: () => need('data.zlib'), trace: () => need('data.trace'),
  }),

  encoding_binding: (load) => need('library_url').domains(load),

  errors: () => ({ triggerUncaughtException: (error) => natives.timers.uncaught(error), exitCodes: {} }),

  icu: (load) => ({
    icuErrName: (code) => (code === 1 ? 'U_ILLEGAL_ARGUMENT_ERROR' : `${code}`),
    transcode: (...args) => transcode(load, ...args),
    getStringWidth: natives.values.width,
  }),

  messaging: () => ({}),

  os: () => ({ getOSInformation: () => ['Linux', '', '', natives.machine.arch()] }),

  string_decoder: () => Object.assign(
    lazily(Object.fromEntries(kOfDecoder.map((name) => [name, () => need('library_decoder').binding[name]]))),
    { encodings: ['ascii', 'utf8', 'base64', 'utf16le', 'latin1', 'hex', 'buffer', 'base64url'] }),

  symbols: () => new Proxy({}, { get: (target, name) => target[name] ??= Symbol(name) }),

  trace_events: () => ({ trace() {}, isTraceCategoryEnabled: () => false, available: false }),

  types: () => ({
    isExternal: () => false,
    isDate: is('date'),
    isArgumentsObject: is('arguments'),
    isBigIntObject: isBoxed('BigInt'),
    isBooleanObject: isBoxed('Boolean'),
    isNumberObject: isBoxed('Number'),
    isStringObject: isBoxed('String'),
    isSymbolObject: isBoxed('Symbol'),
    isNativeError: is('error'),
    isRegExp: is('regexp'),
    isAsyncFunction: isFunctionOf('Async'),
    isGeneratorFunction: isFunctionOf('Generator'),
    isGeneratorObject: is('generator'),
    isPromise: is('promise'),
    isMap: is('map'),
    isSet: is('set'),
    isMapIterator: is('mapiterator'),
    isSetIterator: is('setiterator'),
    isWeakMap: is('weakmap'),
    isWeakSet: is('weakset'),
    isArrayBuffer: is('arraybuffer'),
    isDataView: is('dataview'),
    isSharedArrayBuffer: is('sharedarraybuffer'),
    isProxy: is('proxy'),
    isModuleNamespaceObject: is('module'),
    isAnyArrayBuffer(value) {
      const name = kind(value);
      return name === 'arraybuffer' || name === 'sharedarraybuffer';
    },
    isBoxedPrimitive: is('boxed'),
  }),

  url: () => ({ format: need('library_url').format }),

  util: () => ({
    constants: {
      kPending: 0, kFulfilled: 1, kRejected: 2, kExiting: 0, kExitCode: 1, kHasExitCode: 2, ALL_PROPERTIES: 0,
      ONLY_WRITABLE: 1, ONLY_ENUMERABLE: 2, ONLY_CONFIGURABLE: 4, SKIP_STRINGS: 8, SKIP_SYMBOLS: 16,
      kDisallowCloneAndTransfer: 0, kTransferable: 1, kCloneable: 2,
    },
    privateSymbols: {
      arrow_message_private_symbol: Symbol('node:arrowMessage'),
      decorated_private_symbol: Symbol('node:decorated'),
      untransferable_object_private_symbol: Symbol('node:untransferableObject'),
    },
    getConstructorName: natives.values.className,
    getOwnNonIndexProperties: (value, filter) => natives.values.namedKeys(value, filter === 0),
    getPromiseDetails(promise) {
      const [state, result] = natives.values.promise(promise);
      return state === 'pending' ? [0, undefined] : [kStates[state], result];
    },
    getProxyDetails(value, both = true) {
      if (kind(value) !== 'proxy') return undefined;
      const target = natives.values.proxyTarget(value);
      return both ? [target, natives.lazy.natives('library').proxyHandler(value)] : target;
    },
    getCallerLocation() {},
    guessHandleType: () => 'PIPE',
    isArrayBufferDetached(buffer) {
      try {
        return new Uint8Array(buffer) === undefined;
      } catch {
        return true;
      }
    },
    isConstructor(value) {
      try {
        Reflect.construct(Object, [], value);
        return true;
      } catch {
        return false;
      }
    },
    isInsideNodeModules: () => true,
    parseEnv,
    previewEntries(value, withKind) {
      const [entries, areKeyed] = natives.values.entries(value);
      return withKind ? [entries, areKeyed] : entries;
    },
    sleep() {},
    toUSVString: natives.bytes.wellFormed,
    WeakReference: class WeakReference {
      #target;
      constructor(target) { this.#target = new WeakRef(target); }
      get() { return this.#target.deref(); }
      incRef() {}
      decRef() {}
    },
  }),

  uv() {
    const errors = new Map(need('data.uv'));
    const binding = {
      getErrorMap: () => errors,
      errname: (code) => errors.get(code)?.[0] ?? `Unknown system error ${code}`,
    };
    for (const [code, [name]] of errors) binding[`UV_${name}`] = code;
    return binding;
  },
};

function makeBinding(name, load) {
  const make = makers[name];
  if (make === undefined) throw new Error(`no binding ${name}`);
  return make(load);
}

return { __proto__: null, makeBinding };
