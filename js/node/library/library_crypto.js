// SPDX-License-Identifier: MIT
// Node's crypto binding, internalBinding('crypto'): hashes, HMAC, random bytes, keys from passwords; what has keys is in
// js/node/library/library_keys.js, ciphers are in js/node/library/library_cipher.js. Its classes keep what is native in
// private fields; Node's own lib/ checks what a step gives.

const digests = natives.lazy.natives('crypto_digest');
const derivations = natives.lazy.natives('crypto_derivation');

const kAsync = 0;
const kSync = 1;
const kSecretType = 0;

let library;  // its `load`
let secretBytes;  // of a key: a KeyObjectHandle or bytes
let KeyObjectHandle;

// An error as Node's native side throws it: the code does not show in the stack.
function nativeError(Type, code, message) {
  return Object.defineProperty(new Type(message), 'code', {
    __proto__: null, value: code, writable: true, enumerable: true, configurable: true,
  });
}

function invalidDigest(name) {
  return nativeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', name === undefined ? 'Invalid digest' : `Invalid digest: ${name}`);
}

// What Node's lib/ has checked to be text or bytes, as bytes.
function bytesOf(data, encoding) {
  if (typeof data !== 'string') return data;
  const { Buffer } = library('buffer');
  return Buffer.from(data, Buffer.isEncoding(encoding) ? encoding : 'utf8');
}

function buffer(size) { return new (library('internal/buffer').FastBuffer)(size); }

function encoded(bytes, encoding) {
  const { Buffer } = library('buffer');
  return encoding !== undefined && Buffer.isEncoding(encoding) ? bytes.toString(encoding) : bytes;
}

// A result that is asked for once or, through a stream, once more.
function finished(state) {
  const bytes = buffer(digests.length(state));
  digests.finish(state, bytes);
  return bytes;
}

class Hash {
  #state;
  #result;

  constructor(algorithm, length) {
    this.#state = typeof algorithm === 'object' ? digests.copy(algorithm.#state, length) : digests.hash(algorithm, length);
  }

  update(data, encoding) { return digests.update(this.#state, bytesOf(data, encoding)); }

  digest(encoding) {
    this.#result ??= finished(this.#state);
    return encoded(this.#result, encoding);
  }
}

class Hmac {
  #state;

  init(algorithm, key) {
    this.#state = digests.hmac(algorithm, secretBytes(key));
    if (this.#state === undefined) throw invalidDigest(algorithm);
  }

  update(data, encoding) { return digests.update(this.#state, bytesOf(data, encoding)); }

  digest(encoding) { return encoded(finished(this.#state), encoding); }
}

function oneShotDigest(algorithm, id, cache, input, encoding) {
  let state;
  try {
    state = digests.hash(algorithm);
  } catch {
    throw new Error(`Digest method ${algorithm} is not supported`);
  }
  digests.update(state, bytesOf(input));
  return encoded(finished(state), encoding);
}

// Work that lib/ asks for at once or later. Later is on the step's own thread, too: it counts against its CPU time, and
// ends with it.
class Job {
  #isAsync;
  #work;

  constructor(mode, work) {
    this.#isAsync = mode === kAsync;
    this.#work = work;
  }

  #outcome() {
    try {
      return [undefined, this.#work()];
    } catch (error) {
      return [error, undefined];
    }
  }

  run() {
    if (!this.#isAsync) return this.#outcome();
    internals.soon(() => {
      const [error, result] = this.#outcome();
      this.ondone(error, result);
    });
    return undefined;
  }
}

// A class of such jobs. `prepare` gets the arguments, may throw at once, and returns the work.
function jobs(name, prepare) {
  return {
    [name]: class extends Job {
      constructor(mode, ...args) { super(mode, prepare(...args)); }
    },
  }[name];
}

// A copy: the step may write into its own before the work begins.
function copyOf(bytes) {
  const { Buffer } = library('buffer');
  const copy = buffer(bytes.byteLength);
  (ArrayBuffer.isView(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : Buffer.from(bytes)).copy(copy);
  return copy;
}

function part(bytes, offset, size) {
  return ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset + offset, size)
    : new Uint8Array(bytes, offset, size);
}

const RandomBytesJob = jobs('RandomBytesJob', (bytes, offset, size) => () => { digests.random(part(bytes, offset, size)); });

const HashJob = jobs('HashJob', (algorithm, data, bits) => {
  const input = copyOf(data);
  return () => {
    const state = digests.hash(algorithm, bits === undefined ? undefined : bits >> 3);
    digests.update(state, input);
    return finished(state).buffer;
  };
});

const PBKDF2Job = jobs('PBKDF2Job', (password, salt, rounds, length, digest) => {
  if (derivations.digestSize(digest) === undefined) throw invalidDigest(digest);
  const [secret, grain] = [copyOf(password), copyOf(salt)];
  return () => {
    const key = new ArrayBuffer(length);
    if (length > 0) derivations.pbkdf2(digest, secret, grain, rounds, key);
    return key;
  };
});

const ScryptJob = jobs('ScryptJob', (password, salt, n, r, p, maxMemory, length) => {
  const refusal = derivations.scryptRefusal(n, r, p, maxMemory);
  if (refusal !== undefined) {
    throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', `Invalid scrypt params${refusal && `: ${refusal}`}`);
  }
  const [secret, grain] = [copyOf(password), copyOf(salt)];
  return () => {
    const key = new ArrayBuffer(length);
    if (length === 0) return key;
    const memory = new ArrayBuffer(derivations.scryptMemory(n, r, p));  // where the run's limit counts it
    derivations.scrypt(secret, grain, n, r, p, memory, key);
    return key;
  };
});

const kMostDigests = 255;  // of HKDF's output

const HKDFJob = jobs('HKDFJob', (digest, key, salt, info, length) => {
  const size = derivations.digestSize(digest);
  if (size === undefined) throw invalidDigest(digest);
  if (length > kMostDigests * size) throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
  const [secret, grain, about] = [secretBytes(key[library('internal/crypto/util').kHandle]), copyOf(salt), copyOf(info)];
  return () => {
    const derived = new ArrayBuffer(length);
    if (length > 0) derivations.hkdf(digest, secret, grain, about, derived);
    return derived;
  };
});

const SecretKeyGenJob = jobs('SecretKeyGenJob', (bits) => () => {
  const secret = buffer(bits >> 3);
  digests.random(secret);
  const handle = new KeyObjectHandle();
  handle.init(kSecretType, secret);
  return handle;
});

function timingSafeEqual(a, b) {
  const { isAnyArrayBuffer, isArrayBufferView } = library('internal/util/types');
  const isBytes = (value) => isAnyArrayBuffer(value) || isArrayBufferView(value);
  for (const [name, value] of [['buf1', a], ['buf2', b]]) {
    if (isBytes(value)) continue;
    throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE',
      `The "${name}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
  }
  if (a.byteLength !== b.byteLength) {
    throw nativeError(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', 'Input buffers must have the same byte length');
  }
  return digests.equal(a, b);
}

function refusal(what) {
  return internals.fault('ERR_NOT_PROVIDED', `crypto: ${what} is not there yet in this version of sendoff; see docs/node.md`);
}

// What lib/ finds when it is loaded, and a step when it uses it.
const kMissing = {
  __proto__: null,
  certExportChallenge: 'Certificate', certExportPublicKey: 'Certificate', certVerifySpkac: 'Certificate',
  CheckPrimeJob: 'checkPrime', DHBitsJob: 'diffieHellman', DHKeyExportJob: 'subtle',
  DhKeyPairGenJob: 'generateKeyPair', DiffieHellman: 'createDiffieHellman', DiffieHellmanGroup: 'getDiffieHellman',
  DsaKeyPairGenJob: 'generateKeyPair', ECDH: 'createECDH', ECDHBitsJob: 'subtle', ECDHConvertKey: 'ECDH.convertKey',
  EcKeyPairGenJob: 'generateKeyPair', NidKeyPairGenJob: 'generateKeyPair', parseX509: 'X509Certificate',
  RandomPrimeJob: 'generatePrime', RsaKeyPairGenJob: 'generateKeyPair', setEngine: 'setEngine',
  setFipsCrypto: 'setFips', statelessDH: 'diffieHellman', X509Certificate: 'X509Certificate',
};

function missing() {
  const result = {};
  for (const name of Object.keys(kMissing)) {
    // Some of them are called, some made, some extended.
    result[name] = { [name]: function () { throw refusal(kMissing[name]); } }[name];
  }
  return result;
}

const kConstants = {
  kCryptoJobAsync: kAsync,
  kCryptoJobSync: kSync,
  kKeyTypeSecret: kSecretType,
  kKeyTypePublic: 1,
  kKeyTypePrivate: 2,
  kKeyFormatDER: 0,
  kKeyFormatPEM: 1,
  kKeyFormatJWK: 2,
  kKeyEncodingPKCS1: 0,
  kKeyEncodingPKCS8: 1,
  kKeyEncodingSPKI: 2,
  kKeyEncodingSEC1: 3,
  kSigEncDER: 0,
  kSigEncP1363: 1,
  kSignJobModeSign: 0,
  kSignJobModeVerify: 1,
  kKeyVariantRSA_SSA_PKCS1_v1_5: 0,
  kKeyVariantRSA_PSS: 1,
  kKeyVariantRSA_OAEP: 2,
  kWebCryptoKeyFormatRaw: 0,
  kWebCryptoKeyFormatPKCS8: 1,
  kWebCryptoKeyFormatSPKI: 2,
  kWebCryptoKeyFormatJWK: 3,
  kWebCryptoCipherEncrypt: 0,
  kWebCryptoCipherDecrypt: 1,
};

function createNativeKeyObjectClass(define) {
  class NativeKeyObject {
    constructor(handle) { void handle; }
  }
  return define(NativeKeyObject);
}

// The whole binding; `load` is what js/node/library.js returned.
function binding(load) {
  library = load;
  const tools = { buffer, bytesOf, copyOf, invalidDigest, jobs, nativeError, refusal };
  const keys = need('library_keys').make(load, tools);
  ({ secretBytes, exports: { KeyObjectHandle } } = keys);
  return {
    ...missing(),
    ...kConstants,
    ...keys.exports,
    ...need('library_cipher').make(load, { ...tools, secretBytes }),
    Hash,
    HashJob,
    HKDFJob,
    Hmac,
    PBKDF2Job,
    RandomBytesJob,
    ScryptJob,
    SecretKeyGenJob,
    createNativeKeyObjectClass,
    getCachedAliases: () => ({}),
    getCiphers: digests.ciphers,
    getCurves: digests.curves,
    getFipsCrypto: () => 0,
    getHashes: digests.hashes,
    getRootCertificates: () => [],
    oneShotDigest,
    secureBuffer: (size) => new Uint8Array(size),
    secureHeapUsed() {},
    timingSafeEqual,
  };
}

return { __proto__: null, binding };
