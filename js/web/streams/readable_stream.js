// SPDX-License-Identifier: MIT
// ReadableStream, as steps see it.

const { ObjectDefineProperty, RangeError, ReflectApply, SymbolAsyncIterator } = primordials;
const { expose, isObject, needArguments, needDictionary, note, typeError } = need('web_idl');
const { attempt, callbackOf, markOf, promising, rejectedWith, sizeOf, stateError, strategyOf } =
  need('stream_parts');
const operations = need('readable_operations');
const { ReadableController } = need('readable_controller');
const { byteFace, defaultFace, wholeNumber } = need('readable_faces');
const { cancel, Readable } = operations;

const kInner = { __proto__: null };  // who has it may make an object for an inner one

let innerOf;

// None exists as long as their class does not.
const innerWritable = (value) => internals.made.writable_stream?.innerWritable(value);

function lockedError() { return stateError('ReadableStream is locked'); }

class ReadableStream {
  #inner;

  constructor(underlyingSource = undefined, strategy = undefined) {
    if (underlyingSource === kInner) {
      this.#inner = strategy;
    } else {
      if (underlyingSource !== undefined && !isObject(underlyingSource)) {
        throw typeError('ReadableStream: the underlying source must be an object');
      }
      this.#inner = new Readable();
      setUp(this.#inner, underlyingSource, strategyOf(strategy, 'ReadableStream'));
    }
    this.#inner.face = this;
  }

  static from(asyncIterable) {
    needArguments(arguments.length, 1, 'ReadableStream.from');
    return streamOf(asyncIterable);
  }

  get locked() { return this.#inner.reader !== undefined; }

  cancel(reason = undefined) {
    return attempt(() => (
      this.#inner.reader === undefined ? cancel(this.#inner, reason) : rejectedWith(lockedError())));
  }

  getReader(options = undefined) {
    this.#inner;
    const { mode } = needDictionary(options, 'ReadableStream.getReader');
    const { ReadableStreamBYOBReader, ReadableStreamDefaultReader } = need('readable_readers');
    if (mode === undefined) return new ReadableStreamDefaultReader(this);
    if (`${mode}` === 'byob') return new ReadableStreamBYOBReader(this);
    throw typeError(`ReadableStream.getReader: mode must be 'byob', not ${internals.inspect(mode, 0)}`, 'ERR_INVALID_ARG_VALUE');
  }

  pipeThrough(transform, options = undefined) {
    const inner = this.#inner;
    const what = 'ReadableStream.pipeThrough';
    needArguments(arguments.length, 1, what);
    const { readable, writable } = pairOf(transform, what);
    const choices = pipeOptions(options, what);
    if (inner.reader !== undefined) throw lockedError();
    if (writable.writer !== undefined) throw stateError('The WritableStream is locked');
    need('readable_pipe').pipe(inner, writable, choices);
    return readable;
  }

  pipeTo(destination, options = undefined) {
    const given = arguments.length;
    return attempt(() => {
      const inner = this.#inner;
      const what = 'ReadableStream.pipeTo';
      needArguments(given, 1, what);
      const sink = innerWritable(destination);
      if (sink === undefined) throw typeError(`${what}: the destination must be a WritableStream`);
      const choices = pipeOptions(options, what);
      if (inner.reader !== undefined) throw lockedError();
      if (sink.writer !== undefined) throw stateError('The WritableStream is locked');
      return need('readable_pipe').pipe(inner, sink, choices);
    });
  }

  tee() {
    const inner = this.#inner;
    if (inner.reader !== undefined) throw lockedError();
    return teeInner(inner);
  }

  values(options = undefined) {
    const inner = this.#inner;
    const { preventCancel } = needDictionary(options, 'ReadableStream.values');
    return need('readable_iterate').asyncIterator(operations.acquire(inner), !!preventCancel);
  }

  static {
    innerOf = (value) => (isObject(value) && #inner in value ? value.#inner : undefined);
  }
}

ObjectDefineProperty(ReadableStream.prototype, SymbolAsyncIterator, {
  __proto__: null, value: ReadableStream.prototype.values, writable: true, enumerable: false, configurable: true,
});

function setUp(inner, underlyingSource, strategy) {
  const what = 'ReadableStream';
  const source = needDictionary(underlyingSource, what);
  const { autoAllocateChunkSize } = source;
  const allocate = autoAllocateChunkSize === undefined ? undefined
    : wholeNumber(autoAllocateChunkSize, `${what}: autoAllocateChunkSize`);
  const onCancel = callbackOf(source, 'cancel', what);
  const pull = callbackOf(source, 'pull', what);
  const start = callbackOf(source, 'start', what);
  const { type } = source;
  let face;
  const promisePull = promising(pull, underlyingSource);
  const own = {
    __proto__: null,
    start: () => (start === undefined ? undefined : ReflectApply(start, underlyingSource, [face])),
    pull: () => promisePull(face),
    cancel: promising(onCancel, underlyingSource),
  };
  if (type === undefined) {
    const size = sizeOf(strategy);
    const controller = new ReadableController(inner, own, markOf(strategy, 1), size);
    face = defaultFace(controller);
    controller.start();
    return;
  }
  if (`${type}` !== 'bytes') {
    throw typeError(`${what}: type must be 'bytes', not ${internals.inspect(type, 0)}`, 'ERR_INVALID_ARG_VALUE');
  }
  if (strategy.size !== undefined) {
    throw note(new RangeError(`${what}: a stream of bytes takes no size()`), 'code', 'ERR_INVALID_ARG_VALUE');
  }
  const mark = markOf(strategy, 0);
  if (allocate === 0) throw typeError(`${what}: autoAllocateChunkSize must be 1 or more`, 'ERR_INVALID_ARG_VALUE');
  const controller = makeByteController(inner, own, mark, allocate);
  face = byteFace(controller);
  controller.start();
}

function makeByteController(inner, source, mark, allocate) {
  const { ByteController } = need('byte_controller');
  return new ByteController(inner, source, mark, allocate);
}

function pairOf(transform, what) {
  const pair = needDictionary(transform, what);
  const { readable } = pair;
  if (innerOf(readable) === undefined) throw typeError(`${what}: transform.readable must be a ReadableStream`);
  const writable = innerWritable(pair.writable);
  if (writable === undefined) throw typeError(`${what}: transform.writable must be a WritableStream`);
  return { __proto__: null, readable, writable };
}

function pipeOptions(options, what) {
  const dictionary = needDictionary(options, what);
  const preventAbort = !!dictionary.preventAbort;
  const preventCancel = !!dictionary.preventCancel;
  const preventClose = !!dictionary.preventClose;
  const { signal } = dictionary;
  if (signal !== undefined && internals.made.abort?.isAbortSignal(signal) !== true) {
    throw typeError(`${what}: signal must be an AbortSignal`);
  }
  return { __proto__: null, preventAbort, preventCancel, preventClose, signal };
}

// Two public streams.
function teeInner(inner) {
  const { ByteTee, DefaultTee } = need('readable_tee');
  const { isOfBytes } = inner.controller;
  const tee = isOfBytes ? new ByteTee(inner) : new DefaultTee(inner);
  const streams = [new Readable(), new Readable()];
  for (let side = 0; side < 2; side++) {
    const source = tee.source(side);
    tee.controllers[side] = isOfBytes ? makeByteController(streams[side], source, 0, undefined)
      : new ReadableController(streams[side], source, 1, () => 1);
  }
  tee.controllers[0].start();
  tee.controllers[1].start();
  tee.watch();
  return [new ReadableStream(kInner, streams[0]), new ReadableStream(kInner, streams[1])];
}

// ReadableStreams over sources of sendoff's own: {start, pull, cancel}, of which the last two promise. What
// they give goes to the controller of the inner stream.

function begin(inner, controller) {
  const face = new ReadableStream(kInner, inner);
  controller.start();
  return face;
}

function makeReadable(source, mark, size) {
  const inner = new Readable();
  return begin(inner, new ReadableController(inner, source, mark, size));
}

// `sourceOf(inner)` is the source.
function makeByteReadable(sourceOf, mark) {
  const inner = new Readable();
  return begin(inner, makeByteController(inner, sourceOf(inner), mark, undefined));
}

// A stream of what an iterable gives.
function streamOf(iterable) {
  const inner = new Readable();
  const source = need('readable_iterate').iterableSource(iterable, () => inner.controller);
  return begin(inner, new ReadableController(inner, source, 0, () => 1));
}

// A stream that takes the place of another, which nobody else can read from then on.
function passOn(inner) {
  const transform = need('transform_stream').makeTransform((chunk, self) => self.enqueue(chunk), undefined);
  need('readable_pipe').pipe(inner, need('writable_stream').innerWritable(transform.writable), kPlainly);
  return transform.readable;
}
const kPlainly = {
  __proto__: null, preventAbort: false, preventCancel: false, preventClose: false, signal: undefined,
};

// As console.log shows it; undefined of anything else.
function membersOf(value) {
  const inner = innerOf(value);
  return inner === undefined ? undefined : [
    'locked', inner.reader !== undefined, 'state', inner.state, 'supportsBYOB', inner.controller.isOfBytes];
}

// See js/web/structured_clone.js.
function moverOf(value) {
  const inner = innerOf(value);
  return inner === undefined ? undefined : { __proto__: null, move: () => need('stream_transfer').moveReadable(inner) };
}

return {
  __proto__: null,
  ReadableStream: expose(ReadableStream, 'ReadableStream'),
  makeReadable, makeByteReadable, passOn, streamOf, tee: teeInner, membersOf, moverOf, innerReadable: innerOf,
};
