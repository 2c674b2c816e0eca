// SPDX-License-Identifier: MIT
// The controllers of readable streams as steps see them, and what a source of bytes is asked to fill.

const { MathTrunc, Number, NumberIsFinite } = primordials;
const { expose, needArguments, typeError } = need('web_idl');
const { isView, sizeOfBuffer, stateError, viewOf } = need('stream_parts');

const kInner = { __proto__: null };  // who has it may make an object for an inner one

function needKey(key) {
  if (key !== kInner) throw typeError('Illegal constructor', 'ERR_ILLEGAL_CONSTRUCTOR');
}

const kMost = 2 ** 53 - 1;

// Web IDL's [EnforceRange] unsigned long long.
function wholeNumber(value, what) {
  const number = MathTrunc(Number(value));
  if (NumberIsFinite(number) && number >= 0 && number <= kMost) return number;
  throw typeError(`${what} must be a whole number, 0 or more`, 'ERR_INVALID_ARG_VALUE');
}

class ReadableStreamDefaultController {
  #inner;

  constructor(key = undefined, inner = undefined) {
    needKey(key);
    this.#inner = inner;
  }

  get desiredSize() { return this.#inner.desiredSize(); }

  close() {
    if (!this.#inner.canEnqueue()) throw stateError('Controller is already closed');
    this.#inner.close();
  }

  enqueue(chunk = undefined) {
    if (!this.#inner.canEnqueue()) throw stateError('Controller is already closed');
    this.#inner.enqueue(chunk);
  }

  error(reason = undefined) { this.#inner.error(reason); }
}

class ReadableByteStreamController {
  #inner;

  constructor(key = undefined, inner = undefined) {
    needKey(key);
    this.#inner = inner;
  }

  get byobRequest() {
    const request = this.#inner.request();
    if (request === null) return null;
    request.face ??= new ReadableStreamBYOBRequest(kInner, request);
    return request.face;
  }

  get desiredSize() { return this.#inner.desiredSize(); }

  close() {
    this.#check();
    this.#inner.close();
  }

  enqueue(chunk) {
    const inner = this.#inner;
    needArguments(arguments.length, 1, 'ReadableByteStreamController.enqueue');
    if (!isView(chunk)) throw typeError('ReadableByteStreamController.enqueue: the chunk must be a typed array or a DataView');
    const { buffer, length } = viewOf(chunk);
    if (natives.values.kind(buffer) !== 'arraybuffer') throw typeError('ReadableByteStreamController.enqueue: the chunk must not be shared');
    if (length === 0) throw stateError('chunk ArrayBuffer is zero-length or detached');
    if (sizeOfBuffer(buffer) === 0) throw stateError('chunk ArrayBuffer is zero-length or detached');
    this.#check();
    inner.enqueue(chunk);
  }

  error(reason = undefined) { this.#inner.error(reason); }

  #check() {
    if (this.#inner.isClosing) throw stateError('Controller is already closed');
    if (this.#inner.stream.state !== 'readable') throw stateError('ReadableStream is already closed');
  }
}

class ReadableStreamBYOBRequest {
  #request;

  constructor(key = undefined, request = undefined) {
    needKey(key);
    this.#request = request;
  }

  get view() { return this.#request.view; }

  respond(bytesWritten) {
    const request = this.#request;
    needArguments(arguments.length, 1, 'ReadableStreamBYOBRequest.respond');
    const written = wholeNumber(bytesWritten, 'ReadableStreamBYOBRequest.respond: the number of bytes');
    if (request.controller === undefined) throw stateError('This BYOB request has been invalidated');
    if (natives.buffers.isDetached(viewOf(request.view).buffer)) {
      throw stateError('Viewed ArrayBuffer is detached');
    }
    request.controller.respond(written);
  }

  respondWithNewView(view) {
    const request = this.#request;
    needArguments(arguments.length, 1, 'ReadableStreamBYOBRequest.respondWithNewView');
    if (!isView(view)) throw typeError('ReadableStreamBYOBRequest.respondWithNewView: expected a typed array or a DataView');
    if (request.controller === undefined) throw stateError('This BYOB request has been invalidated');
    if (natives.buffers.isDetached(viewOf(view).buffer)) throw stateError('Viewed ArrayBuffer is detached');
    request.controller.respondWithView(view);
  }
}

return {
  __proto__: null,
  ReadableStreamDefaultController: expose(
    ReadableStreamDefaultController, 'ReadableStreamDefaultController'),
  ReadableByteStreamController: expose(ReadableByteStreamController, 'ReadableByteStreamController'),
  ReadableStreamBYOBRequest: expose(ReadableStreamBYOBRequest, 'ReadableStreamBYOBRequest'),
  // The object of a controller that a step's source gets.
  defaultFace: (inner) => new ReadableStreamDefaultController(kInner, inner),
  byteFace: (inner) => new ReadableByteStreamController(kInner, inner),
  wholeNumber,
};
