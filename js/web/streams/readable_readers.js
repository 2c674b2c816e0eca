// SPDX-License-Identifier: MIT
// The two readers of readable streams, as steps see them.

const { Promise, RangeError } = primordials;
const { expose, needArguments, needDictionary, note, typeError } = need('web_idl');
const { attempt, isView, sizeOfBuffer, stateError, viewOf } = need('stream_parts');
const { cancel, lock, read, Reader, readInto, release } = need('readable_operations');
const { wholeNumber } = need('readable_faces');

function lockedReader(stream, isByob, what) {
  const inner = need('readable_stream').innerReadable(stream);
  if (inner === undefined) throw typeError(`${what}: expected a ReadableStream`);
  if (inner.reader !== undefined) throw stateError('ReadableStream is locked');
  if (isByob && !inner.controller.isOfBytes) {
    throw typeError(`${what}: the stream is not one of bytes, which has type: 'bytes'`, 'ERR_INVALID_ARG_VALUE');
  }
  const reader = new Reader(isByob);
  lock(reader, inner);
  return reader;
}

// A reader that has its stream still.
function bound(reader) {
  if (reader.stream !== undefined) return reader;
  throw stateError('The reader is not attached to a stream');
}

// A read request that settles a promise.
class Request {
  #resolve;
  #reject;

  constructor(resolve, reject) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  chunk(value) { (0, this.#resolve)({ value, done: false }); }
  close(value) { (0, this.#resolve)({ value, done: true }); }
  error(error) { (0, this.#reject)(error); }
}

class ReadableStreamDefaultReader {
  #reader;

  constructor(stream) {
    needArguments(arguments.length, 1, 'ReadableStreamDefaultReader');
    this.#reader = lockedReader(stream, false, 'ReadableStreamDefaultReader');
  }

  get closed() { return attempt(() => this.#reader.closed.shown); }

  cancel(reason = undefined) { return attempt(() => cancel(bound(this.#reader).stream, reason)); }

  read() {
    return attempt(() => {
      const reader = bound(this.#reader);
      return new Promise((resolve, reject) => read(reader, new Request(resolve, reject)));
    });
  }

  releaseLock() { if (this.#reader.stream !== undefined) release(this.#reader); }
}

class ReadableStreamBYOBReader {
  #reader;

  constructor(stream) {
    needArguments(arguments.length, 1, 'ReadableStreamBYOBReader');
    this.#reader = lockedReader(stream, true, 'ReadableStreamBYOBReader');
  }

  get closed() { return attempt(() => this.#reader.closed.shown); }

  cancel(reason = undefined) { return attempt(() => cancel(bound(this.#reader).stream, reason)); }

  read(view, options = undefined) {
    const given = arguments.length;
    return attempt(() => {
      const reader = this.#reader;
      const what = 'ReadableStreamBYOBReader.read';
      needArguments(given, 1, what);
      const min = leastOf(view, options, what);
      bound(reader);
      return new Promise((resolve, reject) => {
        readInto(reader, view, min, new Request(resolve, reject));
      });
    });
  }

  releaseLock() { if (this.#reader.stream !== undefined) release(this.#reader); }
}

// How many elements of the view have to be read at least.
function leastOf(view, options, what) {
  if (!isView(view)) throw typeError(`${what}: the view must be a typed array or a DataView`);
  const { buffer, Class, length, count } = viewOf(view);
  if (Class === undefined) throw typeError(`${what}: a Float16Array cannot be read into; use a Uint8Array`);
  if (natives.values.kind(buffer) !== 'arraybuffer') throw typeError(`${what}: the view must not be shared`);
  const given = needDictionary(options, what).min;
  const min = given === undefined ? 1 : wholeNumber(given, `${what}: min`);
  if (length === 0 || sizeOfBuffer(buffer) === 0) throw stateError('the view is empty or has no memory any more');
  if (natives.buffers.isDetached(buffer)) throw stateError('the view has no memory any more');
  if (min === 0) throw typeError(`${what}: min must be 1 or more`, 'ERR_INVALID_ARG_VALUE');
  if (min > count) {
    throw note(new RangeError(`${what}: min is ${min}, more than the ${count} of the view`), 'code', 'ERR_OUT_OF_RANGE');
  }
  return min;
}

return {
  __proto__: null,
  ReadableStreamDefaultReader: expose(ReadableStreamDefaultReader, 'ReadableStreamDefaultReader'),
  ReadableStreamBYOBReader: expose(ReadableStreamBYOBReader, 'ReadableStreamBYOBReader'),
};
