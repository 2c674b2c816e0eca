// SPDX-License-Identifier: MIT
// What all streams are made of: promises, queues whose chunks have sizes, callbacks, bytes. As the WHATWG
// Streams standard has them, whose names the functions of js/web/streams have as far as they say enough.
//
// A public object holds an inner one, which the operations work on; none of its methods is the step's to
// patch. Inner objects have all their fields from the start, so that no look at one reaches
// Object.prototype, and chunks are in linked lists, because an array's length may be watched.

const { ArrayBufferIsView, ArrayBufferPrototypeGetByteLength, DataView, DataViewPrototypeGetBuffer,
        DataViewPrototypeGetByteLength, DataViewPrototypeGetByteOffset, Number, NumberIsNaN,
        ObjectDefineProperty, Promise, PromisePrototypeThen, RangeError, ReflectApply, typedArrays,
        TypedArrayPrototypeGetBuffer, TypedArrayPrototypeGetByteLength, TypedArrayPrototypeGetByteOffset,
        TypedArrayPrototypeGetLength, TypedArrayPrototypeGetTag, Uint8Array } = primordials;
const { isObject, needDictionary, note, typeError } = need('web_idl');

const parts = { __proto__: null };

let shown;

parts.stateError = (message) => typeError(`Invalid state: ${message}`, 'ERR_INVALID_STATE');

const ignore = () => {};
parts.ignore = ignore;

// A promise that no step sees. What reacts to one of JavaScript's own asks its constructor for a species, which a
// step may have patched; what adopts one asks it for then().
class Plain extends Promise {
  #deferred;

  constructor(executor, deferred = undefined) {
    super(executor);
    this.#deferred = deferred;
  }

  static {
    // The promise that a step gets for one.
    shown = (value) => {
      if (!isObject(value) || !(#deferred in value)) return value;
      return value.#deferred === undefined
        ? new Promise((resolve, reject) => { then(value, resolve, reject); }) : value.#deferred.shown;
    };
  }
}
ObjectDefineProperty(Plain.prototype, 'constructor', { __proto__: null, value: undefined });
ObjectDefineProperty(Plain.prototype, 'then', { __proto__: null, value: Promise.prototype.then });

// A promise and what settles it: one for sendoff, and one for the step when it asks.
class Deferred {
  promise;
  isSettled = false;
  #isRejected = false;
  #value = undefined;
  #isQuiet = false;  // nobody needs to catch it
  #resolve;
  #reject;
  #shown = undefined;
  #resolveShown = undefined;
  #rejectShown = undefined;

  constructor() {
    this.promise = new Plain((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    }, this);
    natives.values.markHandled(this.promise);
  }

  get shown() {
    if (this.#shown !== undefined) return this.#shown;
    this.#shown = new Promise((resolve, reject) => {
      this.#resolveShown = resolve;
      this.#rejectShown = reject;
    });
    if (this.#isQuiet) natives.values.markHandled(this.#shown);
    if (this.isSettled) (0, this.#isRejected ? this.#rejectShown : this.#resolveShown)(this.#value);
    return this.#shown;
  }

  resolve(value) {
    if (this.isSettled) return;
    this.isSettled = true;
    this.#value = value;
    (0, this.#resolve)(value);
    if (this.#shown !== undefined) (0, this.#resolveShown)(value);
  }

  reject(reason) {
    if (this.isSettled) return;
    this.isSettled = this.#isRejected = true;
    this.#value = reason;
    (0, this.#reject)(reason);
    if (this.#shown !== undefined) (0, this.#rejectShown)(reason);
  }

  // Rejects, and nobody needs to catch it.
  refuse(reason) {
    this.#isQuiet = true;
    if (this.#shown !== undefined) natives.values.markHandled(this.#shown);
    this.reject(reason);
  }

  static resolved(value) {
    const deferred = new Deferred();
    deferred.resolve(value);
    return deferred;
  }

  static refused(reason) {
    const deferred = new Deferred();
    deferred.refuse(reason);
    return deferred;
  }
}
parts.Deferred = Deferred;

parts.later = (executor) => new Plain(executor);
parts.resolvedWith = (value) => new Plain((resolve) => resolve(value));
parts.rejectedWith = function rejectedWith(reason) {
  const deferred = new Deferred();
  deferred.reject(reason);
  return deferred.promise;
};

// What it returns is for nobody.
const then = PromisePrototypeThen;
parts.then = then;

// The promise of what becomes of one; either function may be undefined.
parts.chain = function chain(promise, onFulfilled, onRejected) {
  return new Plain((resolve, reject) => {
    const settle = (by) => (value) => {
      try {
        resolve(by(value));
      } catch (error) {
        reject(error);
      }
    };
    then(promise, onFulfilled === undefined ? resolve : settle(onFulfilled),
         onRejected === undefined ? reject : settle(onRejected));
  });
};

parts.handled = (promise) => natives.values.markHandled(promise);

class Link {
  value;
  size;
  next = undefined;

  constructor(value, size) {
    this.value = value;
    this.size = size;
  }
}

class Queue {
  first = undefined;
  last = undefined;
  count = 0;
  total = 0;  // of the sizes

  add(value, size = 0) {
    const link = new Link(value, size);
    if (this.count === 0) this.first = link;
    else this.last.next = link;
    this.last = link;
    this.count++;
    this.total += size;
  }

  peek() { return this.first.value; }

  take() {
    const link = this.first;
    this.first = link.next;
    this.count--;
    this.total -= link.size;
    // Floating point may come out below nothing.
    if (this.total < 0) this.total = 0;
    return link.value;
  }

  clear() {
    this.first = this.last = undefined;
    this.count = this.total = 0;
  }
}
parts.Queue = Queue;

// Adds a chunk whose size is what the step's function said.
parts.enqueueSized = function enqueueSized(queue, chunk, size) {
  const number = Number(size);
  if (NumberIsNaN(number) || number < 0 || number === Infinity) {
    throw note(new RangeError(
      `the size of a chunk must be a finite number, 0 or more, not ${internals.inspect(size, 0)}`),
      'code', 'ERR_INVALID_ARG_VALUE');
  }
  queue.add(chunk, number);
};

// A member of a dictionary that is a function, or undefined.
parts.callbackOf = function callbackOf(object, name, what) {
  const callback = object[name];
  if (callback === undefined || typeof callback === 'function') return callback;
  throw typeError(`${what}: ${name} must be a function, not ${internals.inspect(callback, 0)}`);
};

// A function that calls `callback` on `object` and promises what it returns; without one, nothing.
parts.promising = function promising(callback, object) {
  if (callback === undefined) return () => parts.resolvedWith(undefined);
  return function () {
    try {
      return parts.resolvedWith(ReflectApply(callback, object, arguments));
    } catch (error) {
      return parts.rejectedWith(error);
    }
  };
};
// {highWaterMark, size} of a QueuingStrategy: a number or undefined, a function or undefined.
parts.strategyOf = function strategyOf(value, what) {
  const strategy = needDictionary(value, what);
  const { highWaterMark } = strategy;
  const mark = highWaterMark === undefined ? undefined : Number(highWaterMark);
  return { __proto__: null, highWaterMark: mark, size: parts.callbackOf(strategy, 'size', what) };
};

parts.markOf = function markOf(strategy, fallback) {
  const mark = strategy.highWaterMark;
  if (mark === undefined) return fallback;
  if (mark >= 0) return mark;
  throw note(new RangeError(`highWaterMark must be a number, 0 or more, not ${mark}`),
             'code', 'ERR_INVALID_ARG_VALUE');
};

parts.sizeOf = function sizeOf(strategy) {
  const { size } = strategy;
  return size === undefined ? () => 1 : (chunk) => ReflectApply(size, undefined, [chunk]);
};

// What a method returns that returns a promise: the one for the step, and a rejected one for what `operation`
// throws.
parts.attempt = function attempt(operation) {
  try {
    return shown(operation());
  } catch (error) {
    return new Promise((resolve, reject) => reject(error));
  }
};

// What a view is of.
class View {
  buffer;
  offset;  // bytes
  length;  // bytes
  count;   // elements
  unit = 1;  // bytes an element
  Class;     // undefined of a Float16Array, which V8 adds to each context later

  constructor(view) {
    const tag = TypedArrayPrototypeGetTag(view);
    if (tag === undefined) {
      this.Class = DataView;
      this.buffer = DataViewPrototypeGetBuffer(view);
      this.offset = DataViewPrototypeGetByteOffset(view);
      this.length = this.count = DataViewPrototypeGetByteLength(view);
      return;
    }
    this.Class = typedArrays[tag];
    this.buffer = TypedArrayPrototypeGetBuffer(view);
    this.offset = TypedArrayPrototypeGetByteOffset(view);
    this.length = TypedArrayPrototypeGetByteLength(view);
    this.count = TypedArrayPrototypeGetLength(view);
    if (this.count > 0) this.unit = this.length / this.count;
  }
}
parts.viewOf = (view) => new View(view);

parts.isArrayBuffer = (value) => isObject(value) && natives.values.kind(value) === 'arraybuffer';
parts.isView = ArrayBufferIsView;
parts.sizeOfBuffer = ArrayBufferPrototypeGetByteLength;

// The memory of a buffer in a new one; the old one has none from then on.
parts.transfer = function transfer(buffer) {
  const moved = natives.buffers.transfer(buffer);
  if (moved === undefined) throw typeError('the memory of this ArrayBuffer cannot be moved', 'ERR_INVALID_STATE');
  return moved;
};

parts.copyBytes = function copyBytes(to, at, from, offset, count) {
  natives.bytes.copy(new Uint8Array(from, offset, count), to, at);
};

return parts;
