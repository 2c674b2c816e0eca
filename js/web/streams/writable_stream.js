// SPDX-License-Identifier: MIT
// WritableStream, its writer and its controller, as steps see them.

const { ReflectApply } = primordials;
const { expose, isObject, needArguments, needDictionary, typeError } = need('web_idl');
const { attempt, callbackOf, markOf, promising, rejectedWith, sizeOf, stateError, strategyOf } =
  need('stream_parts');
const operations = need('writable_operations');
const { WritableController } = need('writable_controller');
const { isClosing, Writable, Writer } = operations;

const kInner = { __proto__: null };  // who has it may make an object for an inner one
const kIllegal = 'Illegal constructor';

let innerOf;

function lockedError() { return stateError('WritableStream is locked'); }

class WritableStream {
  #inner;

  constructor(underlyingSink = undefined, strategy = undefined) {
    if (underlyingSink === kInner) {
      this.#inner = strategy;
    } else {
      if (underlyingSink !== undefined && !isObject(underlyingSink)) {
        throw typeError('WritableStream: the underlying sink must be an object');
      }
      this.#inner = new Writable();
      setUp(this.#inner, underlyingSink, strategyOf(strategy, 'WritableStream'));
    }
    this.#inner.face = this;
  }

  get locked() { return this.#inner.writer !== undefined; }

  abort(reason = undefined) {
    return attempt(() => {
      const inner = this.#inner;
      return inner.writer === undefined ? operations.abort(inner, reason) : rejectedWith(lockedError());
    });
  }

  close() {
    return attempt(() => {
      const inner = this.#inner;
      if (inner.writer !== undefined) return rejectedWith(lockedError());
      if (isClosing(inner)) return rejectedWith(stateError('Failure closing WritableStream'));
      return operations.close(inner);
    });
  }

  getWriter() {
    this.#inner;
    return new WritableStreamDefaultWriter(this);
  }

  static {
    innerOf = (value) => (isObject(value) && #inner in value ? value.#inner : undefined);
  }
}

function setUp(inner, underlyingSink, strategy) {
  const what = 'WritableStream';
  const sink = needDictionary(underlyingSink, what);
  const abort = callbackOf(sink, 'abort', what);
  const close = callbackOf(sink, 'close', what);
  const start = callbackOf(sink, 'start', what);
  const { type } = sink;
  const write = callbackOf(sink, 'write', what);
  if (type !== undefined) {
    throw new primordials.RangeError(`WritableStream: type must be undefined, not ${internals.inspect(type, 0)}`);
  }
  const size = sizeOf(strategy);
  const mark = markOf(strategy, 1);
  let face;
  const promiseWrite = promising(write, underlyingSink);
  const controller = new WritableController(inner, {
    __proto__: null,
    start: () => (start === undefined ? undefined : ReflectApply(start, underlyingSink, [face])),
    write: (chunk) => promiseWrite(chunk, face),
    close: promising(close, underlyingSink),
    abort: promising(abort, underlyingSink),
  }, mark, size);
  face = new WritableStreamDefaultController(kInner, controller);
  controller.start();
}

class WritableStreamDefaultWriter {
  #inner = new Writer();

  constructor(stream) {
    needArguments(arguments.length, 1, 'WritableStreamDefaultWriter');
    const inner = innerOf(stream);
    if (inner === undefined) throw typeError('WritableStreamDefaultWriter: expected a WritableStream');
    operations.lock(this.#inner, inner);
  }

  get closed() { return attempt(() => this.#inner.closed.shown); }

  get desiredSize() { return operations.desiredSize(this.#held()); }

  get ready() { return attempt(() => this.#inner.ready.shown); }

  abort(reason = undefined) {
    return attempt(() => operations.abort(this.#held().stream, reason));
  }

  close() {
    return attempt(() => {
      const { stream } = this.#held();
      return isClosing(stream) ? rejectedWith(stateError('Failure to close WritableStream'))
        : operations.close(stream);
    });
  }

  releaseLock() { if (this.#inner.stream !== undefined) operations.release(this.#inner); }

  write(chunk = undefined) { return attempt(() => operations.write(this.#held(), chunk)); }

  #held() {
    if (this.#inner.stream !== undefined) return this.#inner;
    throw stateError('Writer is not bound to a WritableStream');
  }
}

class WritableStreamDefaultController {
  #inner;

  constructor(key = undefined, inner = undefined) {
    if (key !== kInner) throw typeError(kIllegal, 'ERR_ILLEGAL_CONSTRUCTOR');
    this.#inner = inner;
  }

  get signal() { return this.#inner.signal; }

  error(reason = undefined) { this.#inner.errorIfNeeded(reason); }
}

// A WritableStream over a sink of sendoff's own (js/web/streams/writable_controller.js).
function makeWritable(sink, mark, size) {
  const inner = new Writable();
  const controller = new WritableController(inner, sink, mark, size);
  const face = new WritableStream(kInner, inner);
  controller.start();
  return face;
}

// As console.log shows it; undefined of anything else.
function membersOf(value) {
  const inner = innerOf(value);
  return inner === undefined ? undefined : ['locked', inner.writer !== undefined, 'state', inner.state];
}

// See js/web/structured_clone.js.
function moverOf(value) {
  const inner = innerOf(value);
  return inner === undefined ? undefined : { __proto__: null, move: () => need('stream_transfer').moveWritable(inner) };
}

return {
  __proto__: null,
  WritableStream: expose(WritableStream, 'WritableStream'),
  WritableStreamDefaultWriter: expose(WritableStreamDefaultWriter, 'WritableStreamDefaultWriter'),
  WritableStreamDefaultController: expose(
    WritableStreamDefaultController, 'WritableStreamDefaultController'),
  makeWritable, membersOf, moverOf, innerWritable: innerOf,
};
