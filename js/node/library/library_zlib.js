// SPDX-License-Identifier: MIT
// What Node's lib/zlib.js asks of internalBinding('zlib'). A write is made of slices, between which the run's limits can
// end it; one that has a callback lets the rest of the step run between two.

const zlib = natives.lazy.natives('zlib');
const brotli = natives.lazy.natives('brotli');
// A machine's memory must be that of V8's own ArrayBuffer, whatever a step has put into its place.
const { ArrayBuffer, ArrayBufferIsView, TypeError, TypedArrayPrototypeGetByteLength, Uint8Array } = primordials;

// Node's modes.
const kDeflate = 1;
const kInflate = 2;
const kGzip = 3;
const kGunzip = 4;
const kDeflateRaw = 5;
const kInflateRaw = 6;
const kUnzip = 7;
const kBrotliDecode = 8;
const kBrotliEncode = 9;

// zlib's codes.
const kOk = 0;
const kStreamEnd = 1;
const kNeedDictionary = 2;
const kDataError = -3;
const kMemoryError = -4;
const kBufferError = -5;
const kCodes = {
  '0': 'Z_OK', '1': 'Z_STREAM_END', '2': 'Z_NEED_DICT', '-1': 'Z_ERRNO', '-2': 'Z_STREAM_ERROR', '-3': 'Z_DATA_ERROR',
  '-4': 'Z_MEM_ERROR', '-5': 'Z_BUF_ERROR', '-6': 'Z_VERSION_ERROR', '__proto__': null,
};

const kFinish = 4;        // zlib's flush
const kFinishBrotli = 2;  // Brotli's operation
const kUnset = 2 ** 32 - 1;

const kGzipBytes = [0x1f, 0x8b];
const kMostBytes = 2 ** 20;  // of a checksum at once

const kCutShort = ['unexpected end of file', kBufferError, 'Z_BUF_ERROR'];
const kNoMemory = ['there is not enough memory', kMemoryError, 'Z_MEM_ERROR'];

// A step can hand over anything.
function checkBytes(value) {
  if (!ArrayBufferIsView(value)) throw new TypeError('argument must be a buffer');
}

function copyOf(bytes) {
  const buffer = new ArrayBuffer(natives.bytes.size(bytes));
  natives.bytes.copy(bytes, buffer, 0);
  return new Uint8Array(buffer);
}

// What both libraries have in common. `engine` is a library's: begin(job), slice(job), which says whether more follows,
// error(job), as [message, errno, code] or undefined, reset(), which returns the same, and close().
class Handle {
  #engine;
  #state;  // Node's: [room left in the output, bytes left of the input]
  #callback;
  #isWriting = false;
  #isClosing = false;

  static begin(handle, engine, state, callback) {
    handle.#engine = engine;
    handle.#state = state;
    handle.#callback = callback;
  }

  static engineOf(handle) { return handle.#open(); }

  #open() {
    need('library').load('internal/assert')(this.#engine !== undefined, 'zlib binding closed');
    return this.#engine;
  }

  #begin(flush, input, inOffset, inLength, output, outOffset, outLength) {
    const engine = this.#open();
    need('library').load('internal/assert')(!this.#isWriting, 'write already in progress');
    const job = { flush, input, at: inOffset, end: inOffset + inLength, output, from: outOffset, to: outOffset + outLength };
    engine.begin(job);
    return job;
  }

  // Whether it went well.
  #end(job) {
    const error = this.#engine.error(job);
    if (error !== undefined) {
      this.onerror(...error);
      return false;
    }
    this.#state[0] = job.to - job.from;
    this.#state[1] = job.end - job.at;
    return true;
  }

  writeSync(...args) {
    const job = this.#begin(...args);
    while (this.#engine.slice(job));
    this.#end(job);
  }

  write(...args) {
    const job = this.#begin(...args);
    this.#isWriting = true;
    internals.soon(() => this.#turn(job));
  }

  #turn(job) {
    // One that was closed meanwhile goes on to its end, as in Node.
    if (this.#engine.slice(job)) {
      internals.soon(() => this.#turn(job));
      return;
    }
    this.#isWriting = false;
    try {
      if (this.#end(job)) this.#callback.call(this);
    } finally {
      if (this.#isClosing) this.close();
    }
  }

  reset() {
    const error = this.#open().reset();
    if (error !== undefined) this.onerror(...error);
  }

  close() {
    if (this.#isWriting) {
      this.#isClosing = true;
      return;
    }
    this.#engine?.close();
    this.#engine = undefined;
  }
}

const { begin, engineOf } = Handle;
delete Handle.begin;
delete Handle.engineOf;

const isDeflating = (mode) => mode === kDeflate || mode === kGzip || mode === kDeflateRaw;

function windowBitsOf(mode, bits) {
  if (mode === kGzip || mode === kGunzip) return bits + 16;
  if (mode === kUnzip) return bits + 32;
  return mode === kDeflateRaw || mode === kInflateRaw ? -bits : bits;
}

class ZlibEngine {
  #mode;
  #machine;
  #dictionary;
  #code = kOk;
  #gzipBytes = 0;  // that kUnzip has seen

  constructor(mode, windowBits, level, memLevel, strategy, dictionary) {
    this.#mode = mode;
    const settings = [!isDeflating(mode), windowBitsOf(mode, windowBits), level, memLevel, strategy];
    this.#machine = new ArrayBuffer(zlib.size(...settings));
    if (!zlib.make(this.#machine, ...settings)) {
      throw new (need('library').load('internal/errors').codes.ERR_ZLIB_INITIALIZATION_FAILED)();
    }
    if (dictionary !== undefined) checkBytes(dictionary);
    if (dictionary !== undefined && natives.bytes.size(dictionary) > 0) this.#dictionary = copyOf(dictionary);
    this.#setDictionary();
  }

  // A stream that is no raw one asks for it.
  #setDictionary() {
    const isSetFirst = this.#mode === kDeflate || this.#mode === kDeflateRaw || this.#mode === kInflateRaw;
    if (this.#dictionary === undefined || !isSetFirst) return kOk;
    return zlib.setDictionary(this.#machine, this.#dictionary);
  }

  begin(job) {
    for (let at = job.at; this.#mode === kUnzip && at < job.end; at++) {
      if (zlib.byteAt(job.input, at) !== kGzipBytes[this.#gzipBytes]) this.#mode = kInflate;
      else if (++this.#gzipBytes === kGzipBytes.length) this.#mode = kGunzip;
    }
  }

  slice(job) {
    const [taken, made, code, hasMore] = zlib.run(
      this.#machine, job.input, job.at, job.end, job.output, job.from, job.to, job.flush);
    job.at += taken;
    job.from += made;
    this.#code = code;
    if (code === kNeedDictionary) return this.#takeDictionary();
    if (code === kStreamEnd) return this.#takeMember(job);
    return hasMore && (code === kOk || code === kBufferError);
  }

  #takeDictionary() {
    if (this.#dictionary === undefined || this.#mode === kInflateRaw) return false;
    const code = zlib.setDictionary(this.#machine, this.#dictionary);
    // It does not tell a dictionary that is wrong from data that are.
    if (code !== kOk) this.#code = code === kDataError ? kNeedDictionary : code;
    return code === kOk;
  }

  // What follows the end of a gzip file is another, unless it is zeros.
  #takeMember(job) {
    const follows = this.#mode === kGunzip && job.at < job.end && zlib.byteAt(job.input, job.at) > 0;
    if (follows) this.reset();
    return follows;
  }

  error(job) {
    const isCut = (this.#code === kOk || this.#code === kBufferError) && job.from < job.to && job.flush === kFinish;
    if (isCut) return this.#error('unexpected end of file');
    if (this.#code === kOk || this.#code === kBufferError || this.#code === kStreamEnd) return undefined;
    if (this.#code !== kNeedDictionary) return this.#error('Zlib error');
    return this.#error(this.#dictionary === undefined ? 'Missing dictionary' : 'Bad dictionary');
  }

  #error(message) { return [zlib.message(this.#machine) ?? message, this.#code, kCodes[this.#code]]; }

  reset() {
    this.#code = zlib.reset(this.#machine);
    if (this.#code !== kOk) return this.#error('Failed to reset stream');
    this.#code = this.#setDictionary();
    return this.#code === kOk ? undefined : this.#error('Failed to set dictionary');
  }

  setParameters(level, strategy) {
    if (this.#mode !== kDeflate && this.#mode !== kDeflateRaw) return undefined;
    this.#code = zlib.setParameters(this.#machine, level | 0, strategy | 0);  // undefined is 0, as in Node
    return this.#code === kOk || this.#code === kBufferError ? undefined : this.#error('Failed to set parameters');
  }

  close() {}
}

class BrotliEngine {
  #encodes;
  #machine;
  #code = 1;

  constructor(encodes, parameters) {
    this.#encodes = encodes;
    this.#machine = brotli.make(encodes);
    let isMade = brotli.reset(this.#machine);
    for (let i = 0; isMade && i < TypedArrayPrototypeGetByteLength(parameters) / 4; i++) {
      if (parameters[i] !== kUnset) isMade = brotli.setParameter(this.#machine, i, parameters[i]);
    }
    if (!isMade) throw new (need('library').load('internal/errors').codes.ERR_ZLIB_INITIALIZATION_FAILED)();
  }

  begin() {}

  slice(job) {
    const [taken, made, code, hasMore] = brotli.run(
      this.#machine, job.input, job.at, job.end, job.output, job.from, job.to, job.flush);
    job.at += taken;
    job.from += made;
    this.#code = code;
    const isAtEnd = code === 0 || (!this.#encodes && code === 1);
    return hasMore && !isAtEnd;
  }

  error(job) {
    if (brotli.isOutOfMemory(this.#machine)) return kNoMemory;
    if (this.#encodes) {
      return this.#code === 0 ? ['Compression failed', -1, 'ERR_BROTLI_COMPRESSION_FAILED'] : undefined;
    }
    if (this.#code === 0) {
      const [number, name] = brotli.error(this.#machine);
      return ['Decompression failed', number, `ERR_${name}`];
    }
    return this.#code === 2 && job.flush === kFinishBrotli ? kCutShort : undefined;
  }

  reset() { return brotli.reset(this.#machine) ? undefined : kNoMemory; }

  close() { brotli.close(this.#machine); }
}

class Zlib extends Handle {
  #mode;

  constructor(mode) {
    super();
    this.#mode = mode;
  }

  init(windowBits, level, memLevel, strategy, state, callback, dictionary) {
    begin(this, new ZlibEngine(this.#mode, windowBits, level, memLevel, strategy, dictionary), state, callback);
  }

  params(level, strategy) {
    const error = engineOf(this).setParameters(level, strategy);
    if (error !== undefined) this.onerror(...error);
  }
}

class BrotliHandle extends Handle {
  #mode;

  constructor(mode) {
    super();
    this.#mode = mode;
  }

  init(parameters, state, callback) {
    begin(this, new BrotliEngine(this.#mode === kBrotliEncode, parameters), state, callback);
  }

  params() {}
}

class BrotliEncoder extends BrotliHandle {
  constructor() { super(kBrotliEncode); }
}

class BrotliDecoder extends BrotliHandle {
  constructor() { super(kBrotliDecode); }
}

function crc32(data, value) {
  const bytes = typeof data === 'string' ? need('library').load('buffer').Buffer.from(data) : data;
  checkBytes(bytes);
  const size = natives.bytes.size(bytes);
  let sum = value;
  for (let at = 0; at < size; at += kMostBytes) sum = zlib.crc32(bytes, at, Math.min(size, at + kMostBytes), sum);
  return sum;
}

return { __proto__: null, binding: { Zlib, BrotliEncoder, BrotliDecoder, crc32 } };
