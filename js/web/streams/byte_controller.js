// SPDX-License-Identifier: MIT
// The controller of a readable stream of bytes, which reads into buffers that its readers bring.

const { ArrayBuffer, MathMin, RangeError, Uint8Array } = primordials;
const { copyBytes, ignore, Queue, resolvedWith, sizeOfBuffer, stateError, then, transfer, viewOf } =
  need('stream_parts');
const { close, error: errorStream, fulfill, hasReader, waiting } = need('readable_operations');
const { note } = need('web_idl');

// Bytes that nobody has asked for yet.
class Piece {
  buffer;
  offset;
  length;

  constructor(buffer, offset, length) {
    this.buffer = buffer;
    this.offset = offset;
    this.length = length;
  }
}

// A buffer to be filled.
class PullInto {
  buffer;
  size;      // of the buffer
  offset;
  length;
  filled = 0;
  least;     // bytes before it is given back
  unit;      // bytes an element
  Class;     // of the view to be given
  reader;    // 'default', 'byob', or 'none' when that was released

  constructor(buffer, view, least, reader) {
    this.buffer = buffer;
    this.size = sizeOfBuffer(buffer);
    this.offset = view.offset;
    this.length = view.length;
    this.least = least;
    this.unit = view.unit;
    this.Class = view.Class;
    this.reader = reader;
  }

  // The buffer is nobody else's from then on.
  view() {
    return new this.Class(transfer(this.buffer), this.offset, this.filled / this.unit);
  }
}

function rangeError(message) { return note(new RangeError(message), 'code', 'ERR_INVALID_ARG_VALUE'); }

// `source` has start, pull and cancel: functions, the last two of which promise.
class ByteController {
  isOfBytes = true;
  #stream;
  #queue = new Queue();  // Piece; what there is in all is in #total
  #total = 0;
  #pullIntos = new Queue();
  #mark;
  #source;
  #autoAllocate;    // bytes, or undefined
  #request = null;  // {controller, view, face} of js/web/streams/readable_stream.js
  #isStarted = false;
  #isClosing = false;
  #isPulling = false;
  #pullsAgain = false;

  constructor(stream, source, mark, autoAllocate) {
    this.#stream = stream;
    this.#source = source;
    this.#mark = mark;
    this.#autoAllocate = autoAllocate;
    stream.controller = this;
  }

  // Throws what the source's start() throws.
  start() {
    then(resolvedWith(this.#source.start()), () => {
      this.#isStarted = true;
      this.#pull();
    }, (error) => this.error(error));
  }

  get stream() { return this.#stream; }

  get isClosing() { return this.#isClosing; }

  desiredSize() {
    const { state } = this.#stream;
    if (state === 'errored') return null;
    return state === 'closed' ? 0 : this.#mark - this.#total;
  }

  // What a source may fill, or null.
  request() {
    if (this.#request === null && this.#pullIntos.count > 0) {
      const first = this.#pullIntos.peek();
      this.#request = {
        __proto__: null, controller: this, face: undefined,
        view: new Uint8Array(first.buffer, first.offset + first.filled, first.length - first.filled),
      };
    }
    return this.#request;
  }

  close() {
    if (this.#isClosing || this.#stream.state !== 'readable') return;
    if (this.#total > 0) {
      this.#isClosing = true;
      return;
    }
    if (this.#pullIntos.count > 0) {
      const first = this.#pullIntos.peek();
      if (first.filled % first.unit !== 0) {
        const error = stateError('Partial read');
        this.error(error);
        throw error;
      }
    }
    this.#clearSource();
    close(this.#stream);
  }

  error(reason) {
    if (this.#stream.state !== 'readable') return;
    this.#drop();
    this.#clearSource();
    errorStream(this.#stream, reason);
  }

  enqueue(chunk) {
    const stream = this.#stream;
    if (this.#isClosing || stream.state !== 'readable') return;
    const { buffer, offset, length } = viewOf(chunk);
    if (natives.buffers.isDetached(buffer)) throw stateError('the chunk has no memory any more');
    const moved = transfer(buffer);
    if (this.#pullIntos.count > 0) this.#keepPullInto();
    if (hasReader(stream, false)) {
      this.#serveReads();
      if (waiting(stream) === 0) {
        this.#addPiece(moved, offset, length);
      } else {
        if (this.#pullIntos.count > 0) this.#shift();
        fulfill(stream, new Uint8Array(moved, offset, length), false);
      }
    } else {
      this.#addPiece(moved, offset, length);
      if (hasReader(stream, true)) this.#commitAll(this.#fillFromQueue());
    }
    this.#pull();
  }

  respond(written) {
    const first = this.#pullIntos.peek();
    if (this.#stream.state === 'closed') {
      if (written !== 0) throw stateError('the stream is closed: nothing can be written');
    } else {
      if (written === 0) throw stateError('nothing was written');
      if (first.filled + written > first.length) {
        throw rangeError(`${written} bytes are more than the ${first.length - first.filled} of the view`);
      }
    }
    first.buffer = transfer(first.buffer);
    this.#respond(written);
  }

  respondWithView(view) {
    const first = this.#pullIntos.peek();
    const { buffer, offset, length } = viewOf(view);
    if (this.#stream.state === 'closed') {
      if (length !== 0) throw stateError('the stream is closed: the view must be empty');
    } else if (length === 0) {
      throw stateError('the view is empty');
    }
    if (first.offset + first.filled !== offset) throw rangeError('the view begins elsewhere than the one that was given');
    if (first.size !== sizeOfBuffer(buffer)) throw rangeError('the buffer is not as large as the one that was given');
    if (first.filled + length > first.length) throw rangeError('the view is larger than the one that was given');
    first.buffer = transfer(buffer);
    this.#respond(length);
  }

  // What a reader calls.

  cancelSteps(reason) {
    this.#drop();
    const promise = this.#source.cancel(reason);
    this.#clearSource();
    return promise;
  }

  pullSteps(request) {
    if (this.#total > 0) {
      this.#give(request);
      return;
    }
    const size = this.#autoAllocate;
    if (size !== undefined) {
      let buffer;
      try {
        buffer = new ArrayBuffer(size);
      } catch (error) {
        request.error(error);
        return;
      }
      this.#pullIntos.add(new PullInto(buffer, viewOf(new Uint8Array(buffer)), 1, 'default'));
    }
    this.#stream.reader.requests.add(request);
    this.#pull();
  }

  pullInto(target, min, request) {
    const view = viewOf(target);
    let buffer;
    try {
      buffer = transfer(view.buffer);
    } catch (error) {
      request.error(error);
      return;
    }
    const pullInto = new PullInto(buffer, view, min * view.unit, 'byob');
    if (this.#pullIntos.count === 0) {
      if (this.#stream.state === 'closed') {
        request.close(new view.Class(buffer, view.offset, 0));
        return;
      }
      if (this.#total > 0 && this.#fulfilled(pullInto, request)) return;
    }
    const isFirst = this.#pullIntos.count === 0;
    this.#pullIntos.add(pullInto);
    this.#stream.reader.requests.add(request);
    if (isFirst) this.#pull();
  }

  // Whether what is queued was enough, or there will not be enough.
  #fulfilled(pullInto, request) {
    if (this.#fill(pullInto)) {
      const filled = pullInto.view();
      this.#afterTaking();
      request.chunk(filled);
      return true;
    }
    if (!this.#isClosing) return false;
    const error = stateError('the stream is closed with fewer bytes than an element has');
    this.error(error);
    request.error(error);
    return true;
  }

  // Whether a reader has brought a buffer.
  isAsked() { return this.#pullIntos.count > 0; }

  releaseSteps() {
    if (this.#pullIntos.count === 0) return;
    const first = this.#pullIntos.peek();
    first.reader = 'none';
    this.#pullIntos = new Queue();
    this.#pullIntos.add(first);
  }

  // Bytes and buffers.

  #drop() {
    this.#invalidate();
    this.#pullIntos.clear();
    this.#queue.clear();
    this.#total = 0;
  }

  #invalidate() {
    if (this.#request === null) return;
    this.#request.controller = undefined;
    this.#request.view = null;
    this.#request = null;
  }

  #addPiece(buffer, offset, length) {
    this.#queue.add(new Piece(buffer, offset, length));
    this.#total += length;
  }

  #addCopy(buffer, offset, length) {
    let copy;
    try {
      copy = new ArrayBuffer(length);
    } catch (error) {
      this.error(error);
      throw error;
    }
    copyBytes(copy, 0, buffer, offset, length);
    this.#addPiece(copy, 0, length);
  }

  #shift() {
    this.#invalidate();
    return this.#pullIntos.take();
  }

  // The source may have written into the buffer that was first to be filled, and enqueues something else.
  #keepPullInto() {
    const first = this.#pullIntos.peek();
    if (natives.buffers.isDetached(first.buffer)) {
      throw stateError('the buffer of the request has no memory any more');
    }
    this.#invalidate();
    first.buffer = transfer(first.buffer);
    if (first.reader === 'none') this.#keepDetached(first);
  }

  // What a released reader's buffer holds is for the next reader.
  #keepDetached(pullInto) {
    if (pullInto.filled > 0) this.#addCopy(pullInto.buffer, pullInto.offset, pullInto.filled);
    this.#shift();
  }

  #fill(pullInto) {
    const most = MathMin(this.#total, pullInto.length - pullInto.filled);
    let left = most;
    const aligned = pullInto.filled + most - (pullInto.filled + most) % pullInto.unit;
    const isReady = aligned >= pullInto.least;
    if (isReady) left = aligned - pullInto.filled;
    while (left > 0) {
      const head = this.#queue.peek();
      const count = MathMin(left, head.length);
      copyBytes(pullInto.buffer, pullInto.offset + pullInto.filled, head.buffer, head.offset, count);
      if (head.length === count) {
        this.#queue.take();
      } else {
        head.offset += count;
        head.length -= count;
      }
      this.#total -= count;
      pullInto.filled += count;
      left -= count;
    }
    return isReady;
  }

  #fillFromQueue() {
    const filled = new Queue();
    while (this.#pullIntos.count > 0 && this.#total > 0) {
      const first = this.#pullIntos.peek();
      if (this.#fill(first)) filled.add(this.#shift());
    }
    return filled;
  }

  #give(request) {
    const piece = this.#queue.take();
    this.#total -= piece.length;
    this.#afterTaking();
    request.chunk(new Uint8Array(piece.buffer, piece.offset, piece.length));
  }

  #serveReads() {
    const { requests } = this.#stream.reader;
    while (requests.count > 0 && this.#total > 0) this.#give(requests.take());
  }

  #afterTaking() {
    if (this.#total === 0 && this.#isClosing) {
      this.#clearSource();
      close(this.#stream);
    } else {
      this.#pull();
    }
  }

  #commit(pullInto) { fulfill(this.#stream, pullInto.view(), this.#stream.state === 'closed'); }

  #commitAll(filled) { while (filled.count > 0) this.#commit(filled.take()); }

  #respond(written) {
    const first = this.#pullIntos.peek();
    this.#invalidate();
    if (this.#stream.state === 'closed') this.#respondClosed(first);
    else this.#respondReadable(first, written);
    this.#pull();
  }

  #respondClosed(first) {
    if (first.reader === 'none') this.#shift();
    if (!hasReader(this.#stream, true)) return;
    const filled = new Queue();
    while (filled.count < waiting(this.#stream)) filled.add(this.#shift());
    this.#commitAll(filled);
  }

  #respondReadable(first, written) {
    first.filled += written;
    if (first.reader === 'none') {
      this.#keepDetached(first);
      this.#commitAll(this.#fillFromQueue());
      return;
    }
    if (first.filled < first.least) return;
    this.#shift();
    const rest = first.filled % first.unit;
    if (rest > 0) this.#addCopy(first.buffer, first.offset + first.filled - rest, rest);
    first.filled -= rest;
    const filled = this.#fillFromQueue();
    this.#commit(first);
    this.#commitAll(filled);
  }

  // Pulling.

  #clearSource() { this.#source = kNoSource; }

  #wantsPull() {
    if (this.#stream.state !== 'readable' || this.#isClosing || !this.#isStarted) return false;
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

return { __proto__: null, ByteController };
