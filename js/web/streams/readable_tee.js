// SPDX-License-Identifier: MIT
// Two streams of what one gives.

const { ArrayBuffer, Uint8Array } = primordials;
const { copyBytes, Deferred, resolvedWith, then, viewOf } = need('stream_parts');
const { acquire, cancel, lock, read, Reader, readInto, release } = need('readable_operations');

const kSides = [0, 1];

// What both kinds have in common.
class Tee {
  stream;
  reader;
  controllers = [undefined, undefined];
  isReading = false;
  areCanceled = [false, false];
  #reasons = [undefined, undefined];
  #canceled = new Deferred();

  constructor(stream) {
    this.stream = stream;
    this.reader = acquire(stream);
  }

  // The source of one of the two.
  source(side) {
    return {
      __proto__: null,
      start() {},
      pull: () => this.pull(side),
      cancel: (reason) => this.#cancel(side, reason),
    };
  }

  watch() {
    const { reader } = this;
    then(reader.closed.promise, undefined, (error) => {
      if (reader !== this.reader) return;
      this.fail(error);
      this.settle();
    });
  }

  // The controllers that somebody still reads of.
  each(action) {
    for (let i = 0; i < kSides.length; i++) if (!this.areCanceled[i]) action(this.controllers[i], i);
  }

  fail(error) {
    this.controllers[0].error(error);
    this.controllers[1].error(error);
  }

  failAndCancel(error) {
    this.fail(error);
    this.#canceled.resolve(cancel(this.stream, error));
  }

  settle() { if (!this.areCanceled[0] || !this.areCanceled[1]) this.#canceled.resolve(undefined); }

  #cancel(side, reason) {
    this.areCanceled[side] = true;
    this.#reasons[side] = reason;
    if (this.areCanceled[1 - side]) {
      this.#canceled.resolve(cancel(this.stream, [this.#reasons[0], this.#reasons[1]]));
    }
    return this.#canceled.promise;
  }
}

function soon(action) { then(resolvedWith(undefined), action); }

class DefaultTee extends Tee {
  #readsAgain = false;

  // Written out: what an older V8 puts in its place spreads arguments by an iterator that a step can patch.
  constructor(stream) { super(stream); }

  pull() {
    if (this.isReading) {
      this.#readsAgain = true;
    } else {
      this.isReading = true;
      read(this.reader, this);
    }
    return resolvedWith(undefined);
  }

  // A read request.
  chunk(chunk) {
    soon(() => {
      this.#readsAgain = false;
      this.each((controller) => controller.enqueue(chunk));
      this.isReading = false;
      if (this.#readsAgain) this.pull();
    });
  }
  close() {
    this.isReading = false;
    this.each((controller) => controller.close());
    this.settle();
  }
  error() { this.isReading = false; }
}

function copyOf(chunk) {
  const { buffer, offset, length } = viewOf(chunk);
  const copy = new ArrayBuffer(length);
  copyBytes(copy, 0, buffer, offset, length);
  return new Uint8Array(copy);
}

class ByteTee extends Tee {
  #readAgain = [false, false];

  constructor(stream) { super(stream); }

  pull(side) {
    if (this.isReading) {
      this.#readAgain[side] = true;
      return resolvedWith(undefined);
    }
    this.isReading = true;
    const request = this.controllers[side].request();
    if (request === null) this.#pullAny();
    else this.#pullInto(request.view, side);
    return resolvedWith(undefined);
  }

  // The reader of the other kind takes its place.
  #use(isByob) {
    if (this.reader.isByob === isByob) return;
    release(this.reader);
    this.reader = new Reader(isByob);
    lock(this.reader, this.stream);
    this.watch();
  }

  #pullAny() {
    this.#use(false);
    read(this.reader, {
      __proto__: null,
      chunk: (chunk) => soon(() => this.#deliver(chunk)),
      close: () => this.#closeBoth(),
      error: () => { this.isReading = false; },
    });
  }

  #deliver(chunk) {
    this.#readAgain = [false, false];
    let second = chunk;
    if (!this.areCanceled[0] && !this.areCanceled[1]) {
      second = this.#copy(chunk);
      if (second === undefined) return;
    }
    this.each((controller, side) => controller.enqueue(side === 0 ? chunk : second));
    this.#goOn();
  }

  #closeBoth() {
    this.isReading = false;
    this.each((controller) => controller.close());
    for (let i = 0; i < kSides.length; i++) respondToNone(this.controllers[i]);
    this.settle();
  }

  #pullInto(view, side) {
    this.#use(true);
    readInto(this.reader, view, 1, {
      __proto__: null,
      chunk: (chunk) => soon(() => this.#deliverInto(chunk, side)),
      close: (chunk) => this.#closeInto(chunk, side),
      error: () => { this.isReading = false; },
    });
  }

  #deliverInto(chunk, side) {
    this.#readAgain = [false, false];
    const own = this.controllers[side];
    if (this.areCanceled[1 - side]) {
      if (!this.areCanceled[side]) own.respondWithView(chunk);
    } else {
      const copy = this.#copy(chunk);
      if (copy === undefined) return;
      if (!this.areCanceled[side]) own.respondWithView(chunk);
      this.controllers[1 - side].enqueue(copy);
    }
    this.#goOn();
  }

  #closeInto(chunk, side) {
    this.isReading = false;
    if (!this.areCanceled[side]) this.controllers[side].close();
    if (!this.areCanceled[1 - side]) this.controllers[1 - side].close();
    if (chunk !== undefined) {
      if (!this.areCanceled[side]) this.controllers[side].respondWithView(chunk);
      if (!this.areCanceled[1 - side]) respondToNone(this.controllers[1 - side]);
    }
    this.settle();
  }

  // Undefined where there was no memory, which is the end.
  #copy(chunk) {
    try {
      return copyOf(chunk);
    } catch (error) {
      this.failAndCancel(error);
      return undefined;
    }
  }

  #goOn() {
    this.isReading = false;
    if (this.#readAgain[0]) this.pull(0);
    else if (this.#readAgain[1]) this.pull(1);
  }
}

function respondToNone(controller) { if (controller.isAsked()) controller.respond(0); }

return { __proto__: null, ByteTee, DefaultTee };
