// SPDX-License-Identifier: MIT
// The controller of a writable stream: its queue, and what its sink is called for.

const { enqueueSized, ignore, Queue, resolvedWith, then } = need('stream_parts');
const { dealWithRejection, finishClose, finishCloseWithError, finishErroring, finishWrite,
        finishWriteWithError, isClosing, startErroring, updateBackpressure } =
  need('writable_operations');

const kClose = { __proto__: null };  // in the queue

// `sink` has start, write, close and abort: functions that promise, start excepted; `sizeOf` may throw.
class WritableController {
  isStarted = false;
  #stream;
  #queue = new Queue();
  #mark;
  #size;
  #sink;
  #isAborted = false;
  #reason = undefined;
  #signal = undefined;  // made when the sink first asks for it

  constructor(stream, sink, mark, size) {
    this.#stream = stream;
    this.#sink = sink;
    this.#mark = mark;
    this.#size = size;
    stream.controller = this;
  }

  // Throws what the sink's start() throws.
  start() {
    const stream = this.#stream;
    updateBackpressure(stream, this.#hasBackpressure());
    then(resolvedWith(this.#sink.start()), () => {
      this.isStarted = true;
      this.#advance();
    }, (error) => {
      this.isStarted = true;
      dealWithRejection(stream, error);
    });
  }

  get signal() {
    if (this.#signal !== undefined) return this.#signal;
    const { abortSignal, makeSignal } = need('abort');
    this.#signal = makeSignal();
    if (this.#isAborted) abortSignal(this.#signal, this.#reason);
    return this.#signal;
  }

  signalAbort(reason) {
    if (this.#isAborted) return;
    this.#isAborted = true;
    this.#reason = reason;
    if (this.#signal !== undefined) need('abort').abortSignal(this.#signal, reason);
  }

  abort(reason) {
    const promise = this.#sink.abort(reason);
    this.#clearSink();
    return promise;
  }

  clearQueue() { this.#queue.clear(); }

  close() {
    this.#queue.add(kClose);
    this.#advance();
  }

  error(error) {
    this.#clearSink();
    startErroring(this.#stream, error);
  }

  errorIfNeeded(error) { if (this.#stream.state === 'writable') this.error(error); }

  desiredSize() { return this.#mark - this.#queue.total; }

  // Runs the step's function; what goes wrong there is the stream's error.
  sizeOf(chunk) {
    if (this.#size === undefined) return 1;
    try {
      return (0, this.#size)(chunk);
    } catch (error) {
      this.errorIfNeeded(error);
      return 1;
    }
  }

  write(chunk, size) {
    try {
      enqueueSized(this.#queue, chunk, size);
    } catch (error) {
      this.errorIfNeeded(error);
      return;
    }
    this.#tell();
    this.#advance();
  }

  #hasBackpressure() { return this.desiredSize() <= 0; }

  #tell() {
    const stream = this.#stream;
    if (!isClosing(stream) && stream.state === 'writable') {
      updateBackpressure(stream, this.#hasBackpressure());
    }
  }

  // Nothing of the sink is held for longer than it can be called.
  #clearSink() {
    this.#sink = kNoSink;
    this.#size = undefined;
  }

  #advance() {
    const stream = this.#stream;
    if (!this.isStarted || stream.inFlightWrite !== undefined) return;
    if (stream.state === 'erroring') {
      finishErroring(stream);
      return;
    }
    if (this.#queue.count === 0) return;
    const value = this.#queue.peek();
    if (value === kClose) this.#processClose();
    else this.#processWrite(value);
  }

  #processClose() {
    const stream = this.#stream;
    stream.inFlightClose = stream.closeRequest;
    stream.closeRequest = undefined;
    this.#queue.take();
    const promise = this.#sink.close();
    this.#clearSink();
    then(promise, () => finishClose(stream), (error) => finishCloseWithError(stream, error));
  }

  #processWrite(chunk) {
    const stream = this.#stream;
    stream.inFlightWrite = stream.writeRequests.take();
    then(this.#sink.write(chunk), () => {
      finishWrite(stream);
      this.#queue.take();
      this.#tell();
      this.#advance();
    }, (error) => {
      if (stream.state === 'writable') this.#clearSink();
      finishWriteWithError(stream, error);
    });
  }
}

const kNoSink = {
  __proto__: null, start: ignore, write: ignore, close: ignore, abort: () => resolvedWith(undefined),
};

return { __proto__: null, WritableController };
