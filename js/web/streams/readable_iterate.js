// SPDX-License-Identifier: MIT
// Readable streams and iterators: of a stream, and as the source of one.

const { AsyncIteratorPrototype, ObjectDefineProperty, ObjectSetPrototypeOf, ReflectApply,
        SymbolAsyncIterator, SymbolIterator } = primordials;
const { isObject, typeError } = need('web_idl');
const { attempt, chain, later, rejectedWith, resolvedWith } = need('stream_parts');
const { cancel, read, release } = need('readable_operations');

class ReadableStreamAsyncIterator {
  #reader;
  #preventsCancel;
  #ongoing = undefined;  // a promise
  #isFinished = false;

  constructor(reader, preventsCancel) {
    this.#reader = reader;
    this.#preventsCancel = preventsCancel;
  }

  next() { return attempt(() => this.#after(() => this.#next())); }

  return(value) {
    return attempt(() => chain(this.#after(() => this.#return(value)),
                               () => ({ value, done: true })));
  }

  // One at a time, whether the one before went well or not.
  #after(step) {
    const ongoing = this.#ongoing;
    this.#ongoing = ongoing === undefined ? step() : chain(ongoing, step, step);
    return this.#ongoing;
  }

  #finish() {
    this.#isFinished = true;
    release(this.#reader);
  }

  #next() {
    if (this.#isFinished) return resolvedWith({ value: undefined, done: true });
    const result = later((resolve, reject) => {
      read(this.#reader, {
        __proto__: null,
        chunk: (value) => resolve({ value, done: false }),
        close: () => {
          this.#finish();
          resolve({ value: undefined, done: true });
        },
        error: (error) => {
          this.#finish();
          reject(error);
        },
      });
    });
    // As late as the standard has it, which a source can tell.
    return chain(result, (value) => value);
  }

  #return(value) {
    if (this.#isFinished) return resolvedWith(undefined);
    const promise = this.#preventsCancel ? resolvedWith(undefined)
      : cancel(this.#reader.stream, value);
    this.#finish();
    return promise;
  }
}

delete ReadableStreamAsyncIterator.prototype.constructor;
ObjectSetPrototypeOf(ReadableStreamAsyncIterator.prototype, AsyncIteratorPrototype);
ObjectDefineProperty(ReadableStreamAsyncIterator.prototype, 'next', { __proto__: null, enumerable: true });
ObjectDefineProperty(ReadableStreamAsyncIterator.prototype, 'return', { __proto__: null, enumerable: true });

// What a for await loop makes of an iterator that knows nothing of promises.
class AsyncFromSync {
  #iterator;
  #next;

  constructor(iterator, next) {
    this.#iterator = iterator;
    this.#next = next;
  }

  next() { return this.#settled(ReflectApply(this.#next, this.#iterator, []), true); }

  cancel(method, reason) {
    return this.#settled(ReflectApply(method, this.#iterator, [reason]), false);
  }

  #settled(result, closes) {
    if (!isObject(result)) throw typeError('the iterator gave no object');
    const { done } = result;
    return chain(resolvedWith(result.value), (value) => ({ __proto__: null, value, done }), (error) => {
      if (!done && closes) this.#close();
      throw error;
    });
  }

  #close() {
    try {
      const method = methodOf(this.#iterator, 'return');
      if (method !== undefined) ReflectApply(method, this.#iterator, []);
    } catch {
      // The value's error counts.
    }
  }
}

function methodOf(object, name) {
  const method = object[name];
  if (method === undefined || method === null) return undefined;
  if (typeof method === 'function') return method;
  throw typeError(`${typeof name === 'symbol' ? 'the iterable' : `${name} of the iterator`} is not a function`);
}

// {next(), cancel(reason)} of an iterable, both of which promise.
function iterate(iterable) {
  if (iterable === undefined || iterable === null) {
    throw typeError('ReadableStream.from: expected an iterable', 'ERR_ARG_NOT_ITERABLE');
  }
  const asyncMethod = methodOf(iterable, SymbolAsyncIterator);
  const method = asyncMethod ?? methodOf(iterable, SymbolIterator);
  if (method === undefined) {
    throw typeError(`ReadableStream.from: ${internals.inspect(iterable, 0)} is not iterable`, 'ERR_ARG_NOT_ITERABLE');
  }
  const iterator = ReflectApply(method, iterable, []);
  if (!isObject(iterator)) throw typeError('ReadableStream.from: the iterator is not an object');
  const { next } = iterator;
  const sync = asyncMethod === undefined ? new AsyncFromSync(iterator, next) : undefined;
  return {
    __proto__: null,
    next: () => (sync === undefined ? ReflectApply(next, iterator, []) : sync.next()),
    cancel(reason) {
      const stop = methodOf(iterator, 'return');
      if (stop === undefined) return undefined;
      const promise = sync === undefined ? ReflectApply(stop, iterator, [reason]) : sync.cancel(stop, reason);
      return chain(resolvedWith(promise), (result) => {
        if (!isObject(result)) throw typeError('return() of the iterator gave no object');
      });
    },
  };
}

// The source of a stream of what an iterable gives; `controllerOf()` is the stream's.
function iterableSource(iterable, controllerOf) {
  const iterator = iterate(iterable);
  return {
    __proto__: null,
    start() {},
    pull() {
      let promise;
      try {
        promise = resolvedWith(iterator.next());
      } catch (error) {
        return rejectedWith(error);
      }
      return chain(promise, (result) => {
        if (!isObject(result)) throw typeError('next() of the iterator gave no object');
        if (result.done) controllerOf().close();
        else controllerOf().enqueue(result.value);
      });
    },
    cancel(reason) {
      try {
        return resolvedWith(iterator.cancel(reason));
      } catch (error) {
        return rejectedWith(error);
      }
    },
  };
}

return {
  __proto__: null,
  asyncIterator: (reader, preventsCancel) => new ReadableStreamAsyncIterator(reader, preventsCancel),
  iterableSource,
};
