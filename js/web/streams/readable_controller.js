// SPDX-License-Identifier: MIT
// The controller of a readable stream of any values.

const { enqueueSized, ignore, Queue, resolvedWith, then } = need('stream_parts');
const { close, error: errorStream, fulfill, waiting } = need('readable_operations');

// `source` has start, pull and cancel: functions, the last two of which promise; `size` may throw.
class ReadableController {
  isOfBytes = false;
  #stream;
  #queue = new Queue();
  #mark;
  #size;
  #source;
  #isStarted = false;
  #isClosing = false;
  #isPulling = false;
  #pullsAgain = false;

  constructor(stream, source, mark, size) {
    this.#stream = stream;
    this.#source = source;
    this.#mark = mark;
    this.#size = size;
    stream.controller = this;
  }

  // Throws what the source's start() throws.
  start() {
    then(resolvedWith(this.#source.start()), () => {
      this.#isStarted = true;
      this.#pull();
    }, (error) => this.error(error));
  }

  canEnqueue() { return !this.#isClosing && this.#stream.state === 'readable'; }

  desiredSize() {
    const { state } = this.#stream;
    if (state === 'errored') return null;
    return state === 'closed' ? 0 : this.#mark - this.#queue.total;
  }

  hasBackpressure() { return !this.#wantsPull(); }

  close() {
    if (!this.canEnqueue()) return;
    this.#isClosing = true;
    if (this.#queue.count === 0) this.#end();
  }

  enqueue(chunk) {
    if (!this.canEnqueue()) return;
    if (waiting(this.#stream) > 0) {
      fulfill(this.#stream, chunk, false);
    } else {
      try {
        enqueueSized(this.#queue, chunk, (0, this.#size)(chunk));
      } catch (error) {
        this.error(error);
        throw error;
      }
    }
    this.#pull();
  }

  error(reason) {
    if (this.#stream.state !== 'readable') return;
    this.#queue.clear();
    this.#clearSource();
    errorStream(this.#stream, reason);
  }

  cancelSteps(reason) {
    this.#queue.clear();
    const promise = this.#source.cancel(reason);
    this.#clearSource();
    return promise;
  }

  pullSteps(request) {
    if (this.#queue.count === 0) {
      this.#stream.reader.requests.add(request);
      this.#pull();
      return;
    }
    const chunk = this.#queue.take();
    if (this.#isClosing && this.#queue.count === 0) this.#end();
    else this.#pull();
    request.chunk(chunk);
  }

  releaseSteps() {}

  #end() {
    this.#clearSource();
    close(this.#stream);
  }

  // Nothing of the source is held for longer than it can be called.
  #clearSource() {
    this.#source = kNoSource;
    this.#size = ignore;
  }

  #wantsPull() {
    if (!this.canEnqueue() || !this.#isStarted) return false;
    return waiting(this.#stream) > 0 || this.desiredSize() > 0;
  }

  #pull() {
    if (!this.#wantsPull()) return;
    if (this.#isPulling) {
      this.#pullsAgain = true;
      return;
    }
    this.#isPulling = true;
    then(this.#source.pull(), () => {
      this.#isPulling = false;
      if (!this.#pullsAgain) return;
      this.#pullsAgain = false;
      this.#pull();
    }, (error) => this.error(error));
  }
}

const nothing = () => resolvedWith(undefined);
const kNoSource = { __proto__: null, start: ignore, pull: nothing, cancel: nothing };

return { __proto__: null, ReadableController };
