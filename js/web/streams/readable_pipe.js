// SPDX-License-Identifier: MIT
// From a readable stream into a writable one, as long as both have what it takes.

const { chain, Deferred, ignore, later, resolvedWith, stateError, then } = need('stream_parts');
const readable = need('readable_operations');
const writable = need('writable_operations');

class Pipe {
  #source;
  #sink;
  #reader;
  #writer = new writable.Writer();
  #options;  // {preventAbort, preventCancel, preventClose, signal}
  #isEnding = false;
  #written = resolvedWith(undefined);  // with the last chunk
  #done = new Deferred();

  constructor(source, sink, options) {
    this.#source = source;
    this.#sink = sink;
    this.#options = options;
    this.#reader = readable.acquire(source);
    writable.lock(this.#writer, sink);
    source.isDisturbed = true;
  }

  get promise() { return this.#done.promise; }

  start() {
    const { signal } = this.#options;
    if (signal !== undefined) {
      const { isAborted, whenAborted } = need('abort');
      if (isAborted(signal)) {
        this.#abort();
        return;
      }
      whenAborted(signal, this.#abort);
    }
    this.#watch();
    if (!this.#isEnding) this.#step();
  }

  // The end of either stream, which may be there already.
  #watch() {
    const source = this.#source;
    const sink = this.#sink;
    if (source.state === 'errored') this.#sourceFailed(source.storedError);
    else then(this.#reader.closed.promise, undefined, (error) => this.#sourceFailed(error));
    if (sink.state === 'errored') this.#sinkFailed(sink.storedError);
    else then(this.#writer.closed.promise, undefined, (error) => this.#sinkFailed(error));
    if (source.state === 'closed') this.#sourceClosed();
    else then(this.#reader.closed.promise, () => this.#sourceClosed(), ignore);
    if (writable.isClosing(sink) || sink.state === 'closed') this.#sinkClosed();
  }

  #step() {
    if (this.#isEnding) return;
    const sink = this.#sink;
    if (sink.state !== 'writable' || writable.isClosing(sink)) return;
    const { ready } = this.#writer;
    if (ready.isSettled) readable.read(this.#reader, this);
    else then(ready.promise, () => this.#step(), ignore);
  }

  // A read request. Nothing is written while a source enqueues.
  chunk(chunk) {
    this.#written = chain(resolvedWith(undefined), () => {
      if (this.#writer.stream === undefined) return undefined;
      const promise = writable.write(this.#writer, chunk);
      this.#step();
      return chain(promise, ignore, ignore);
    });
  }
  close() {}
  error() {}

  #sourceFailed(error) {
    const action = this.#options.preventAbort ? undefined : () => writable.abort(this.#sink, error);
    this.#end(action, true, error);
  }

  #sinkFailed(error) {
    const action = this.#options.preventCancel ? undefined : () => readable.cancel(this.#source, error);
    this.#end(action, true, error);
  }

  #sourceClosed() {
    this.#end(this.#options.preventClose ? undefined : () => writable.closeByPipe(this.#writer), false);
  }

  #sinkClosed() { this.#sinkFailed(stateError('Destination WritableStream is closed')); }

  #abort = () => {
    const error = need('abort').reasonOf(this.#options.signal);
    const { preventAbort, preventCancel } = this.#options;
    this.#end(() => {
      const sinkDone = !preventAbort && this.#sink.state === 'writable'
        ? writable.abort(this.#sink, error) : resolvedWith(undefined);
      const sourceDone = !preventCancel && this.#source.state === 'readable'
        ? readable.cancel(this.#source, error) : resolvedWith(undefined);
      return both(sinkDone, sourceDone);
    }, true, error);
  };

  // What was read is written before.
  #end(action, isError, error) {
    if (this.#isEnding) return;
    this.#isEnding = true;
    const sink = this.#sink;
    if (sink.state === 'writable' && !writable.isClosing(sink)) {
      this.#afterWrites(() => this.#act(action, isError, error));
    } else {
      this.#act(action, isError, error);
    }
  }

  #afterWrites(done) {
    const written = this.#written;
    then(written, () => {
      if (written === this.#written) done();
      else this.#afterWrites(done);
    });
  }

  #act(action, isError, error) {
    if (action === undefined) {
      this.#finish(isError, error);
      return;
    }
    then(action(), () => this.#finish(isError, error), (reason) => this.#finish(true, reason));
  }

  #finish(isError, error) {
    writable.release(this.#writer);
    readable.release(this.#reader);
    const { signal } = this.#options;
    if (signal !== undefined) need('abort').notWhenAborted(signal, this.#abort);
    if (isError) this.#done.reject(error);
    else this.#done.resolve(undefined);
  }
}

// Both promises; rejected as soon as either is, after both have been waited on.
function both(first, second) {
  return later((resolve, reject) => {
    let open = 2;
    const done = () => { if (--open === 0) resolve(undefined); };
    then(first, done, reject);
    then(second, done, reject);
  });
}

// The promise for the end. Both streams are inner ones and not locked.
function pipe(source, sink, options) {
  const one = new Pipe(source, sink, options);
  one.start();
  return one.promise;
}

return { __proto__: null, pipe };
