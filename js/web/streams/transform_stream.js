// SPDX-License-Identifier: MIT
// TransformStream and its controller.

const { RangeError, ReflectApply } = primordials;
const { expose, isObject, needDictionary, note, typeError } = need('web_idl');
const { callbackOf, chain, Deferred, markOf, promising, rejectedWith, resolvedWith, sizeOf, stateError,
        strategyOf, then } = need('stream_parts');
const { innerReadable, makeReadable } = need('readable_stream');
const { innerWritable, makeWritable } = need('writable_stream');

const kInner = { __proto__: null };  // who has it may make an object for an inner one

// What a TransformStream does. `transformer` has transform(chunk, face), flush(face) and cancel(reason), all
// of which promise.
class Transform {
  readable;
  writable;
  face = undefined;  // of the controller
  #transformer;
  #started = new Deferred();
  #hasBackpressure = undefined;
  #changed = undefined;  // of the backpressure
  #finished = undefined;

  constructor(transformer, writableStrategy, readableStrategy) {
    this.#transformer = transformer;
    this.writable = makeWritable({
      __proto__: null,
      start: () => this.#started.promise,
      write: (chunk) => this.#write(chunk),
      abort: (reason) => this.#abort(reason),
      close: () => this.#close(),
    }, writableStrategy.mark, writableStrategy.size);
    this.readable = makeReadable({
      __proto__: null,
      start: () => this.#started.promise,
      pull: () => this.#pull(),
      cancel: (reason) => this.#cancel(reason),
    }, readableStrategy.mark, readableStrategy.size);
    this.#setBackpressure(true);
  }

  start(value) { this.#started.resolve(value); }

  get #source() { return innerReadable(this.readable); }
  get #sink() { return innerWritable(this.writable); }

  // Whether nobody wants more, and the promise for that somebody does.
  isFull() { return this.#hasBackpressure; }
  whenWanted() { return this.#changed.promise; }

  desiredSize() { return this.#source.controller.desiredSize(); }

  enqueue(chunk) {
    const { controller } = this.#source;
    if (!controller.canEnqueue()) throw stateError('Readable side is not in a state that permits enqueue');
    try {
      controller.enqueue(chunk);
    } catch (error) {
      this.#failWritable(error);
      throw this.#source.storedError;
    }
    if (controller.hasBackpressure() !== this.#hasBackpressure) this.#setBackpressure(true);
  }

  error(error) {
    this.#source.controller.error(error);
    this.#failWritable(error);
  }

  terminate() {
    this.#source.controller.close();
    this.#failWritable(stateError('TransformStream has been terminated'));
  }

  #failWritable(error) {
    this.#clear();
    this.#sink.controller.errorIfNeeded(error);
    this.#unblock();
  }

  #unblock() { if (this.#hasBackpressure) this.#setBackpressure(false); }

  #setBackpressure(hasBackpressure) {
    this.#changed?.resolve(undefined);
    this.#changed = new Deferred();
    this.#hasBackpressure = hasBackpressure;
  }

  #clear() { this.#transformer = kNothing; }

  #transform(chunk) {
    return chain(this.#transformer.transform(chunk, this.face), undefined, (error) => {
      this.error(error);
      throw error;
    });
  }

  // The sink of the writable side.

  #write(chunk) {
    if (!this.#hasBackpressure) return this.#transform(chunk);
    return chain(this.#changed.promise, () => {
      const sink = this.#sink;
      if (sink.state === 'erroring') throw sink.storedError;
      return this.#transform(chunk);
    });
  }

  #abort(reason) {
    return this.#finish(this.#source, (transformer) => transformer.cancel(reason), (source) => source.error(reason),
                        (source, error) => source.error(error));
  }

  #close() {
    return this.#finish(this.#source, (transformer) => transformer.flush(this.face), (source) => source.close(),
                        (source, error) => source.error(error));
  }

  // The source of the readable side.

  #pull() {
    this.#setBackpressure(false);
    return this.#changed.promise;
  }

  #cancel(reason) {
    const end = (sink, error) => {
      sink.errorIfNeeded(error);
      this.#unblock();
    };
    return this.#finish(this.#sink, (transformer) => transformer.cancel(reason), (sink) => end(sink, reason), end);
  }

  // One side has ended, and the transformer does its last work, once: what becomes of the other side's controller.
  #finish(other, work, onDone, onError) {
    if (this.#finished !== undefined) return this.#finished.promise;
    const finished = this.#finished = new Deferred();
    const promise = work(this.#transformer);
    this.#clear();
    then(promise, () => {
      if (other.state === 'errored') {
        finished.reject(other.storedError);
      } else {
        onDone(other.controller);
        finished.resolve(undefined);
      }
    }, (error) => {
      onError(other.controller, error);
      finished.reject(error);
    });
    return finished.promise;
  }
}

const nothing = () => resolvedWith(undefined);
const kNothing = { __proto__: null, transform: nothing, flush: nothing, cancel: nothing };

class TransformStreamDefaultController {
  #inner;

  constructor(key = undefined, inner = undefined) {
    if (key !== kInner) throw typeError('Illegal constructor', 'ERR_ILLEGAL_CONSTRUCTOR');
    this.#inner = inner;
  }

  get desiredSize() { return this.#inner.desiredSize(); }
  enqueue(chunk = undefined) { this.#inner.enqueue(chunk); }
  error(reason = undefined) { this.#inner.error(reason); }
  terminate() { this.#inner.terminate(); }
}

let innerOf;

class TransformStream {
  #inner;

  constructor(transformer = undefined, writableStrategy = undefined, readableStrategy = undefined) {
    if (transformer === kInner) {
      this.#inner = writableStrategy;
      return;
    }
    const what = 'TransformStream';
    if (transformer !== undefined && !isObject(transformer)) {
      throw typeError(`${what}: the transformer must be an object`);
    }
    const writable = strategyOf(writableStrategy, what);
    const readable = strategyOf(readableStrategy, what);
    const { own, start } = transformerOf(transformer, what);
    const readableMark = markOf(readable, 0);
    const readableSize = sizeOf(readable);
    const writableMark = markOf(writable, 1);
    this.#inner = new Transform(own, { __proto__: null, mark: writableMark, size: sizeOf(writable) },
                                { __proto__: null, mark: readableMark, size: readableSize });
    const face = new TransformStreamDefaultController(kInner, this.#inner);
    this.#inner.face = face;
    this.#inner.start(start === undefined ? undefined : ReflectApply(start, transformer, [face]));
  }

  get readable() { return this.#inner.readable; }
  get writable() { return this.#inner.writable; }

  static {
    innerOf = (value) => (isObject(value) && #inner in value ? value.#inner : undefined);
  }
}

function rangeError(message) { return note(new RangeError(message), 'code', 'ERR_INVALID_ARG_VALUE'); }

function transformerOf(transformer, what) {
  const dictionary = needDictionary(transformer, what);
  const cancel = callbackOf(dictionary, 'cancel', what);
  const flush = callbackOf(dictionary, 'flush', what);
  const { readableType } = dictionary;
  const start = callbackOf(dictionary, 'start', what);
  const transform = callbackOf(dictionary, 'transform', what);
  const { writableType } = dictionary;
  if (readableType !== undefined) throw rangeError(`${what}: readableType must be undefined`);
  if (writableType !== undefined) throw rangeError(`${what}: writableType must be undefined`);
  const own = {
    __proto__: null,
    transform: transform === undefined ? passOn : promising(transform, transformer),
    flush: promising(flush, transformer),
    cancel: promising(cancel, transformer),
  };
  return { __proto__: null, own, start };
}

// What a stream without a transformer does.
function passOn(chunk, face) {
  try {
    ReflectApply(enqueue, face, [chunk]);
    return resolvedWith(undefined);
  } catch (error) {
    return rejectedWith(error);
  }
}
const { enqueue } = TransformStreamDefaultController.prototype;

// The inner half of a stream of sendoff's own that has the two sides of a TransformStream. transform(chunk,
// inner) and flush(inner) may throw.
function makeTransform(transform, flush) {
  const own = {
    __proto__: null,
    transform: promising(transform, undefined), flush: promising(flush, undefined), cancel: nothing,
  };
  const inner = new Transform(own, { __proto__: null, mark: 1, size: () => 1 },
                              { __proto__: null, mark: 0, size: () => 1 });
  inner.face = inner;
  inner.start(undefined);
  return inner;
}

// As console.log shows it; undefined of anything else.
function membersOf(value) {
  const inner = innerOf(value);
  return inner === undefined ? undefined
    : ['readable', inner.readable, 'writable', inner.writable, 'backpressure', inner.isFull?.() ?? true];
}

// See js/web/structured_clone.js.
function moverOf(value) {
  const inner = innerOf(value);
  return inner === undefined ? undefined : { __proto__: null, move: () => new TransformStream(kInner, need('stream_transfer').moveTransform(inner)) };
}

return {
  __proto__: null,
  TransformStream: expose(TransformStream, 'TransformStream'),
  TransformStreamDefaultController: expose(
    TransformStreamDefaultController, 'TransformStreamDefaultController'),
  makeTransform, membersOf, moverOf,
};
