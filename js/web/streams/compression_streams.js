// SPDX-License-Identifier: MIT
// CompressionStream and DecompressionStream, as the Compression standard has them. What they make waits until
// it is read: what a few bytes unpack to is never there as a whole.

const { ArrayBuffer, TypedArrayPrototypeGetLength, Uint8Array } = primordials;
const { expose, needArguments, typeError } = need('web_idl');
const { chain, isArrayBuffer, isView, viewOf } = need('stream_parts');
const { makeTransform } = need('transform_stream');
const zlib = natives.lazy.natives('zlib');

// zlib's window bits.
const kFormats = { __proto__: null, 'deflate': 15, 'deflate-raw': -15, 'gzip': 31 };

const kPiece = 65536;  // bytes of output at once
const kStreamEnd = 1;  // zlib's codes
const kBufferError = -5;
const kNoFlush = 0;
const kFinish = 4;
const kLevel = -1;  // zlib's defaults
const kMemoryLevel = 8;
const kStrategy = 0;

function windowBitsOf(format, what) {
  const bits = kFormats[`${format}`];
  if (bits !== undefined) return bits;
  throw typeError(`${what}: the format must be 'deflate', 'deflate-raw' or 'gzip', not ${internals.inspect(format, 0)}`,
                  'ERR_INVALID_ARG_VALUE');
}

// A copy: the script may change its own while the output waits.
function bytesOf(chunk, what) {
  const buffer = isView(chunk) ? viewOf(chunk).buffer : chunk;
  if (!isArrayBuffer(buffer)) {
    throw typeError(`${what}: the chunk must be an ArrayBuffer, a typed array or a DataView, and not shared`);
  }
  return copyOf(chunk);
}

function copyOf(value) {
  const buffer = new ArrayBuffer(natives.bytes.size(value));
  natives.bytes.copy(value, buffer, 0);
  return new Uint8Array(buffer);
}

class Codec {
  #what;
  #inflates;
  #machine;
  #output = new Uint8Array(kPiece);
  #isEnded = false;
  transform = makeTransform((chunk, inner) => this.#take(bytesOf(chunk, this.#what), inner),
                            (inner) => this.#finish(inner));

  constructor(what, inflates, windowBits) {
    this.#what = what;
    this.#inflates = inflates;
    this.#machine = new ArrayBuffer(zlib.size(inflates, windowBits, kLevel, kMemoryLevel, kStrategy));
    if (zlib.make(this.#machine, inflates, windowBits, kLevel, kMemoryLevel, kStrategy)) return;
    throw new primordials.RangeError(`${what}: there is not enough memory`);
  }

  #error(message, code) { return typeError(`${this.#what}: ${message}`, code); }

  #take(input, inner) {
    if (TypedArrayPrototypeGetLength(input) === 0) return undefined;
    if (this.#isEnded) throw this.#error('something follows the end of the compressed data', 'ERR_TRAILING_JUNK_AFTER_STREAM_END');
    return this.#run(input, 0, false, inner);
  }

  #finish(inner) {
    if (!this.#inflates) return this.#run(new Uint8Array(0), 0, true, inner);
    if (this.#isEnded) return undefined;
    throw this.#error('the compressed data is cut', 'Z_BUF_ERROR');
  }

  // Runs until the input is used up or what there is has to be read first: then it promises to go on.
  #run(input, at, isLast, inner) {
    const size = TypedArrayPrototypeGetLength(input);
    for (;;) {
      const result = zlib.run(this.#machine, input, at, size, this.#output, 0, kPiece, isLast ? kFinish : kNoFlush);
      const made = result[1];
      at += result[0];
      if (made > 0) inner.enqueue(this.#piece(made));
      if (result[2] === kStreamEnd) return this.#end(at < size);
      const isWrong = result[2] > kStreamEnd || (result[2] < 0 && result[2] !== kBufferError);
      if (isWrong) throw this.#error('the compressed data is damaged', 'Z_DATA_ERROR');
      if (at === size && made < kPiece && !isLast) return undefined;
      if (made > 0 && inner.isFull()) return chain(inner.whenWanted(), () => this.#run(input, at, isLast, inner));
    }
  }

  #piece(count) {
    const buffer = new ArrayBuffer(count);
    natives.bytes.copy(new Uint8Array(primordials.TypedArrayPrototypeGetBuffer(this.#output), 0, count), buffer, 0);
    return new Uint8Array(buffer);
  }

  #end(hasMore) {
    this.#isEnded = true;
    if (hasMore) throw this.#error('something follows the end of the compressed data', 'ERR_TRAILING_JUNK_AFTER_STREAM_END');
  }
}

class CompressionStream {
  #codec;

  constructor(format) {
    needArguments(arguments.length, 1, 'CompressionStream');
    this.#codec = new Codec('CompressionStream', false, windowBitsOf(format, 'CompressionStream'));
  }

  get readable() { return this.#codec.transform.readable; }
  get writable() { return this.#codec.transform.writable; }
}

class DecompressionStream {
  #codec;

  constructor(format) {
    needArguments(arguments.length, 1, 'DecompressionStream');
    this.#codec = new Codec('DecompressionStream', true, windowBitsOf(format, 'DecompressionStream'));
  }

  get readable() { return this.#codec.transform.readable; }
  get writable() { return this.#codec.transform.writable; }
}

return {
  __proto__: null,
  CompressionStream: expose(CompressionStream, 'CompressionStream'),
  DecompressionStream: expose(DecompressionStream, 'DecompressionStream'),
};
